//! What a study of many events is computed from.

use std::borrow::Cow;

use crate::abnormal::MarketColumn;
use crate::calendar::TradingCalendar;
use crate::event::{Announcements, Ticker};
use crate::prices::SourceFile;
use crate::returns::{ReturnKind, ReturnPanel, SharedRegressors};
use crate::study::{Provenance, StudySpec};

/// What a study of many events is computed from.
pub(super) struct StudyInputs<'a> {
    /// The events.
    pub(super) announcements: &'a Announcements,
    /// The returns of all firms, the benchmark's members among them.
    pub(super) panel: &'a ReturnPanel,
    /// Factor returns.
    pub(super) regressors: SharedRegressors,
    /// The members of the benchmark as firms of the panel; empty where the panel lacks one.
    members: Vec<usize>,
    /// The benchmark's returns from the first session of the calendar.
    market: Option<MarketColumn>,
    peers: Vec<usize>,
    donors: Vec<usize>,
    kind: ReturnKind,
    sessions: usize,
}

impl<'a> StudyInputs<'a> {
    /// Finds benchmark, peers and donors in the panel.
    pub(super) fn new(
        announcements: &'a Announcements,
        panel: &'a ReturnPanel,
        spec: &StudySpec,
        calendar: &TradingCalendar,
    ) -> Self {
        let firms = |tickers: &[Ticker]| -> Vec<usize> {
            tickers.iter().filter_map(|ticker| panel.firm(ticker)).collect()
        };
        let members = firms(&spec.benchmark.members);
        let complete = members.len() == spec.benchmark.members.len();
        let mut inputs = Self {
            announcements,
            panel,
            regressors: SharedRegressors::of(panel.prices().factors.as_ref(), calendar),
            members: if complete { members } else { Vec::new() },
            market: None,
            peers: firms(&spec.peers),
            donors: firms(&spec.donors),
            kind: spec.returns,
            sessions: calendar.days().len(),
        };
        inputs.market = inputs.basket(None);
        inputs
    }

    /// Where the numbers come from.
    pub(super) fn provenance(&self, calendar: &TradingCalendar) -> Provenance {
        let prices = self.panel.prices();
        let events = self.announcements.source.as_ref().map(|source| SourceFile {
            path: source.path.display().to_string(),
            used_for: "events".into(),
            rows: Some(source.rows),
            sha256: Some(source.sha256.clone()),
        });
        let mut quality = prices.findings.clone();
        quality.sort_by(|a, b| a.ticker.cmp(&b.ticker));
        Provenance {
            program: format!("eventstudy {}", env!("CARGO_PKG_VERSION")),
            simulated: prices.simulated,
            data: prices.description.clone(),
            files: events.into_iter().chain(prices.files.iter().cloned()).collect(),
            quality,
            calendar: calendar.id().to_owned(),
            units: "returns are decimal fractions; times are UTC",
        }
    }

    /// The benchmark for a firm, which never belongs to its own benchmark; `None` without one.
    pub(super) fn market_of(&self, firm: usize) -> Option<Cow<'_, MarketColumn>> {
        if self.members.contains(&firm) {
            return self.basket(Some(firm)).map(Cow::Owned);
        }
        self.market.as_ref().map(Cow::Borrowed)
    }

    /// Whether there is a benchmark for a firm.
    pub(super) fn has_market(&self, ticker: &Ticker) -> bool {
        match self.panel.firm(ticker) {
            Some(firm) => self.market_of(firm).is_some(),
            None => self.market.is_some(),
        }
    }

    /// The equal-weighted peers without the firm itself; `None` without any.
    pub(super) fn peers_of(&self, firm: usize) -> Option<Vec<f64>> {
        let peers: Vec<usize> = self.peers.iter().copied().filter(|p| *p != firm).collect();
        self.mean_of(&peers)
    }

    /// The donors without the firm itself, from the first session of the calendar.
    pub(super) fn donors_of(&self, firm: usize) -> Vec<Vec<f64>> {
        let column = |donor: &usize| {
            let series = self.panel.series(*donor);
            (0..self.sessions).map(|s| series.at(s)).collect()
        };
        self.donors.iter().filter(|d| **d != firm).map(column).collect()
    }

    /// The mean of the members' simple returns; a bar is missing if any member lacks it.
    fn basket(&self, without: Option<usize>) -> Option<MarketColumn> {
        let members: Vec<usize> =
            self.members.iter().copied().filter(|m| Some(*m) != without).collect();
        self.mean_of(&members).map(MarketColumn::new)
    }

    fn mean_of(&self, firms: &[usize]) -> Option<Vec<f64>> {
        let members: Vec<_> = firms.iter().map(|m| self.panel.series(*m)).collect();
        let n = members.len() as f64;
        match members.as_slice() {
            [] => None,
            [one] => Some((0..self.sessions).map(|s| one.at(s)).collect()),
            many => Some(
                (0..self.sessions)
                    .map(|s| match self.kind {
                        ReturnKind::Simple => many.iter().map(|m| m.at(s)).sum::<f64>() / n,
                        ReturnKind::Log => {
                            (many.iter().map(|m| m.at(s).exp_m1()).sum::<f64>() / n).ln_1p()
                        }
                    })
                    .collect(),
            ),
        }
    }
}
