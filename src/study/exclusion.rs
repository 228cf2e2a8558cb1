//! A row of the exclusion ledger of single events.

use serde::Serialize;

use crate::event::{Event, LedgerPart, Reason, Ticker};

/// Something asked for that could not be given.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Exclusion {
    /// The event.
    pub event: String,
    /// The ticker; `None` for the event as a whole.
    pub ticker: Option<Ticker>,
    /// Which part of the study.
    pub part: LedgerPart,
    /// The reason code.
    pub code: Reason,
    /// The reason in words.
    pub reason: String,
}

impl Exclusion {
    pub(super) fn new(
        event: &Event,
        ticker: &Ticker,
        part: LedgerPart,
        code: Reason,
        reason: String,
    ) -> Self {
        Self { event: event.id.to_string(), ticker: Some(ticker.clone()), part, code, reason }
    }

    pub(super) fn whole(event: &Event, code: Reason, reason: String) -> Self {
        Self { event: event.id.to_string(), ticker: None, part: LedgerPart::Event, code, reason }
    }
}
