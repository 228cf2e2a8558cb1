//! Estimates of models whose expectation is another return as it is.

use super::{Coefficient, Estimate};
use crate::returns::EventSample;

/// The return that is expected on each bar of the event window.
type Expected = for<'w> fn(&EventSample<'w>) -> &'w [f64];

/// `AR = R - B` with nothing estimated but the variance of the difference, so that
/// `Var(w'AR) = s^2 w'w`.
pub(super) struct Difference {
    differences: Vec<f64>,
    variance: f64,
    degrees_of_freedom: f64,
    expected: Expected,
}

impl Difference {
    /// With `zero_mean` the variance is `sum d^2/M` and else `sum (d - dbar)^2/(M - 1)`; needs two
    /// differences.
    pub(super) fn new(differences: Vec<f64>, zero_mean: bool, expected: Expected) -> Self {
        let bars = differences.len() as f64;
        let (mean, degrees_of_freedom) = match zero_mean {
            true => (0.0, bars),
            false => (differences.iter().sum::<f64>() / bars, bars - 1.0),
        };
        let squares: f64 = differences.iter().map(|d| (d - mean) * (d - mean)).sum();
        Self { variance: squares / degrees_of_freedom, differences, degrees_of_freedom, expected }
    }
}

impl Estimate for Difference {
    fn coefficients(&self) -> Vec<Coefficient> {
        Vec::new()
    }

    fn residuals(&self) -> &[f64] {
        &self.differences
    }

    fn residual_variance(&self) -> f64 {
        self.variance
    }

    fn degrees_of_freedom(&self) -> f64 {
        self.degrees_of_freedom
    }

    fn expected(&self, window: &EventSample<'_>) -> Vec<f64> {
        (self.expected)(window).to_vec()
    }

    fn held_against<'w>(&self, window: &EventSample<'w>) -> &'w [f64] {
        (self.expected)(window)
    }

    fn forecast_variance(&self, _: &EventSample<'_>, weights: &[f64]) -> f64 {
        self.variance * weights.iter().map(|w| w * w).sum::<f64>()
    }

    fn residual_sum_variance(&self, from: usize, to: usize) -> f64 {
        self.variance * (to - from) as f64
    }
}
