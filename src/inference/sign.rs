//! The sign test.

use super::binomial::{binomial_mid_p, binomial_two_sided};
use super::distribution::normal_two_sided;
use super::outcome::ONE_EVENT;
use super::test_id::TestId;
use super::{Outcome, Reference, TestResult, WindowSample};

pub(super) const ID: TestId = TestId::Sign;

/// Tests whether positive and negative CARs are equally likely.
///
/// # Formula
/// `w = #{CAR_i > 0}` among the n that are not zero; p exact from Binomial(n, 1/2); the detail
/// `z = (w - n/2)/sqrt(n/4)`. The exact p of few events is larger than it need be, since w takes few
/// values; `p_mid` counts half of the outcome itself, `2 min(P(W < w), P(W > w)) + P(W = w)`. From two
/// events on: one alone cannot reject. Returns that are skewed are not positive half of the time: see
/// [`generalised_sign`](super::generalised_sign).
///
/// # References
/// Brown and Warner 1980; MacKinlay 1997.
pub fn sign(sample: &WindowSample<'_>) -> Outcome {
    let positive = sample.car.iter().filter(|c| **c > 0.0).count();
    let trials = sample.car.iter().filter(|c| **c != 0.0).count();
    if trials == 1 {
        return Outcome::not_applicable(ID, ONE_EVENT);
    }
    let Some(p) = binomial_two_sided(positive, trials, 0.5) else {
        return Outcome::not_applicable(ID, "no event has a CAR other than zero");
    };
    let (w, n) = (positive as f64, trials as f64);
    let z = (w - 0.5 * n) / (0.25 * n).sqrt();
    let reference = Reference::Binomial { trials, probability: 0.5 };
    Outcome::Applies(
        TestResult::new(ID, w, reference, p, trials)
            .null("positive and negative CARs are equally likely")
            .detail("z", z)
            .detail("p_mid", binomial_mid_p(positive, trials, 0.5).unwrap_or(p))
            .detail("p_normal", normal_two_sided(z)),
    )
}
