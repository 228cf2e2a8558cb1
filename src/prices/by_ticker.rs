//! The bars of a study by ticker.

use std::collections::BTreeMap;

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
        let Some(first) = tickers.first().filter(|_| !tickers.iter().any(|t| self.has(t))) else {
            return Ok(());
        };
        let (considered, available) = match self.simulated {
            true => (
                "only the simulated sample is there".into(),
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
