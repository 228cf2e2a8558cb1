//! MacKinlay's first test of several events.

use super::test_id::TestId;
use super::{Outcome, TestResult, WindowSample};

pub(super) const ID: TestId = TestId::J1;

/// Tests the mean CAR of independent events.
///
/// # Formula
/// `J1 = CAAR / sqrt(sum v_i / N^2) ~ N(0,1)`, `v_i = Var(CAR_i)`. It ignores variance that the event
/// itself brings and any correlation between events.
///
/// # References
/// MacKinlay 1997.
pub fn j1(sample: &WindowSample<'_>) -> Outcome {
    let n = sample.len();
    let variance: f64 = sample.variance.iter().sum();
    if n < 2 {
        return Outcome::not_applicable(ID, "it needs at least two events");
    }
    if !(variance > 0.0 && variance.is_finite()) {
        return Outcome::not_applicable(ID, "an event has no forecast variance");
    }
    let statistic = sample.car.iter().sum::<f64>() / variance.sqrt();
    Outcome::Applies(TestResult::normal(ID, statistic, n))
}
