//! Patell's test of standardised abnormal returns.

use super::test_id::TestId;
use super::{Outcome, TestResult, WindowSample};

pub(super) const ID: TestId = TestId::Patell;

/// Tests the sum of the standardised CARs of independent events.
///
/// # Formula
/// `Z = sum SCAR_i / sqrt(sum Q_i) ~ N(0,1)`, `Q_i = nu_i/(nu_i - 2)`. It takes for granted that
/// the event brings no variance of its own and that events are independent.
///
/// # References
/// Patell 1976; MacKinlay 1997 (J2) for unequal estimation windows.
pub fn patell(sample: &WindowSample<'_>) -> Outcome {
    if sample.is_empty() || !sample.is_standardised() {
        return Outcome::not_applicable(ID, "no event has a standardised abnormal return");
    }
    let Some(q) = sample.student_variances() else {
        return Outcome::not_applicable(ID, "an event has too few degrees of freedom (2 or fewer)");
    };
    let statistic = sample.scar.iter().sum::<f64>() / q.iter().sum::<f64>().sqrt();
    Outcome::Applies(TestResult::normal(ID, statistic, sample.len()))
}
