//! The parametric test of a single event.

use super::test_id::TestId;
use super::{Outcome, TestResult};

pub(super) const ID: TestId = TestId::SingleEventT;

/// Tests one abnormal return or CAR against its forecast standard error.
///
/// # Formula
/// `t = CAR / sqrt(1'V1) ~ t(nu)`: exact for independent normal errors. Standard normal for infinite
/// degrees of freedom, where a model has its variance from a likelihood.
///
/// # Errors
/// Not applicable where the standard error is not positive or there are no degrees of freedom.
///
/// # References
/// Campbell, Lo and MacKinlay 1997, s. 4.4.
pub fn single_event(value: f64, standard_error: f64, degrees_of_freedom: f64) -> Outcome {
    if standard_error.is_nan() {
        return Outcome::not_applicable(ID, "the model gives no standard error");
    }
    if !(standard_error > 0.0 && standard_error.is_finite() && value.is_finite()) {
        return Outcome::not_applicable(ID, "the standard error is not positive");
    }
    if !(degrees_of_freedom > 0.0) {
        return Outcome::not_applicable(ID, "no degrees of freedom are left");
    }
    let statistic = value / standard_error;
    let observations = if degrees_of_freedom.is_finite() { degrees_of_freedom as usize } else { 1 };
    Outcome::Applies(
        TestResult::student(ID, statistic, degrees_of_freedom, observations)
            .null("the abnormal return of this event is zero"),
    )
}
