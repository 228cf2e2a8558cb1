//! Patell's test for events that are correlated.

use super::kolari_pynnonen::{ROUNDING, no_variance, with_correlation};
use super::test_id::TestId;
use super::{Outcome, TestResult, WindowSample, patell};

pub(super) const ID: TestId = TestId::AdjustedPatell;

/// Patell's test with the variance that correlation between events adds to their sum.
///
/// # Formula
/// `Z = Z_Patell / sqrt(1 + (N - 1) rbar) ~ N(0,1)`, without the factor `1 - rbar` of the
/// Kolari-Pynnonen test, because its variance is not estimated from the spread over events. It takes
/// for granted that the event brings no variance of its own.
///
/// # References
/// Kolari and Pynnonen 2010.
pub fn adjusted_patell(sample: &WindowSample<'_>) -> Outcome {
    let plain = match patell::patell(sample) {
        Outcome::Applies(result) => result.statistic,
        Outcome::NotApplicable { reason, .. } => return Outcome::not_applicable(ID, reason),
    };
    let correlation = match sample.mean_correlation() {
        Ok(correlation) => correlation,
        Err(reason) => return Outcome::not_applicable(ID, reason),
    };
    let n = sample.len();
    let inflation = 1.0 + (n as f64 - 1.0) * correlation.rbar;
    if !(inflation > ROUNDING) {
        return Outcome::not_applicable(ID, no_variance(correlation.rbar, n));
    }
    let factor = 1.0 / inflation.sqrt();
    let result = TestResult::normal(ID, plain * factor, n).detail("factor", factor);
    Outcome::Applies(with_correlation(result, &correlation))
}
