//! The standardised cross-sectional test for events that are correlated.

use super::correlation::MeanCorrelation;
use super::test_id::TestId;
use super::{Outcome, TestResult, WindowSample, bmp, distribution};

pub(super) const ID: TestId = TestId::KolariPynnonen;

/// Events that copy each other, or each other's opposite, leave this where a factor should be
/// nothing.
pub(super) const ROUNDING: f64 = 1e-12;

/// The BMP test with the variance that correlation between events adds to their mean.
///
/// # Formula
/// `t = t_BMP sqrt((1 - rbar)/(1 + (N - 1) rbar)) ~ t(N - 1)` with the average correlation `rbar`
/// of [`MeanCorrelation`]: with a common correlation `r`, `Var(mean) = (s^2/N)(1 + (N - 1) r)` and
/// `E[sd^2] = s^2 (1 - r)`. A negative `rbar` makes the statistic larger than BMP's;
/// `p_floor_rbar_at_zero` is the p-value without that.
///
/// # References
/// Kolari and Pynnonen 2010; Kolari, Pape and Pynnonen 2018 for partly overlapping windows.
pub fn kolari_pynnonen(sample: &WindowSample<'_>) -> Outcome {
    let bmp = match bmp::statistic(sample) {
        Ok(t) => t,
        Err(reason) => return Outcome::not_applicable(ID, reason),
    };
    let correlation = match sample.mean_correlation() {
        Ok(correlation) => correlation,
        Err(reason) => return Outcome::not_applicable(ID, reason),
    };
    let n = sample.len();
    let inflation = |rbar: f64| 1.0 + (n as f64 - 1.0) * rbar;
    let rbar = correlation.rbar;
    if !(inflation(rbar) > ROUNDING) {
        return Outcome::not_applicable(ID, no_variance(rbar, n));
    }
    if !(1.0 - rbar > ROUNDING) {
        return Outcome::not_applicable(ID, "all events have the same residuals");
    }
    let factor = |rbar: f64| ((1.0 - rbar) / inflation(rbar)).sqrt();
    let degrees_of_freedom = (n - 1) as f64;
    let floored = distribution::student_two_sided(bmp * factor(rbar.max(0.0)), degrees_of_freedom);
    let result = TestResult::student(ID, bmp * factor(rbar), degrees_of_freedom, n)
        .detail("factor", factor(rbar))
        .detail("p_floor_rbar_at_zero", floored);
    Outcome::Applies(with_correlation(result, &correlation))
}

pub(super) fn no_variance(rbar: f64, events: usize) -> String {
    format!(
        "the average correlation of {rbar:.4} is too negative for {events} events: \
         1 + (N - 1) rbar is not positive"
    )
}

/// Adds the figures of the average correlation to a result.
pub(super) fn with_correlation(result: TestResult, correlation: &MeanCorrelation) -> TestResult {
    let result = result
        .detail("rbar", correlation.rbar)
        .detail("pairs", correlation.pairs as f64)
        .detail("pairs_unestimated", correlation.pairs_unestimated as f64);
    let Some(sampled) = correlation.sampled else { return result };
    result
        .detail("pairs_sampled", sampled.drawn as f64)
        .detail("rbar_standard_error", sampled.standard_error)
        .caution(format!(
            "the average correlation comes from a random sample of {} of {} overlapping pairs of \
             events; see `rbar_standard_error`",
            sampled.drawn, correlation.pairs
        ))
}
