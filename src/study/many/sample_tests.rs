//! Which tests of a sample are run, and the windows and days they are run on.

use rayon::prelude::*;

use super::description::SampleDescription;
use super::headline::{Headline, buy_and_hold_headline, headline, headline_without_variance};
use super::windows::{WindowResult, tested};
use crate::abnormal::CrossSection;
use crate::inference::{
    SampleShape, SharedStatistic, TestContext, TestEntry, TestId, WeightedMean,
    sample_quantile_of_ranks, synthetic_control_of_donors,
};
use crate::returns::Window;
use crate::study::StudySpec;
use crate::study::measure::fit::Fit;

/// The tests of a sample or a group: those that were asked for and those of its headlines.
pub(crate) struct SampleTests<'a> {
    spec: &'a StudySpec,
    weights: Option<&'a [f64]>,
    pub(crate) headline: Headline,
}

impl<'a> SampleTests<'a> {
    /// The tests of a sample, whose headline is chosen from its description.
    pub(crate) fn new(
        spec: &'a StudySpec,
        section: &CrossSection,
        sample: &SampleDescription,
        weights: Option<&'a [f64]>,
    ) -> Self {
        let column = spec.car_windows.first().and_then(|window| section.column_of(*window));
        let cars = column.map_or(&[][..], |column| section.cars(column));
        let n = cars.iter().filter(|car| car.is_finite()).count();
        let headline = if section.is_fitted() {
            headline_without_variance(sample, n)
        } else {
            headline(sample, n, section.portfolio().is_some())
        };
        Self { spec, weights, headline }
    }

    /// The cross-section with what the tests of the CAR windows share.
    pub(crate) fn context_of_windows<'s>(&'s self, section: &'s CrossSection) -> TestContext<'s> {
        let windows = &self.spec.car_windows;
        TestContext::new(section, &self.spec.cross_section.tests)
            .with(SharedStatistic::Correlations, windows)
            .for_tests(windows, |test, _| self.is_wanted(test))
    }

    /// The cross-section with what the tests of the CAR windows and the single days share.
    pub(crate) fn context_of_windows_and_days<'s>(
        &'s self,
        section: &'s CrossSection,
    ) -> TestContext<'s> {
        let windows = section.windows();
        TestContext::new(section, &self.spec.cross_section.tests)
            .with(SharedStatistic::Correlations, windows)
            .for_tests(windows, |test, window| {
                self.suits_window(test, window) || (window.len() == 1 && self.suits_day(test))
            })
    }

    /// Every CAR window.
    pub(crate) fn windows(&self, context: &TestContext<'_>) -> Vec<WindowResult> {
        let result = |window: &Window| {
            let mut result = tested(context, *window, |test| self.is_wanted(test))?;
            if let Some(weights) = self.weights {
                result.weighted = WeightedMean::of(&context.sample(*window)?, weights);
            }
            Some(result)
        };
        self.spec.car_windows.par_iter().filter_map(result).collect()
    }

    /// Every day of the event window.
    pub(crate) fn days(&self, context: &TestContext<'_>) -> Vec<WindowResult> {
        let window = self.spec.window;
        let day = |t| tested(context, Window::new(t, t)?, |test| self.suits_day(test));
        (window.first()..=window.last()).into_par_iter().filter_map(day).collect()
    }

    fn suits_window(&self, test: &TestEntry, window: Window) -> bool {
        self.spec.car_windows.contains(&window) && self.is_wanted(test)
    }

    /// No headline is about a single day.
    fn suits_day(&self, test: &TestEntry) -> bool {
        !test.drawn && self.spec.cross_section.asks_for(test.id)
    }

    fn is_wanted(&self, test: &TestEntry) -> bool {
        self.spec.cross_section.asks_for(test.id)
            || self.headline.tests.contains(&test.id)
            || buy_and_hold_headline(2).tests.contains(&test.id)
    }
}

/// Adds the headline tests of a sample of one event, which are tests of that event: they were run
/// where it was estimated.
pub(crate) fn add_single_event_tests(
    windows: &mut [WindowResult],
    headline: &Headline,
    section: &CrossSection,
    fits: &[Fit],
) {
    let ([member], [fit]) = (section.members(), fits) else { return };
    let Some(window) = windows.first_mut() else { return };
    let Some(column) = section.column_of(window.window) else { return };
    for test in &headline.tests {
        let outcome = match *test {
            TestId::SampleQuantile => {
                let scar = section.car(0, column) / section.variance(0, column).sqrt();
                let (times, length) = (section.residual_times(0), window.window.len());
                sample_quantile_of_ranks(scar, fit.sample_quantile_p, times, length)
            }
            TestId::SyntheticControlPlacebo if member.degrees_of_freedom.is_nan() => {
                synthetic_control_of_donors(
                    fit.permutation_statistic,
                    fit.permutation_p,
                    fit.permutation_donors as usize,
                )
            }
            _ => continue,
        };
        let shape = SampleShape::of_one(window.window.len(), section.residuals(0));
        window.tests.push(shape.sized(outcome));
    }
}
