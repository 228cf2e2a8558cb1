//! The precision-weighted mean with the spread that the events have.

use super::precision_weighted::{common_effect, unusable};
use super::test_id::TestId;
use super::{Outcome, TestResult, WindowSample};

pub(super) const ID: TestId = TestId::HartungKnapp;

/// Tests the precision-weighted mean CAR against the weighted spread of the CARs around it.
///
/// # Formula
/// `w_i = 1/v_i`, `mean = sum(w_i CAR_i)/sum(w_i)`, `q = sum w_i (CAR_i - mean)^2/(N - 1)`,
/// `t = mean/sqrt(q/sum(w_i)) ~ t(N - 1)`: the z of [`precision_weighted`](super::precision_weighted)
/// over `sqrt(q)`. It keeps its size where forecast variances are estimated or the event brings
/// variance of its own.
///
/// # References
/// Hartung and Knapp 2001; Sidik and Jonkman 2002.
pub fn hartung_knapp(sample: &WindowSample<'_>) -> Outcome {
    if let Some(reason) = unusable(sample) {
        return Outcome::not_applicable(ID, reason);
    }
    let n = sample.len();
    let effect = common_effect(sample);
    let scale = effect.q / (n - 1) as f64;
    if !(scale > 1e-24) {
        return Outcome::not_applicable(ID, "the CARs of the events do not differ");
    }
    let standard_error = effect.standard_error * scale.sqrt();
    Outcome::Applies(
        TestResult::student(ID, effect.mean / standard_error, (n - 1) as f64, n)
            .null("the abnormal return common to all events is zero")
            .detail("mean", effect.mean)
            .detail("standard_error", standard_error)
            .detail("q", scale),
    )
}
