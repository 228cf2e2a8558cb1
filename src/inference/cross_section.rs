//! What the tests of many events see.

use super::correlation::Correlations;
use super::{Outcome, TESTS};
use crate::abnormal::CrossSection;
use crate::returns::Window;

/// The choices of the tests of a cross-section.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct TestOptions {
    /// The seed of everything that is drawn.
    pub seed: u64,
    /// The number of draws B, where the configurations are too many to go through them all.
    pub resamples: usize,
    /// Pairs of events with fewer common estimation bars have no correlation of their own.
    pub minimum_common_bars: usize,
}

impl Default for TestOptions {
    fn default() -> Self {
        Self { seed: 20_251_210, resamples: 4_999, minimum_common_bars: 30 }
    }
}

/// A cross-section with what several tests compute from it.
pub struct TestContext<'a> {
    /// The abnormal returns.
    pub section: &'a CrossSection,
    /// The choices.
    pub options: &'a TestOptions,
    pub(super) correlations: Correlations,
}

/// A window of a cross-section: the events that have a CAR over it, and their figures.
///
/// # Shape
/// All columns have one value for each of `events`.
pub struct WindowSample<'a> {
    /// The cross-section behind it.
    pub context: &'a TestContext<'a>,
    /// The window; a single bar for a daily test.
    pub window: Window,
    /// Rows of the cross-section.
    pub events: Vec<usize>,
    /// `CAR_i`.
    pub car: Vec<f64>,
    /// `Var(CAR_i)`.
    pub variance: Vec<f64>,
    /// `SCAR_i = CAR_i / sqrt(Var(CAR_i))`, with the forecast error of the model.
    pub scar: Vec<f64>,
}

impl<'a> TestContext<'a> {
    /// A cross-section with these choices.
    pub fn new(section: &'a CrossSection, options: &'a TestOptions) -> Self {
        Self { section, options, correlations: Correlations::default() }
    }

    /// Computes what the windows share, the correlations of the residuals, so that they can then
    /// be tested in parallel.
    pub fn prepare(&self) {
        self.correlations.prepare(self.section, self.options);
    }

    /// The sample of a window; `None` unless the window is one of the cross-section's.
    pub fn sample(&'a self, window: Window) -> Option<WindowSample<'a>> {
        let column = self.section.column_of(window)?;
        let value = |i: usize| self.section.car(i, column);
        let events: Vec<usize> =
            (0..self.section.len()).filter(|i| value(*i).is_finite()).collect();
        let car: Vec<f64> = events.iter().map(|i| value(*i)).collect();
        let variance: Vec<f64> = events.iter().map(|i| self.section.variance(*i, column)).collect();
        let scar = car.iter().zip(&variance).map(|(c, v)| c / v.sqrt()).collect();
        Some(WindowSample { context: self, window, events, car, variance, scar })
    }
}

impl WindowSample<'_> {
    /// The number of events N.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether no event has the window.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// Whether every SCAR exists: models without a forecast variance have none.
    pub fn is_standardised(&self) -> bool {
        self.scar.iter().all(|s| s.is_finite())
    }

    /// `Q_i = nu_i/(nu_i - 2)`, the variance of a t(nu_i) variable; `None` where some `nu_i <= 2`.
    pub fn student_variances(&self) -> Option<Vec<f64>> {
        let members = self.context.section.members();
        self.events
            .iter()
            .map(|&i| {
                let nu = members[i].degrees_of_freedom;
                (nu > 2.0).then(|| if nu.is_finite() { nu / (nu - 2.0) } else { 1.0 })
            })
            .collect()
    }

    /// Every test of the list that is for a cross-section, on this window.
    pub fn all_tests(&self) -> Vec<Outcome> {
        TESTS.iter().filter_map(|test| test.run).map(|run| run(self)).collect()
    }
}
