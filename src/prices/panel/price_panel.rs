//! Prices of many tickers as columns on the sessions of the calendar.

use std::ops::Range;

use crate::event::Ticker;
use crate::prices::{Adjustment, Factors, Finding, SourceFile};

/// Daily prices of many tickers: for each the sessions from its first to its last bar, all under
/// one another in contiguous columns.
///
/// This is the one form of prices that a study of many events works on. It is made from long
/// Parquet tables without a step through rows, or from the bars of any other source; the rules of
/// adjustment and the checks that decide which prices are used are those of [`Prices`](crate::prices::Prices).
///
/// # Shape and units
/// Prices as in the file (raw, or adjusted by the vendor); NaN where a price is missing, for
/// whatever reason; nothing is filled.
///
/// ```
/// use eventstudy::prelude::*;
/// use eventstudy::prices::PricePanel;
/// let calendar = TradingCalendar::new_york();
/// let prices = Prices::bundled_sample(&["META".parse()?, "SPY".parse()?], &calendar)?;
/// let panel = PricePanel::from_prices(prices, &calendar)?;
/// let firm = panel.firm(&"META".parse()?).unwrap();
/// assert_eq!(panel.close(firm).len(), panel.volume(firm).len());
/// assert!(panel.firm(&"IBM".parse()?).is_none());
/// # Ok::<(), eventstudy::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct PricePanel {
    pub(super) tickers: Vec<Ticker>,
    /// For each ticker the calendar index of its first session.
    pub(super) first: Vec<usize>,
    /// For each ticker where its stretch of the columns begins; one more for the end.
    pub(super) offsets: Vec<usize>,
    /// Empty for prices from long tables, of which only closes are read.
    pub(super) open: Vec<f64>,
    pub(super) close: Vec<f64>,
    pub(super) ex_reference: Vec<f64>,
    pub(super) volume: Vec<f64>,
    pub(super) actions: Vec<CorporateAction>,
    /// For each ticker where its actions begin; one more for the end.
    pub(super) action_offsets: Vec<usize>,
    pub(super) from_intraday: Vec<bool>,
    /// What the prices of a long table are adjusted for.
    pub(super) adjustment: Option<Adjustment>,
    /// How a long table was given, in words.
    pub(super) given: String,
    /// Factor returns, where a factor file was given.
    pub factors: Option<Factors>,
    /// Every file that was considered, with what became of it.
    pub files: Vec<SourceFile>,
    /// What the quality checks found; empty means checked and clean.
    pub findings: Vec<Finding>,
    /// Whether the prices were made by a generator and not by a market.
    pub simulated: bool,
    /// What the data is, in a line for people.
    pub description: String,
}

/// A dividend or split that the prices of a panel do not contain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CorporateAction {
    /// The calendar index of the ex-date.
    pub session: usize,
    /// Cash per share.
    pub dividend: f64,
    /// New shares per old; 1 without a split.
    pub split: f64,
}

impl PricePanel {
    /// The tickers, sorted; a ticker's place is its number as a firm.
    pub fn tickers(&self) -> &[Ticker] {
        &self.tickers
    }

    /// The number of tickers.
    pub fn len(&self) -> usize {
        self.tickers.len()
    }

    /// Whether there is no ticker.
    pub fn is_empty(&self) -> bool {
        self.tickers.is_empty()
    }

    /// The number of a ticker; `None` where the data lacks it.
    pub fn firm(&self, ticker: &Ticker) -> Option<usize> {
        self.tickers.binary_search(ticker).ok()
    }

    /// The calendar index of the first session of a firm.
    ///
    /// # Panics
    /// This and the methods below: if there is no firm of this number.
    pub fn first(&self, firm: usize) -> usize {
        self.first[firm]
    }

    /// The stretch of a firm in the columns of all firms.
    pub fn range(&self, firm: usize) -> Range<usize> {
        self.offsets[firm]..self.offsets[firm + 1]
    }

    /// The opens of a firm; empty where the prices come from a long table, of which only closes are
    /// read.
    pub fn open(&self, firm: usize) -> &[f64] {
        if self.open.is_empty() { &[] } else { &self.open[self.range(firm)] }
    }

    /// The closes of a firm, one for each session from [`PricePanel::first`] on.
    pub fn close(&self, firm: usize) -> &[f64] {
        &self.close[self.range(firm)]
    }

    /// The ex-references of a firm: `P0/q - D`, the previous session's close as it compares with
    /// today's; NaN where the previous session has no close.
    pub fn ex_reference(&self, firm: usize) -> &[f64] {
        &self.ex_reference[self.range(firm)]
    }

    /// The shares traded; NaN where that is not known.
    pub fn volume(&self, firm: usize) -> &[f64] {
        &self.volume[self.range(firm)]
    }

    /// The dividends and splits of a firm, by session.
    pub fn actions(&self, firm: usize) -> &[CorporateAction] {
        &self.actions[self.action_offsets[firm]..self.action_offsets[firm + 1]]
    }

    /// Whether the closes are last trades summed up from intraday bars.
    pub fn from_intraday(&self, firm: usize) -> bool {
        self.from_intraday[firm]
    }

    /// Whether the file has a bar of the session that reports no trade.
    pub fn halted(&self, firm: usize, session: usize) -> bool {
        let Some(at) = session.checked_sub(self.first[firm]) else { return false };
        self.volume(firm).get(at) == Some(&0.0) && self.close(firm)[at].is_nan()
    }

    /// All closes, by the ranges of [`PricePanel::range`].
    pub(crate) fn closes(&self) -> &[f64] {
        &self.close
    }

    /// All ex-references, by the ranges of [`PricePanel::range`].
    pub(crate) fn ex_references(&self) -> &[f64] {
        &self.ex_reference
    }
}
