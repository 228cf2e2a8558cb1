//! A row of the exclusion ledger.

use serde::Serialize;

/// A row of the exclusion ledger.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LedgerRow {
    /// The row of the events file, counted from 1 with the header; `None` for events that came
    /// otherwise.
    pub row: Option<usize>,
    /// The event.
    pub event: String,
    /// The ticker.
    pub ticker: String,
    /// `event`: not in the sample; `window`: not in one of its windows.
    pub part: &'static str,
    /// The reason code.
    pub code: &'static str,
    /// The reason in words.
    pub reason: String,
}
