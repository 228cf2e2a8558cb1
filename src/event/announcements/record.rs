//! Records of a comma-separated table, each on its own, so that a broken one spoils no other.
//!
//! A reader of the whole table lets an open quote swallow everything after it. Here a record ends
//! at its line unless a quoted cell goes on, and a quote that stays open costs one line.

use std::borrow::Cow;

/// A quoted cell may go on over so many lines; beyond them its quote is taken as never closed.
const LONGEST_CELL: u32 = 50;

/// The records of a table with the line each begins on, counted from 1; blank lines are skipped.
pub(super) struct Records<'a> {
    rest: &'a [u8],
    delimiter: char,
    /// How many cells a record has; known once the header is read.
    pub(super) width: Option<usize>,
    line: u32,
}

/// Why a record has no cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
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
    pub(super) fn of(bytes: &'a [u8], delimiter: char) -> Self {
        Self {
            rest: bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes),
            delimiter,
            width: None,
            line: 0,
        }
    }

    /// The records in parts of about `size` bytes, one after the other. A table with quotes is one
    /// part: a cell may go on over any line of it.
    pub(super) fn parts(self, size: usize) -> Vec<Self> {
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
    pub(super) fn next(
        &mut self,
        cells: &mut Vec<Cow<'a, str>>,
    ) -> Option<(u32, Result<(), Broken>)> {
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
enum Split {
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
fn split<'a>(text: &'a str, delimiter: char, cells: &mut Vec<Cow<'a, str>>) -> Split {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(text: &str) -> Vec<(u32, Result<Vec<String>, Broken>)> {
        let mut records = Records::of(text.as_bytes(), ',');
        records.width =
            text.lines().next().filter(|l| !l.contains('"')).map(|l| l.split(',').count());
        let (mut cells, mut out) = (Vec::new(), Vec::new());
        while let Some((line, result)) = records.next(&mut cells) {
            out.push((line, result.map(|()| cells.iter().map(|c| c.to_string()).collect())));
        }
        out
    }

    #[test]
    fn an_open_quote_costs_its_own_line_only() {
        let table = all("a,b\n1,\"open\n\n2,fine\n3,\"two\nlines\"\n4,x\r\n");
        let lines: Vec<u32> = table.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 2, 4, 5, 7]);
        assert_eq!(table[1].1, Err(Broken::OpenQuote));
        assert_eq!(table[2].1, Ok(vec!["2".into(), "fine".into()]));
    }

    #[test]
    fn an_open_quote_is_not_closed_by_the_quote_of_the_next_row() {
        let table = all("a,b\n1,\"open\n2,\"fine\"\n3,\"open\n4,\"x\",y\n5,z\n");
        let broken: Vec<u32> = table.iter().filter(|r| r.1.is_err()).map(|r| r.0).collect();
        assert_eq!((table.len(), broken), (6, vec![2, 4]));
    }

    #[test]
    fn quoted_cells_keep_delimiters_and_lines() {
        let table = all("\"a, b\",\"say \"\"yes\"\"\",\"two\nlines\", c \n");
        assert_eq!(
            table[0].1,
            Ok(vec!["a, b".into(), "say \"yes\"".into(), "two\nlines".into(), "c".into()])
        );
        let mut records = Records::of(b"\xff\xfe,x\n1,2\n", ',');
        let mut cells = Vec::new();
        assert_eq!(records.next(&mut cells), Some((1, Err(Broken::NotText))));
        assert_eq!(records.next(&mut cells), Some((2, Ok(()))));
    }

    #[test]
    fn parts_are_the_records_one_after_the_other() {
        let text = "a,b\n1,x\n\n2,y\r\n\u{e4},z\n5";
        for size in 0..text.len() + 1 {
            let (mut cells, mut out) = (Vec::new(), Vec::new());
            for mut part in Records::of(text.as_bytes(), ',').parts(size) {
                while let Some((line, result)) = part.next(&mut cells) {
                    out.push((
                        line,
                        result.map(|()| cells.iter().map(|c| c.to_string()).collect()),
                    ));
                }
            }
            assert_eq!(out, all(text), "{size}");
        }
        assert_eq!(Records::of(b"a\n\"b\nc\"\nd\n", ',').parts(1).len(), 1);
    }

    proptest! {
        #[test]
        fn tables_of_the_csv_crate_are_read_as_they_were_written(
            rows in proptest::collection::vec(
                proptest::collection::vec("[a-z \",;\n]{0,8}", 3), 1..8)
        ) {
            let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let read: Vec<Vec<String>> = all(&text).into_iter().map(|(_, r)| r.unwrap()).collect();
            let trimmed: Vec<Vec<String>> =
                rows.iter().map(|r| r.iter().map(|c| c.trim().to_owned()).collect()).collect();
            prop_assert_eq!(read, trimmed);
        }
    }
}
