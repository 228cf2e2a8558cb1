//! The generalised sign test.

use super::binomial::binomial_two_sided;
use super::test_id::TestId;
use super::{Outcome, TestResult, WindowSample};

pub(super) const ID: TestId = TestId::GeneralisedSign;

/// Tests whether CARs are positive as often as residuals of the same events are.
///
/// # Formula
/// `p^ = (1/N) sum_i #{e_it > 0}/M_i`, the average of the events' own shares; `w = #{CAR_i > 0}`;
/// `z = (w - N p^)/sqrt(N p^ (1 - p^)) ~ N(0,1)`; the detail `p_exact` is from Binomial(N, p^).
/// Zeros count as not positive on both sides.
///
/// # References
/// Cowan 1992.
pub fn generalised_sign(sample: &WindowSample<'_>) -> Outcome {
    if let Err(reason) = sample.against_residuals() {
        return Outcome::not_applicable(ID, reason);
    }
    let shares = sample.positive_shares();
    let n = sample.len() as f64;
    let share = sample.events.iter().map(|i| shares[*i]).sum::<f64>() / n;
    let positive = sample.car.iter().filter(|c| **c > 0.0).count();
    let Some(exact) = binomial_two_sided(positive, sample.len(), share) else {
        return Outcome::not_applicable(
            ID,
            if sample.is_empty() {
                "no event has the window"
            } else if share.is_finite() {
                "the residuals of all events are on one side of zero"
            } else {
                "an event has no residuals"
            },
        );
    };
    let w = positive as f64;
    let z = (w - n * share) / (n * share * (1.0 - share)).sqrt();
    Outcome::Applies(
        TestResult::normal(ID, z, sample.len())
            .null("CARs are positive as often as residuals of the estimation window")
            .detail("p_hat", share)
            .detail("w", w)
            .detail("p_exact", exact),
    )
}
