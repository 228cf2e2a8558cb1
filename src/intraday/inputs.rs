//! What the intraday study works on.

use chrono::{DateTime, Utc};

use super::IntradayOptions;
use super::tape::Tape;
use crate::calendar::TradingCalendar;
use crate::event::NewsTiming;

/// What the intraday study works on.
pub struct Inputs<'a> {
    /// The bars of the firm.
    pub tape: &'a Tape,
    /// The bars of the benchmark's members, of the same length; empty without a benchmark.
    pub market: &'a [&'a Tape],
    /// Where the news falls.
    pub timing: &'a NewsTiming,
    /// Bounds of the firm's other known events.
    pub own_news: &'a [(DateTime<Utc>, DateTime<Utc>)],
    /// The calendar.
    pub calendar: &'a TradingCalendar,
    /// The level of significance of the study.
    pub alpha: f64,
    /// The choices.
    pub options: &'a IntradayOptions,
}
