//! `results.json`.

use std::io::{self, Write};

use rayon::prelude::*;
use serde::Serialize;
use serde_json::ser::Formatter;

use crate::report::ReportError;
use crate::study::many::CrossSectionResults;
use crate::study::many::event_columns::{self, TakesColumns};

/// Containers up to this depth have their members on lines of their own.
const OPEN: usize = 2;

/// The results as JSON: a line for each window, day, group, row of the ledger and column of the
/// events; figures that are not there are null. It comes in parts, which are not joined where that
/// would need as much room again.
pub(super) fn parts(results: &CrossSectionResults) -> Result<Vec<Vec<u8>>, ReportError> {
    let failed =
        |e: serde_json::Error| ReportError::Format { format: "JSON", reason: e.to_string() };
    // The columns of the events are most of the text, and each is made apart from the others.
    let mut columns = Columns(Vec::new());
    event_columns::columns(&results.events, &mut columns).map_err(failed)?;
    let texts: Vec<Vec<u8>> =
        columns.0.par_iter().map(|(_, text)| text()).collect::<Result<_, _>>().map_err(failed)?;
    let mut serializer = serde_json::Serializer::with_formatter(Vec::new(), Lines::default());
    results.serialize_with(&(), &mut serializer).map_err(failed)?;
    let mut head = serializer.into_inner();
    let rest =
        head.strip_suffix(NO_EVENTS).map(<[u8]>::len).ok_or_else(|| ReportError::Format {
            format: "JSON",
            reason: "the events are not the last field of the results".to_owned(),
        })?;
    head.truncate(rest);
    let mut parts = vec![head];
    for (k, ((name, _), text)) in columns.0.iter().zip(texts).enumerate() {
        let before = if k == 0 { "{" } else { "," };
        parts.push(format!("{before}\n    \"{name}\": ").into_bytes());
        parts.push(text);
    }
    parts.push(b"\n  }\n}\n".to_vec());
    Ok(parts)
}

/// The end of the results with nothing in the place of the events.
const NO_EVENTS: &[u8] = b"null\n}";

/// Makes the text of a column.
type Text<'a> = Box<dyn Fn() -> serde_json::Result<Vec<u8>> + Send + Sync + 'a>;

/// The columns of the events, to be made side by side.
struct Columns<'a>(Vec<(&'static str, Text<'a>)>);

impl<'a> TakesColumns<'a> for Columns<'a> {
    type Error = serde_json::Error;

    fn take(
        &mut self,
        name: &'static str,
        column: impl Serialize + Send + Sync + 'a,
    ) -> Result<(), serde_json::Error> {
        let text = move || {
            let inside = Lines { depth: OPEN, ..Lines::default() };
            let mut serializer = serde_json::Serializer::with_formatter(Vec::new(), inside);
            column.serialize(&mut serializer)?;
            Ok(serializer.into_inner())
        };
        self.0.push((name, Box::new(text)));
        Ok(())
    }
}

/// Lines for the outer containers, none within.
#[derive(Default)]
pub struct Lines {
    depth: usize,
    empty: bool,
}

impl Lines {
    fn open<W: Write + ?Sized>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.empty = true;
        writer.write_all(bracket)
    }

    fn close<W: Write + ?Sized>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        let inside = self.depth;
        self.depth -= 1;
        if !self.empty && inside <= OPEN {
            self.line(writer)?;
        }
        self.empty = false;
        writer.write_all(bracket)
    }

    fn member<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.empty = false;
        if !first {
            writer.write_all(b",")?;
        }
        if self.depth <= OPEN { self.line(writer) } else { Ok(()) }
    }

    fn line<W: Write + ?Sized>(&self, writer: &mut W) -> io::Result<()> {
        writer.write_all(&b"\n    "[..1 + 2 * self.depth.min(OPEN)])
    }
}

impl Formatter for Lines {
    fn begin_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, b"[")
    }

    fn end_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"]")
    }

    fn begin_array_value<W: Write + ?Sized>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.member(writer, first)
    }

    fn begin_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, b"{")
    }

    fn end_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"}")
    }

    fn begin_object_key<W: Write + ?Sized>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.member(writer, first)
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(if self.depth <= OPEN { b": " } else { b":" })
    }
}
