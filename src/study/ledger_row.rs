//! A row of the exclusion ledger.

use serde::Serialize;

use crate::event::{LedgerPart, Reason};

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
    /// The event where it is not in the sample, else its windows.
    pub part: LedgerPart,
    /// The reason code.
    pub code: Reason,
    /// The reason in words.
    pub reason: String,
}
