//! Rows that are left out, and why.

use serde::Serialize;

use crate::event::Reason;

/// A row, or one ticker of a row, that is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RejectedRow {
    /// The line of the file, counted from 1 with the header.
    pub row: u32,
    /// The id of the event; `row-N` where it has none.
    pub id: String,
    /// The ticker as far as it was read; empty where it was not.
    pub ticker: String,
    /// The reason code.
    pub code: Reason,
    /// The reason in a sentence.
    pub reason: String,
}

/// A text from a file, short and without characters that could disturb a terminal.
pub(super) fn printable(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut out = String::new();
    for c in text.chars().take(LONGEST) {
        match c.is_control() {
            true => out.extend(c.escape_default()),
            false => out.push(c),
        }
    }
    if text.chars().nth(LONGEST).is_some() {
        out.push_str("...");
    }
    out
}
