//! A cross-section that is tested, with what its tests share.

use super::correlation::mean_correlations;
use super::every_bar::EveryBar;
use super::generalised_ranks::GeneralisedRanks;
use super::mean_residuals::ResidualSums;
use super::options::TestOptions;
use super::rank_sums::RankSums;
use super::shared::{Shared, SharedStatistic, positive_shares};
use super::window_sample::WindowSample;
use crate::abnormal::CrossSection;
use crate::returns::Window;

/// A cross-section, the choices of its tests, and what was computed for them in advance.
///
/// A statistic that was not computed in advance is computed by each test that needs it.
pub struct TestContext<'a> {
    /// The abnormal returns.
    pub section: &'a CrossSection,
    /// The choices.
    pub options: &'a TestOptions,
    shared: Shared,
}

impl<'a> TestContext<'a> {
    /// A cross-section with these choices, and nothing computed in advance.
    pub fn new(section: &'a CrossSection, options: &'a TestOptions) -> Self {
        Self { section, options, shared: Shared::default() }
    }

    /// Computes a statistic that tests share, for these windows where windows have one each.
    #[must_use]
    pub fn with(mut self, statistic: SharedStatistic, windows: &[Window]) -> Self {
        let Self { section, options, ref mut shared } = self;
        let none = Shared::default();
        let missing = |window: &&Window| match statistic {
            SharedStatistic::Correlations => shared.correlation(**window).is_none(),
            SharedStatistic::GeneralisedRanks => shared.generalised_ranks(**window).is_none(),
            SharedStatistic::GeneralisedRanksOfEveryBar => {
                shared.generalised_ranks_of_every_bar(**window).is_none()
            }
            _ => false,
        };
        let samples: Vec<WindowSample<'_>> = windows
            .iter()
            .filter(missing)
            .filter_map(|window| WindowSample::new(section, options, &none, *window))
            .collect();
        let windows = samples.iter().map(|sample| sample.window);
        match statistic {
            SharedStatistic::Correlations => {
                let events: Vec<_> = samples.iter().map(WindowSample::correlated).collect();
                let found = mean_correlations(section, options, &events);
                shared.correlations.extend(windows.zip(found));
            }
            SharedStatistic::RankSums => {
                shared.rank_sums.get_or_insert_with(|| RankSums::new(section));
            }
            SharedStatistic::GeneralisedRanks => {
                let sums = shared.rank_sums.get_or_insert_with(|| RankSums::new(section));
                let cars: Vec<_> = samples.iter().map(WindowSample::standardised).collect();
                let found = GeneralisedRanks::of_windows(section, sums, &cars);
                shared.generalised_ranks.extend(windows.zip(found));
            }
            SharedStatistic::EveryBar => {
                shared.every_bar.get_or_insert_with(|| EveryBar::new(section));
            }
            SharedStatistic::GeneralisedRanksOfEveryBar => {
                let every_bar = shared.every_bar.get_or_insert_with(|| EveryBar::new(section));
                let cars: Vec<_> = samples.iter().map(WindowSample::standardised).collect();
                let found = GeneralisedRanks::of_every_bar(every_bar.as_ref(), &cars);
                shared.generalised_ranks_of_every_bar.extend(windows.zip(found));
            }
            SharedStatistic::PositiveShares => {
                shared.positive_shares.get_or_insert_with(|| positive_shares(section));
            }
            SharedStatistic::MeanResiduals => {
                shared.mean_residuals.get_or_insert_with(|| ResidualSums::new(section));
            }
        }
        self
    }

    /// The sample of a window; `None` unless the window is one of the cross-section's.
    pub fn sample(&'a self, window: Window) -> Option<WindowSample<'a>> {
        WindowSample::new(self.section, self.options, &self.shared, window)
    }
}
