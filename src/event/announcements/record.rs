//! Records of a comma-separated table, each on its own, so that a broken one spoils no other.
//!
//! A reader of the whole table lets an open quote swallow everything after it. Here a record ends
//! at its line unless a quoted cell goes on, and a quote that stays open costs one line.

use std::borrow::Cow;

/// A quoted cell may go on over so many lines; beyond them its quote is taken as never closed.
const LONGEST_CELL: u32 = 50;

/// The records of a table with the line each begins on, counted from 1; blank lines are skipped.
pub struct Records<'a> {
    rest: &'a [u8],
    delimiter: char,
    /// How many cells a record has; known once the header is read.
    #[doc(hidden)]
    pub width: Option<usize>,
    line: u32,
}

/// Why a record has no cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Broken {
    NotText,
    OpenQuote,
}

impl Broken {
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::NotText => "the row is not UTF-8 text",
            Self::OpenQuote => "the row has a quote that is never closed",
        }
    }
}

impl<'a> Records<'a> {
    #[doc(hidden)]
    pub fn of(bytes: &'a [u8], delimiter: char) -> Self {
        Self {
            rest: bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes),
            delimiter,
            width: None,
            line: 0,
        }
    }

    /// The records in parts of about `size` bytes, one after the other. A table with quotes is one
    /// part: a cell may go on over any line of it.
    #[doc(hidden)]
    pub fn parts(self, size: usize) -> Vec<Self> {
        if self.rest.contains(&b'"') {
            return vec![self];
        }
        let (mut rest, mut line, mut parts) = (self.rest, self.line, Vec::new());
        while !rest.is_empty() {
            let (part, after) = rest.split_at(line_end(rest, size.min(rest.len())));
            parts.push(Self { rest: part, line, ..self });
            line += part.iter().filter(|b| **b == b'\n').count() as u32;
            rest = after;
        }
        parts
    }

    /// Reads the next record into `cells`; `None` at the end.
    #[doc(hidden)]
    pub fn next(&mut self, cells: &mut Vec<Cow<'a, str>>) -> Option<(u32, Result<(), Broken>)> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            self.line += 1;
            let first = line_end(self.rest, 0);
            if self.rest[..first].iter().all(u8::is_ascii_whitespace) {
                self.rest = &self.rest[first..];
                continue;
            }
            let Ok(text) = std::str::from_utf8(&self.rest[..first]) else {
                self.rest = &self.rest[first..];
                return Some((self.line, Err(Broken::NotText)));
            };
            let start = self.line;
            let (result, end, lines) =
                match split(text.trim_end_matches(['\n', '\r']), self.delimiter, cells) {
                    Split::Open => match self.over_lines(first, cells) {
                        Some((end, lines)) => (Ok(()), end, lines),
                        None => (Err(Broken::OpenQuote), first, 0),
                    },
                    Split::Clean | Split::Loose => (Ok(()), first, 0),
                };
            self.line += lines;
            self.rest = &self.rest[end..];
            return Some((start, result));
        }
    }

    /// Reads a record whose quoted cell goes on over the first line: where it ends, and how many
    /// further lines it has. It must fit the table in every way, or else the quote was a slip and
    /// the lines after it are records of their own.
    fn over_lines(&self, first: usize, cells: &mut Vec<Cow<'a, str>>) -> Option<(usize, u32)> {
        let mut end = first;
        for more in 1..=LONGEST_CELL {
            if end == self.rest.len() {
                return None;
            }
            let from = end;
            end = line_end(self.rest, from);
            if !self.rest[from..end].contains(&b'"') {
                continue;
            }
            let text = std::str::from_utf8(&self.rest[..end]).ok()?;
            match split(text.trim_end_matches(['\n', '\r']), self.delimiter, cells) {
                Split::Open => {}
                Split::Clean if self.width.is_none_or(|w| w == cells.len()) => {
                    return Some((end, more));
                }
                Split::Clean | Split::Loose => return None,
            }
        }
        None
    }
}

/// What became of a text that should be a record.
pub enum Split {
    /// A quoted cell is still open at its end.
    Open,
    /// Every quoted cell ends at a delimiter or at the end.
    Clean,
    /// Some text follows a closing quote within its cell, as in `"a"b`.
    Loose,
}

fn line_end(bytes: &[u8], from: usize) -> usize {
    bytes[from..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |at| from + at + 1)
}

/// Splits a record into trimmed cells.
pub fn split<'a>(text: &'a str, delimiter: char, cells: &mut Vec<Cow<'a, str>>) -> Split {
    cells.clear();
    if !text.contains('"') {
        cells.extend(text.split(delimiter).map(|cell| Cow::Borrowed(cell.trim())));
        return Split::Clean;
    }
    let (mut rest, mut found) = (text, Split::Clean);
    loop {
        let Some(quoted) = rest.trim_start().strip_prefix('"') else {
            let (cell, after) = match rest.split_once(delimiter) {
                Some((cell, after)) => (cell, Some(after)),
                None => (rest, None),
            };
            cells.push(Cow::Borrowed(cell.trim()));
            let Some(after) = after else { return found };
            rest = after;
            continue;
        };
        let Some((cell, after)) = unquoted(quoted) else { return Split::Open };
        let (tail, next) = match after.split_once(delimiter) {
            Some((tail, next)) => (tail, Some(next)),
            None => (after, None),
        };
        cells.push(match tail.trim() {
            "" => cell,
            tail => {
                found = Split::Loose;
                Cow::Owned(format!("{cell}{tail}"))
            }
        });
        let Some(next) = next else { return found };
        rest = next;
    }
}

/// The cell up to its closing quote, and what follows; two quotes stand for one.
fn unquoted(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let mut doubled = false;
    let mut from = 0;
    loop {
        let at = from + text[from..].find('"')?;
        if text[at + 1..].starts_with('"') {
            doubled = true;
            from = at + 2;
            continue;
        }
        let cell = text[..at].trim();
        let cell = if doubled { Cow::Owned(cell.replace("\"\"", "\"")) } else { cell.into() };
        return Some((cell, &text[at + 1..]));
    }
}
