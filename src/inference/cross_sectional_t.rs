//! The cross-sectional t test.

use super::moments::{mean, standard_deviation};
use super::test_id::TestId;
use super::{Outcome, TestResult, WindowSample};

pub(super) const ID: TestId = TestId::CrossSectionalT;

/// Tests the mean CAR against its spread over events.
///
/// # Formula
/// `t = mean(CAR) / (sd(CAR)/sqrt(N)) ~ t(N - 1)`, sd with divisor N - 1. The variance that events
/// bring is in the spread; correlation between events is not.
///
/// # References
/// Brown and Warner 1985; Campbell, Lo and MacKinlay 1997, s. 4.6.
pub fn cross_sectional_t(sample: &WindowSample<'_>) -> Outcome {
    let n = sample.len();
    let Some(sd) = standard_deviation(&sample.car) else {
        return Outcome::not_applicable(ID, "it needs at least two events with different CARs");
    };
    let statistic = mean(&sample.car) / (sd / (n as f64).sqrt());
    Outcome::Applies(TestResult::student(ID, statistic, (n - 1) as f64, n))
}
