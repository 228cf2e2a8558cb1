//! The precision-weighted mean.

use super::distribution::{chi_squared_above, normal_two_sided};
use super::test_id::TestId;
use super::{Outcome, TestResult, WindowSample};

pub(super) const ID: TestId = TestId::PrecisionWeighted;

/// Tests the mean CAR with each event weighted by the inverse of its forecast variance.
///
/// # Formula
/// `mean = sum(CAR_i/v_i)/sum(1/v_i)`, `se = (sum 1/v_i)^(-1/2)`, `z = mean/se ~ N(0,1)` for one
/// effect common to all independent events. Cochran's `Q = sum (CAR_i - mean)^2/v_i ~ chi2(N - 1)`
/// tests that it is common; where it is not, the random-effects mean of DerSimonian and Laird with
/// weights `1/(v_i + tau^2)` stands beside it.
///
/// # References
/// Cochran 1954; DerSimonian and Laird 1986.
pub fn precision_weighted(sample: &WindowSample<'_>) -> Outcome {
    let n = sample.len();
    if n < 2 {
        return Outcome::not_applicable(ID, "it needs at least two events");
    }
    if !sample.variance.iter().all(|v| *v > 0.0 && v.is_finite()) {
        return Outcome::not_applicable(ID, "an event has no forecast variance");
    }
    let weighted = |between: f64| {
        let weight = |v: &f64| 1.0 / (v + between);
        let total: f64 = sample.variance.iter().map(weight).sum();
        let sum: f64 = sample.car.iter().zip(&sample.variance).map(|(c, v)| c * weight(v)).sum();
        (sum / total, 1.0 / total.sqrt())
    };
    let (mean, se) = weighted(0.0);
    let q: f64 =
        sample.car.iter().zip(&sample.variance).map(|(c, v)| (c - mean) * (c - mean) / v).sum();
    let q_p_value = chi_squared_above(q, (n - 1) as f64);
    let total: f64 = sample.variance.iter().map(|v| 1.0 / v).sum();
    let squares: f64 = sample.variance.iter().map(|v| 1.0 / (v * v)).sum();
    let excess = (q - (n - 1) as f64) / (total - squares / total);
    let tau_squared = excess.max(0.0);
    let (random_mean, random_se) = weighted(tau_squared);
    let result = TestResult::normal(ID, mean / se, n)
        .null("the abnormal return common to all events is zero")
        .detail("mean", mean)
        .detail("standard_error", se)
        .detail("cochran_q", q)
        .detail("q_p_value", q_p_value)
        .detail("tau_squared", tau_squared)
        .detail("random_effects_mean", random_mean)
        .detail("random_effects_standard_error", random_se)
        .detail("random_effects_p_value", normal_two_sided(random_mean / random_se));
    Outcome::Applies(if q_p_value < 0.05 {
        result.caution(
            "events differ by more than their forecast errors (Cochran's Q), so they have no \
             common effect; the random-effects mean allows for that",
        )
    } else {
        result
    })
}
