//! Prices: bars as they came, where they came from, and what is wrong with them.
//!
//! Bars are labelled by their **start**, stored in UTC, raw, with dividends and splits beside them;
//! adjusting happens when returns are computed. A missing bar is missing.

mod actions;
mod bars;
mod error;
#[cfg(feature = "fetch")]
mod factor_fetching;
mod factors;
#[cfg(feature = "fetch")]
mod fetching;
mod panel;
mod quality;
pub mod source;
pub mod store;
mod summed;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::calendar::TradingCalendar;
use crate::event::Ticker;

pub use actions::Adjustment;
pub(crate) use bars::values;
pub use bars::{DailyBars, IntradayBars};
pub use error::PriceError;
#[cfg(feature = "fetch")]
pub use factor_fetching::{KeptFactors, fetch_factors};
pub use factors::{FactorFiles, FactorUnit, Factors};
#[cfg(feature = "fetch")]
pub use fetching::{Fetching, Outcome, Wanted};
pub use panel::{CorporateAction, PricePanel};
pub use quality::{Check, Finding};
pub use source::{BarLabel, FileRequest, Options, PriceColumns, PriceFrame, SourceFile};
pub(crate) use summed::CLOSE_AGE;

/// All bars of a study by ticker, with their provenance and the findings of the quality checks.
///
/// ```
/// use eventstudy::prelude::*;
/// let calendar = TradingCalendar::new_york();
/// let prices = Prices::bundled_sample(&["META".parse()?], &calendar)?;
/// assert!(prices.simulated);
/// assert!(prices.daily.contains_key(&"META".parse()?));
/// # Ok::<(), eventstudy::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Prices {
    /// Daily bars by ticker.
    pub daily: BTreeMap<Ticker, DailyBars>,
    /// Intraday bars by ticker.
    pub intraday: BTreeMap<Ticker, IntradayBars>,
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

impl Prices {
    /// The simulated sample that is built into the program, for these tickers.
    ///
    /// # Errors
    /// [`PriceError`] only if the bundled files were damaged before the build.
    pub fn bundled_sample(
        tickers: &[Ticker],
        calendar: &TradingCalendar,
    ) -> Result<Self, PriceError> {
        source::sample::load(tickers, calendar)
    }

    /// Reads the bars of `tickers` from files and folders.
    ///
    /// # Errors
    /// A path that does not exist, a file that cannot be read or understood, naive time stamps, or
    /// a ticker that no file has.
    pub fn from_files(
        request: &FileRequest,
        tickers: &[Ticker],
        calendar: &TradingCalendar,
    ) -> Result<Self, PriceError> {
        source::files::load(request, tickers, calendar)
    }

    /// Takes the bars of `tickers` out of frames, daily and intraday; where two frames have the same
    /// bars, the first is used. Columns as in files.
    ///
    /// ```
    /// use eventstudy::prelude::*;
    /// use eventstudy::prices::PriceFrame;
    /// use polars::prelude::*;
    /// let table = df!("date" => ["2025-12-09", "2025-12-10"], "close" => [650.0, 643.5]).unwrap();
    /// let meta: Ticker = "META".parse()?;
    /// let frame = PriceFrame { ticker: Some(meta.clone()), ..PriceFrame::new("meta", table) };
    /// let calendar = TradingCalendar::new_york();
    /// let prices = Prices::from_frames(&[frame], &Options::default(), &[meta.clone()], &calendar)?;
    /// assert_eq!(prices.daily[&meta].frame.height(), 2);
    /// # Ok::<(), eventstudy::Error>(())
    /// ```
    ///
    /// # Errors
    /// A frame without a column that is needed or with one of the wrong type, naive time stamps, or
    /// tickers that no frame has.
    pub fn from_frames(
        frames: &[PriceFrame],
        options: &Options,
        tickers: &[Ticker],
        calendar: &TradingCalendar,
    ) -> Result<Self, PriceError> {
        source::frames::load(frames, options, tickers, calendar)
    }

    /// Refuses prices that have none of these tickers.
    ///
    /// # Errors
    /// [`PriceError::UnknownTicker`] with the tickers there are.
    pub fn require_any(&self, tickers: &[Ticker]) -> Result<(), PriceError> {
        let Some(first) = tickers.first().filter(|_| !tickers.iter().any(|t| self.has(t))) else {
            return Ok(());
        };
        let (considered, available) = match self.simulated {
            true => (
                "without --data only the simulated sample is there".into(),
                ["META", "BABA", "SPY"].map(str::to_owned).to_vec(),
            ),
            false => (
                format!("{} files were looked at", self.files.len()),
                self.daily.keys().map(ToString::to_string).collect(),
            ),
        };
        Err(PriceError::UnknownTicker { ticker: first.to_string(), considered, available })
    }

    /// Whether any bar of this ticker was found.
    pub fn has(&self, ticker: &Ticker) -> bool {
        self.daily.contains_key(ticker) || self.intraday.contains_key(ticker)
    }
}

/// The length of a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(into = "String")]
pub struct Interval {
    seconds: i64,
}

impl Interval {
    /// An interval of so many seconds; `None` unless it divides a trading hour.
    pub fn from_seconds(seconds: i64) -> Option<Self> {
        (seconds > 0 && 3600 % seconds == 0).then_some(Self { seconds })
    }

    /// Its length in seconds.
    pub const fn seconds(self) -> i64 {
        self.seconds
    }

    /// Its length in minutes.
    pub fn minutes(self) -> f64 {
        self.seconds as f64 / 60.0
    }
}

impl std::fmt::Display for Interval {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.seconds {
            s if s % 60 == 0 => write!(f, "{}-minute", s / 60),
            s => write!(f, "{s}-second"),
        }
    }
}

impl From<Interval> for String {
    fn from(value: Interval) -> Self {
        value.to_string()
    }
}
