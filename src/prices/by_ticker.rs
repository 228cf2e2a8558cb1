//! The bars of a study by ticker.

use std::collections::{BTreeMap, BTreeSet};

use super::{DailyBars, Factors, Finding, IntradayBars, PriceError, SourceFile};
use crate::event::Ticker;

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
    /// Refuses prices that have none of these tickers.
    ///
    /// # Errors
    /// [`PriceError::UnknownTicker`] with the tickers there are.
    pub fn require_any(&self, tickers: &[Ticker]) -> Result<(), PriceError> {
        if self.simulated {
            let sample = ["META", "BABA", "SPY"].map(str::to_owned).to_vec();
            return self.require_among(tickers, "only the simulated sample is there", sample);
        }
        self.require_among(
            tickers,
            self.files_looked_at(),
            self.daily.keys().map(ToString::to_string).collect(),
        )
    }

    /// How many files were considered, in words; a file with many tickers is one file.
    pub(super) fn files_looked_at(&self) -> String {
        match self.files.iter().map(|f| f.path.as_str()).collect::<BTreeSet<_>>().len() {
            1 => "1 file was looked at".to_owned(),
            several => format!("{several} files were looked at"),
        }
    }

    /// Refuses prices that have none of these tickers, with what was looked at and found instead.
    pub(super) fn require_among(
        &self,
        tickers: &[Ticker],
        considered: impl Into<String>,
        available: Vec<String>,
    ) -> Result<(), PriceError> {
        let Some(first) = tickers.first().filter(|_| !tickers.iter().any(|t| self.has(t))) else {
            return Ok(());
        };
        let (ticker, considered) = (first.to_string(), considered.into());
        Err(PriceError::UnknownTicker { ticker, considered, available })
    }

    /// Whether any bar of this ticker was found.
    pub fn has(&self, ticker: &Ticker) -> bool {
        self.daily.contains_key(ticker) || self.intraday.contains_key(ticker)
    }
}
