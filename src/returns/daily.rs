//! The daily prices and returns of one firm of a panel.

use chrono::NaiveDate;

use super::{ReturnKind, ReturnPanel, SessionSeries};
use crate::calendar::TradingCalendar;
use crate::event::Ticker;

/// One firm of a panel, with the parts of its day.
///
/// # Units
/// Decimal fractions; sessions are calendar indices; NaN where a price is missing.
#[derive(Clone, Copy, Debug)]
pub struct DailyReturns<'a> {
    panel: &'a ReturnPanel<'a>,
    firm: usize,
}

impl<'a> DailyReturns<'a> {
    /// The firm of this number.
    ///
    /// # Panics
    /// This and the methods below: if the panel has no firm of this number.
    pub fn new(panel: &'a ReturnPanel<'a>, firm: usize) -> Self {
        Self { panel, firm }
    }

    /// The ticker.
    pub fn ticker(&self) -> &'a Ticker {
        &self.panel.prices().tickers()[self.firm]
    }

    /// The total log return of a session.
    pub fn log(&self, session: usize) -> f64 {
        ReturnKind::Log.between(self.ex_reference(session), self.close(session))
    }

    /// The log return from the previous close (ex-reference) to the open.
    pub fn overnight(&self, session: usize) -> f64 {
        ReturnKind::Log.between(self.ex_reference(session), self.open(session))
    }

    /// The log return from open to close.
    pub fn intraday(&self, session: usize) -> f64 {
        ReturnKind::Log.between(self.open(session), self.close(session))
    }

    /// The close of a session.
    pub fn close(&self, session: usize) -> f64 {
        self.panel.close(self.firm).at(session)
    }

    /// The open of a session.
    pub fn open(&self, session: usize) -> f64 {
        let values = self.panel.prices().open(self.firm);
        SessionSeries { first: self.panel.prices().first(self.firm), values }.at(session)
    }

    /// The ex-reference of a session, see [`PricePanel`](crate::prices::PricePanel::ex_reference).
    pub fn ex_reference(&self, session: usize) -> f64 {
        self.panel.ex_reference(self.firm).at(session)
    }

    /// Whether a dividend or split is effective on this session.
    pub fn is_ex_date(&self, session: usize) -> bool {
        self.panel.prices().actions(self.firm).iter().any(|action| action.session == session)
    }

    /// Whether the session lies between the first and the last bar.
    pub fn covers(&self, session: usize) -> bool {
        let series = self.panel.series(self.firm);
        (series.first..series.end()).contains(&session)
    }

    /// First and last date with a bar.
    pub fn range(&self, calendar: &TradingCalendar) -> (NaiveDate, NaiveDate) {
        let (days, series) = (calendar.days(), self.panel.series(self.firm));
        (days[series.first].date, days[series.end() - 1].date)
    }
}
