//! Rows that are left out, and why.

use serde::Serialize;

/// Why a row of an event file is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectionCode {
    /// The row is no record of the table: too few or too many cells, an open quote, no text.
    UnreadableRow,
    /// A time of day without offset or zone.
    NaiveTime,
    /// No publication time, or not one in a form that is read.
    BadTime,
    /// No ticker.
    NoTicker,
    /// A ticker with characters that no ticker has.
    BadTicker,
    /// The same id, ticker and time once more, or the same ticker and time under another id: one
    /// return would count twice.
    Duplicate,
    /// The same id and ticker with a later time: the story is as old as its first stamp.
    Amendment,
    /// The calendar does not cover the time.
    OutsideCalendar,
}

impl RejectionCode {
    /// The code as files and tables have it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::UnreadableRow => "unreadable_row",
            Self::NaiveTime => "naive_time",
            Self::BadTime => "bad_time",
            Self::NoTicker => "no_ticker",
            Self::BadTicker => "bad_ticker",
            Self::Duplicate => "duplicate",
            Self::Amendment => "amendment",
            Self::OutsideCalendar => "outside_calendar",
        }
    }
}

impl std::fmt::Display for RejectionCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.id())
    }
}

/// A row, or one ticker of a row, that is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RejectedRow {
    /// The line of the file, counted from 1 with the header.
    pub row: u32,
    /// The id of the event; `row-N` where it has none.
    pub id: String,
    /// The ticker as far as it was read; empty where it was not.
    pub ticker: String,
    /// The code.
    pub code: RejectionCode,
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
