//! Returns of many firms in columns.

use std::collections::BTreeMap;

use super::{DailyReturns, ReturnKind, SessionSeries};
use crate::event::Ticker;

/// Returns of many firms, each on consecutive sessions of the calendar.
#[derive(Clone, Debug, Default)]
pub struct ReturnPanel {
    tickers: Vec<Ticker>,
    first: Vec<usize>,
    ends: Vec<usize>,
    returns: Vec<f64>,
}

impl ReturnPanel {
    /// The panel of the daily returns of several tickers.
    pub fn of_daily(daily: &BTreeMap<Ticker, DailyReturns>, kind: ReturnKind) -> Self {
        let mut panel = Self::default();
        for (ticker, returns) in daily {
            let series = returns.series(kind);
            panel.tickers.push(ticker.clone());
            panel.first.push(series.first);
            panel.returns.extend_from_slice(series.values);
            panel.ends.push(panel.returns.len());
        }
        panel
    }

    /// The tickers, sorted.
    pub fn tickers(&self) -> &[Ticker] {
        &self.tickers
    }

    /// The number of a ticker's firm.
    pub fn firm(&self, ticker: &Ticker) -> Option<usize> {
        self.tickers.binary_search(ticker).ok()
    }

    /// The returns of a firm.
    pub fn series(&self, firm: usize) -> SessionSeries<'_> {
        let start = if firm == 0 { 0 } else { self.ends[firm - 1] };
        SessionSeries { first: self.first[firm], values: &self.returns[start..self.ends[firm]] }
    }
}
