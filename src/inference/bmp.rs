//! The standardised cross-sectional test.

use super::moments::{mean, standard_deviation};
use super::test_id::TestId;
use super::{Outcome, TestResult, WindowSample};

pub(super) const ID: TestId = TestId::Bmp;

/// Tests the mean standardised CAR against its spread over events.
///
/// # Formula
/// `t = mean(SCAR) / (sd(SCAR)/sqrt(N)) ~ t(N - 1)`; SCARs carry the forecast error of the model.
/// Variance that the event brings is in the spread; correlation between events is not.
///
/// # References
/// Boehmer, Musumeci and Poulsen 1991.
pub fn bmp(sample: &WindowSample<'_>) -> Outcome {
    match statistic(sample) {
        Ok(t) => {
            let n = sample.len();
            Outcome::Applies(TestResult::student(ID, t, (n - 1) as f64, n))
        }
        Err(reason) => Outcome::not_applicable(ID, reason),
    }
}

/// The statistic, or why there is none.
pub(super) fn statistic(sample: &WindowSample<'_>) -> Result<f64, &'static str> {
    if sample.is_empty() || !sample.is_standardised() {
        return Err("no event has a standardised abnormal return");
    }
    let sd = standard_deviation(&sample.scar)
        .ok_or("it needs at least two events with different standardised CARs")?;
    Ok(mean(&sample.scar) / (sd / (sample.len() as f64).sqrt()))
}
