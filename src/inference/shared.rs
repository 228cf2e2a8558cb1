//! What several tests of a cross-section share.

use std::sync::OnceLock;

use super::chunks::in_chunks;
use super::correlation::MeanCorrelation;
use super::every_bar::EveryBar;
use super::generalised_ranks::GeneralisedRanks;
use super::mean_residuals::ResidualSums;
use super::moments::skewness;
use super::rank_sums::RankSums;
use crate::abnormal::CrossSection;
use crate::returns::Window;

/// A statistic that several tests or windows have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SharedStatistic {
    /// The average correlation between the events of each window.
    Correlations,
    /// Sums of ranks over events, bar by bar.
    RankSums,
    /// Generalised ranks of each window.
    GeneralisedRanks,
    /// Abnormal returns brought to unit spread over events on every bar, and their ranks.
    EveryBar,
    /// Generalised ranks of each window, of values with unit spread on every bar.
    GeneralisedRanksOfEveryBar,
    /// The share of positive residuals of each event.
    PositiveShares,
    /// Mean residuals of all events by event time.
    MeanResiduals,
}

impl SharedStatistic {
    /// Every one, in the order in which they are computed.
    pub(super) const ALL: [Self; 7] = [
        Self::Correlations,
        Self::RankSums,
        Self::GeneralisedRanks,
        Self::EveryBar,
        Self::GeneralisedRanksOfEveryBar,
        Self::PositiveShares,
        Self::MeanResiduals,
    ];
}

/// Statistics that were computed before the tests that read them.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub(super) rank_sums: Option<RankSums>,
    pub(super) positive_shares: Option<Vec<f64>>,
    /// The mean skewness of the residuals of an event, once asked for.
    pub(super) residual_skewness: OnceLock<f64>,
    pub(super) mean_residuals: Option<ResidualSums>,
    pub(super) correlations: ByWindow<MeanCorrelation>,
    pub(super) generalised_ranks: ByWindow<GeneralisedRanks>,
    pub(super) every_bar: Option<Result<EveryBar, String>>,
    pub(super) generalised_ranks_of_every_bar: ByWindow<GeneralisedRanks>,
}

/// A statistic of each window, or why the window has none.
type ByWindow<T> = Vec<(Window, Result<T, String>)>;

impl Shared {
    /// The average correlation of a window for which it was computed.
    pub(super) fn correlation(&self, window: Window) -> Option<&Result<MeanCorrelation, String>> {
        found(&self.correlations, window)
    }

    /// The generalised ranks of a window for which they were computed.
    pub(super) fn generalised_ranks(
        &self,
        window: Window,
    ) -> Option<&Result<GeneralisedRanks, String>> {
        found(&self.generalised_ranks, window)
    }

    /// The generalised ranks of a window, of values with unit spread on every bar.
    pub(super) fn generalised_ranks_of_every_bar(
        &self,
        window: Window,
    ) -> Option<&Result<GeneralisedRanks, String>> {
        found(&self.generalised_ranks_of_every_bar, window)
    }
}

fn found<T>(statistics: &ByWindow<T>, window: Window) -> Option<&Result<T, String>> {
    statistics.iter().find(|(of, _)| *of == window).map(|(_, statistic)| statistic)
}

/// The share of positive residuals of each event; NaN without residuals.
pub(super) fn positive_shares(section: &CrossSection) -> Vec<f64> {
    let share = |i: usize| {
        let residuals = section.residuals(i);
        let positive = residuals.iter().filter(|e| **e > 0.0).count();
        positive as f64 / residuals.len() as f64
    };
    in_chunks(section.len(), |events| events.map(share).collect::<Vec<_>>()).concat()
}

/// The mean skewness of the residuals of an event, over the events that have one; 0 without any.
pub(super) fn residual_skewness(section: &CrossSection) -> f64 {
    let parts = in_chunks(section.len(), |events| {
        let skewness = events.filter_map(|i| skewness(section.residuals(i)));
        skewness.fold((0.0, 0_u32), |(sum, n), g| (sum + g, n + 1))
    });
    let (sum, n) = parts.into_iter().fold((0.0, 0), |all, part| (all.0 + part.0, all.1 + part.1));
    if n == 0 { 0.0 } else { sum / f64::from(n) }
}
