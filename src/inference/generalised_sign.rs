//! The generalised sign test.

use super::binomial::{binomial_mid_p, binomial_two_sided};
use super::outcome::ONE_EVENT;
use super::test_id::TestId;
use super::{Outcome, TestResult, WindowSample};

pub(super) const ID: TestId = TestId::GeneralisedSign;

/// Tests whether CARs are positive as often as residuals of the same events are.
///
/// # Formula
/// `p^ = (1/N) sum_i #{e_it > 0}/M_i`, the average of the events' own shares; `w = #{CAR_i > 0}`;
/// `z = (w - N p^)/sqrt(N p^ (1 - p^)) ~ N(0,1)`; the details `p_exact` and `p_mid`
/// are from Binomial(N, p^), exact and with half of the outcome itself.
/// Zeros count as not positive on both sides. From two events on. Over several bars the share of
/// positive sums can be another one, as of skewed returns: see
/// [`generalised_sign_sums`](super::generalised_sign_sums).
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
    against_share(
        ID,
        sample,
        share,
        "CARs are positive as often as residuals of the estimation window",
    )
}

/// Tests the number of positive CARs against a share of positive ones among residuals.
pub(super) fn against_share(
    id: TestId,
    sample: &WindowSample<'_>,
    share: f64,
    null: &'static str,
) -> Outcome {
    let (events, n) = (sample.len(), sample.len() as f64);
    if events == 1 {
        return Outcome::not_applicable(id, ONE_EVENT);
    }
    let positive = sample.car.iter().filter(|c| **c > 0.0).count();
    let exact = binomial_two_sided(positive, events, share);
    let Some((exact, mid)) = exact.zip(binomial_mid_p(positive, events, share)) else {
        return Outcome::not_applicable(
            id,
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
        TestResult::normal(id, z, events)
            .null(null)
            .detail("p_hat", share)
            .detail("w", w)
            .detail("p_exact", exact)
            .detail("p_mid", mid),
    )
}
