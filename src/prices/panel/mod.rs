//! Prices of many tickers as columns on the sessions of the calendar.

mod assemble;
mod convert;
mod ex_reference;

use std::ops::Range;

use super::source;
use super::{
    Adjustment, Factors, FileRequest, Finding, Options, PriceError, PriceFrame, Prices, SourceFile,
};
use crate::calendar::TradingCalendar;
use crate::event::Ticker;

/// Daily prices of many tickers: for each the sessions from its first to its last bar, all under
/// one another in contiguous columns.
///
/// This is the one form of prices that a study of many events works on. It is made from long
/// Parquet tables without a step through rows, or from the bars of any other source; the rules of
/// adjustment and the checks that decide which prices are used are those of [`Prices`].
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
    tickers: Vec<Ticker>,
    /// For each ticker the calendar index of its first session.
    first: Vec<usize>,
    /// For each ticker where its stretch of the columns begins; one more for the end.
    offsets: Vec<usize>,
    /// Empty for prices from long tables, of which only closes are read.
    open: Vec<f64>,
    close: Vec<f64>,
    ex_reference: Vec<f64>,
    volume: Vec<f64>,
    actions: Vec<CorporateAction>,
    /// For each ticker where its actions begin; one more for the end.
    action_offsets: Vec<usize>,
    from_intraday: Vec<bool>,
    /// What the prices of a long table are adjusted for.
    adjustment: Option<Adjustment>,
    /// How a long table was given, in words.
    given: String,
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
    /// Reads the daily bars of `wanted` tickers, or of all that the files have.
    ///
    /// Parquet files with a ticker column are decoded straight into the columns; everything else
    /// takes the way through [`Prices::from_files`].
    ///
    /// # Errors
    /// A path that does not exist, a file that cannot be read or understood, naive time stamps, or
    /// no usable bar at all. A wanted ticker that no file has is no error: it is not in the panel.
    pub fn from_files(
        request: &FileRequest,
        wanted: Option<&[Ticker]>,
        calendar: &TradingCalendar,
    ) -> Result<Self, PriceError> {
        source::panel::load(request, wanted, calendar)
    }

    /// The daily bars of prices that were read already.
    ///
    /// # Errors
    /// [`PriceError::Frame`] only for a defect of this program.
    pub fn from_prices(prices: Prices, calendar: &TradingCalendar) -> Result<Self, PriceError> {
        convert::from_prices(prices, calendar)
    }

    /// Takes the daily bars of `wanted` tickers, or of all that the frames have, out of frames.
    ///
    /// Columns as in files; frames with a ticker column go straight into the columns of the panel.
    ///
    /// ```
    /// use eventstudy::calendar::TradingCalendar;
    /// use eventstudy::prices::{Options, PriceFrame, PricePanel};
    /// use polars::prelude::*;
    /// let table = df!(
    ///     "date" => ["2025-12-09", "2025-12-10"],
    ///     "ticker" => ["META", "META"],
    ///     "close" => [650.0, 643.5]
    /// );
    /// let frames = [PriceFrame::new("prices", table.unwrap())];
    /// let calendar = TradingCalendar::new_york();
    /// let panel = PricePanel::from_frames(&frames, &Options::default(), None, &calendar)?;
    /// assert_eq!(panel.close(0), [650.0, 643.5]);
    /// # Ok::<(), eventstudy::Error>(())
    /// ```
    ///
    /// # Errors
    /// A frame without a column that is needed or with one of the wrong type, naive time stamps, or
    /// no usable bar at all.
    pub fn from_frames(
        frames: &[PriceFrame],
        options: &Options,
        wanted: Option<&[Ticker]>,
        calendar: &TradingCalendar,
    ) -> Result<Self, PriceError> {
        source::frames::panel(frames, options, wanted, calendar)
    }

    pub(super) fn from_long(
        rows: source::long::LongRows,
        given: &str,
        calendar: &TradingCalendar,
    ) -> Self {
        assemble::from_long(rows, given, calendar)
    }

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

    /// The number of a ticker; `None` where the data has not got it.
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

    /// What the data is, in the line of [`PricePanel::description`], if this panel is a part of one of
    /// so many tickers.
    pub(crate) fn described_as_part_of(&self, tickers: usize) -> String {
        let own = assemble::described(self.len(), self.adjustment, &self.given);
        if self.description == own {
            return assemble::described(tickers, self.adjustment, &self.given);
        }
        self.description.clone()
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
