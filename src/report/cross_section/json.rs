//! `results.json`.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::Formatter;

use crate::report::ReportError;
use crate::study::cross_section::CrossSectionResults;

/// Containers up to this depth have their members on lines of their own.
const OPEN: usize = 2;

/// The results as JSON: a line for each window, day, group, row of the ledger and column of the
/// events; figures that are not there are null.
pub(super) fn json(results: &CrossSectionResults) -> Result<Vec<u8>, ReportError> {
    let failed =
        |e: serde_json::Error| ReportError::Format { format: "JSON", reason: e.to_string() };
    let start = Vec::with_capacity(320 * results.events.len() + (1 << 16));
    let mut serializer = serde_json::Serializer::with_formatter(start, Lines::default());
    results.serialize(&mut serializer).map_err(failed)?;
    let mut text = serializer.into_inner();
    text.push(b'\n');
    Ok(text)
}

/// Lines for the outer containers, none within.
#[derive(Default)]
struct Lines {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outer_containers_have_lines() {
        let value =
            serde_json::json!({"a": {"b": [1, {"c": null}], "d": []}, "e": [], "f": [1, 2]});
        let mut serializer = serde_json::Serializer::with_formatter(Vec::new(), Lines::default());
        value.serialize(&mut serializer).unwrap();
        let text = String::from_utf8(serializer.into_inner()).unwrap();
        let expected = "{\n  \"a\": {\n    \"b\": [1,{\"c\":null}],\n    \"d\": []\n  },\n  \
                        \"e\": [],\n  \"f\": [\n    1,\n    2\n  ]\n}";
        assert_eq!(text, expected);
    }
}
