//! What a study of many events is computed from.

use std::borrow::Cow;

use crate::abnormal::MarketColumn;
use crate::event::{Announcements, Ticker};
use crate::returns::{ReturnKind, ReturnPanel, SharedRegressors};
use crate::study::{Provenance, StudySpec};

/// What a study of many events is computed from.
pub struct StudyInputs<'a> {
    /// The events.
    pub announcements: &'a Announcements,
    /// The returns of all firms, the benchmark's members among them.
    pub panel: &'a ReturnPanel,
    /// Factor returns and what else all firms share.
    pub regressors: &'a SharedRegressors,
    /// Where the prices come from.
    pub provenance: Provenance,
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
    /// Puts the inputs together; `sessions` is the length of the calendar.
    pub fn new(
        announcements: &'a Announcements,
        panel: &'a ReturnPanel,
        regressors: &'a SharedRegressors,
        provenance: Provenance,
        (spec, sessions): (&StudySpec, usize),
    ) -> Self {
        let firms = |tickers: &[Ticker]| -> Vec<usize> {
            tickers.iter().filter_map(|ticker| panel.firm(ticker)).collect()
        };
        let members = firms(&spec.benchmark.members);
        let complete = members.len() == spec.benchmark.members.len() && !members.is_empty();
        let mut inputs = Self {
            announcements,
            panel,
            regressors,
            provenance,
            members: if complete { members } else { Vec::new() },
            market: None,
            peers: firms(&spec.peers),
            donors: firms(&spec.donors),
            kind: spec.returns,
            sessions,
        };
        inputs.market = inputs.basket(None);
        inputs
    }

    /// The benchmark for a firm, which never belongs to its own benchmark; `None` without one.
    pub fn market_of(&self, firm: usize) -> Option<Cow<'_, MarketColumn>> {
        if self.members.contains(&firm) {
            return self.basket(Some(firm)).map(Cow::Owned);
        }
        self.market.as_ref().map(Cow::Borrowed)
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
