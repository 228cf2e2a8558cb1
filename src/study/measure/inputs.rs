//! What a study of many events is computed from.

use std::borrow::Cow;

use crate::abnormal::MarketColumn;
use crate::calendar::TradingCalendar;
use crate::event::{Announcements, Ticker};
use crate::models::ExpectedReturnModel;
use crate::returns::{EventRegressors, Regressor, ReturnKind, ReturnPanel, SharedRegressors};
use crate::study::{Provenance, StudyError, StudySpec};

/// What a study of many events is computed from.
pub(crate) struct StudyInputs<'a> {
    /// The events.
    pub(crate) announcements: &'a Announcements,
    /// The returns of all firms, the benchmark's members among them.
    pub(crate) panel: &'a ReturnPanel<'a>,
    /// Factor returns.
    pub(crate) regressors: SharedRegressors,
    /// The members of the benchmark as firms of the panel; empty where the panel lacks one.
    members: Vec<usize>,
    /// The benchmark's returns from the first session of the calendar.
    market: Option<MarketColumn>,
    /// The peers and the donors as firms of the panel; empty where the panel lacks one, so that a
    /// group never changes its composition unseen.
    pub(crate) peers: Vec<usize>,
    pub(crate) donors: Vec<usize>,
    /// Peers and donors that the panel lacks.
    absent: [Vec<Ticker>; 2],
    kind: ReturnKind,
    sessions: usize,
}

impl<'a> StudyInputs<'a> {
    /// Finds benchmark, peers and donors in the panel.
    pub(crate) fn new(
        announcements: &'a Announcements,
        panel: &'a ReturnPanel<'a>,
        spec: &StudySpec,
        calendar: &TradingCalendar,
    ) -> Self {
        let firms = |tickers: &[Ticker]| -> Vec<usize> {
            tickers.iter().filter_map(|ticker| panel.firm(ticker)).collect()
        };
        let all = |tickers: &[Ticker]| -> Vec<usize> {
            let found = firms(tickers);
            if found.len() == tickers.len() { found } else { Vec::new() }
        };
        let absent = |tickers: &[Ticker]| -> Vec<Ticker> {
            tickers.iter().filter(|ticker| panel.firm(ticker).is_none()).cloned().collect()
        };
        let mut inputs = Self {
            announcements,
            panel,
            regressors: SharedRegressors::of(panel.prices().factors.as_ref(), calendar),
            members: all(&spec.benchmark.members),
            market: None,
            peers: all(&spec.peers),
            donors: all(&spec.donors),
            absent: [absent(&spec.peers), absent(&spec.donors)],
            kind: spec.returns,
            sessions: calendar.days().len(),
        };
        inputs.market = inputs.basket(None);
        inputs
    }

    /// Where the numbers come from.
    pub(crate) fn provenance(&self, calendar: &TradingCalendar) -> Provenance {
        let units = "returns are decimal fractions; times are UTC";
        Provenance::new(self.announcements, self.panel.prices(), calendar, units)
    }

    /// The benchmark for a firm, which never belongs to its own benchmark; `None` without one.
    pub(crate) fn market_of(&self, firm: usize) -> Option<Cow<'_, MarketColumn>> {
        if self.members.contains(&firm) {
            return self.basket(Some(firm)).map(Cow::Owned);
        }
        self.market.as_ref().map(Cow::Borrowed)
    }

    /// Whether there is a benchmark for a firm.
    pub(crate) fn has_market(&self, ticker: &Ticker) -> bool {
        match self.panel.firm(ticker) {
            Some(firm) => self.market_of(firm).is_some(),
            None => self.market.is_some(),
        }
    }

    /// Refuses a model that compares with peers or donors of which the panel lacks some.
    ///
    /// # Errors
    /// [`StudyError::NoBars`] with their tickers.
    pub(crate) fn has_compared(&self, model: &dyn ExpectedReturnModel) -> Result<(), StudyError> {
        let asked = model.factors();
        let uses = [
            asked.contains(&Regressor::Peers) || model.with_prior(&[]).is_some(),
            asked.contains(&Regressor::Donors),
        ];
        for ((what, absent), uses) in ["peers", "donors"].into_iter().zip(&self.absent).zip(uses) {
            if uses && !absent.is_empty() {
                let tickers = absent.iter().map(Ticker::to_string).collect();
                return Err(StudyError::NoBars { what, tickers });
            }
        }
        Ok(())
    }

    /// The benchmark with all its members; `None` without one.
    pub(crate) fn whole_market(&self) -> Option<&[f64]> {
        self.market.as_ref().map(MarketColumn::values)
    }

    /// The members of the benchmark as firms of the panel, without this one.
    pub(crate) fn members_without(&self, firm: Option<usize>) -> Vec<usize> {
        self.members.iter().copied().filter(|m| Some(*m) != firm).collect()
    }

    /// A column of the factor file on the sessions of the calendar.
    pub(crate) fn factor(&self, name: &str) -> Option<Vec<f64>> {
        let regressors = EventRegressors {
            shared: &self.regressors,
            market: None,
            peers: None,
            donors: &[],
            bars_covered: None,
        };
        regressors.columns(&Regressor::Factor(name.to_owned()))?.pop()
    }

    /// The equal-weighted peers without the firm itself and the firms left out; `None` without any.
    pub(crate) fn peers_of(&self, firm: usize, left_out: &[usize]) -> Option<Vec<f64>> {
        self.mean_of(&without(&self.peers, firm, left_out))
    }

    /// The donors without the firm itself and the firms left out, from the first session of the
    /// calendar.
    pub(crate) fn donors_of(&self, firm: usize, left_out: &[usize]) -> Vec<Vec<f64>> {
        let column = |donor: usize| {
            let series = self.panel.series(donor);
            (0..self.sessions).map(|s| series.at(s)).collect()
        };
        without(&self.donors, firm, left_out).into_iter().map(column).collect()
    }

    /// Tickers of the donors of a firm.
    pub(crate) fn tickers_of_donors(&self, firm: usize, left_out: &[usize]) -> Vec<&Ticker> {
        let ticker = |donor| &self.panel.prices().tickers()[donor];
        without(&self.donors, firm, left_out).into_iter().map(ticker).collect()
    }

    /// The mean of the members' simple returns; a bar is missing if any member lacks it.
    fn basket(&self, without: Option<usize>) -> Option<MarketColumn> {
        self.mean_of(&self.members_without(without)).map(MarketColumn::new)
    }

    /// The returns of the equal-weighted basket of these firms; `None` without any.
    fn mean_of(&self, firms: &[usize]) -> Option<Vec<f64>> {
        let members: Vec<_> = firms.iter().map(|m| self.panel.series(*m)).collect();
        let mean = |s| self.kind.equal_weighted(members.iter().map(|member| member.at(s)));
        (!members.is_empty()).then(|| (0..self.sessions).map(mean).collect())
    }
}

fn without(firms: &[usize], firm: usize, left_out: &[usize]) -> Vec<usize> {
    firms.iter().copied().filter(|f| *f != firm && !left_out.contains(f)).collect()
}
