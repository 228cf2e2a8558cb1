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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::Reference;

    #[test]
    fn no_variance_is_no_test_and_not_infinite() {
        for standard_error in [0.0, f64::NAN, f64::INFINITY] {
            assert_eq!(single_event(0.01, standard_error, 8.0).p_value(), None);
        }
        assert_eq!(single_event(0.01, 0.01, 0.0).p_value(), None);
    }

    #[test]
    fn infinite_degrees_of_freedom_are_the_normal() {
        let Outcome::Applies(result) = single_event(0.02, 0.01, f64::INFINITY) else { panic!() };
        assert_eq!((result.reference, result.observations), (Reference::Normal, 1));
        assert!((result.p_value - 0.045_500_263_896_358_4).abs() < 1e-15);
    }

    #[test]
    fn the_test_is_two_sided() {
        let p = single_event(0.02, 0.01, 8.0).p_value().unwrap();
        assert!((p - 0.080_516_237_957_262_62).abs() < 1e-12);
        assert_eq!(Some(p), single_event(-0.02, 0.01, 8.0).p_value());
    }
}
