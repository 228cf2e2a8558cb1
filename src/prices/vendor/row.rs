//! What an answer brings.

use chrono::{DateTime, NaiveDate, Utc};

use super::Chunk;
use crate::event::Ticker;

/// The bars of one answer, and what is to be asked next.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BarPage {
    /// The bars, in any order.
    pub bars: Vec<BarRow>,
    /// Dividends and splits.
    pub actions: Vec<Action>,
    /// What to ask next to make this complete: the next page, or the splits after the bars.
    pub next: Vec<Chunk>,
    /// Bars of the answer that were left out because nobody asked for their day or symbol.
    pub not_asked: usize,
    /// Sentences about what was left out of the answer, and why.
    pub notes: Vec<String>,
}

/// One bar. A number that the vendor does not give is missing, never zero.
#[derive(Clone, Debug, PartialEq)]
pub struct BarRow {
    /// The symbol.
    pub symbol: Ticker,
    /// When it begins.
    pub at: At,
    /// The first price.
    pub open: Option<f64>,
    /// The highest price.
    pub high: Option<f64>,
    /// The lowest price.
    pub low: Option<f64>,
    /// The last price.
    pub close: Option<f64>,
    /// The close that the vendor adjusted, beside one that it did not.
    pub adjusted_close: Option<f64>,
    /// Shares traded.
    pub volume: Option<f64>,
    /// Number of trades.
    pub trades: Option<f64>,
    /// Average price weighted by volume.
    pub vwap: Option<f64>,
}

impl BarRow {
    /// A bar without numbers.
    pub fn new(symbol: Ticker, at: At) -> Self {
        Self {
            symbol,
            at,
            open: None,
            high: None,
            low: None,
            close: None,
            adjusted_close: None,
            volume: None,
            trades: None,
            vwap: None,
        }
    }
}

/// When a bar begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum At {
    /// A daily bar: its trading date.
    Day(NaiveDate),
    /// An intraday bar: its start, UTC.
    Instant(DateTime<Utc>),
}

/// A dividend or a split, where prices are not adjusted for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// The symbol.
    pub symbol: Ticker,
    /// The first trading date without the dividend, or with the new shares.
    pub ex_date: NaiveDate,
    /// Cash per share; zero for a split.
    pub dividend: f64,
    /// New shares per old; one for a dividend.
    pub split: f64,
}
