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
/// weights `1/(v_i + tau^2)` stands beside it. It takes the forecast variances for known; `hartung-knapp`
/// has them from the spread of the events.
///
/// # References
/// Cochran 1954; DerSimonian and Laird 1986.
pub fn precision_weighted(sample: &WindowSample<'_>) -> Outcome {
    if let Some(reason) = unusable(sample) {
        return Outcome::not_applicable(ID, reason);
    }
    let n = sample.len();
    let CommonEffect { mean, standard_error: se, q } = common_effect(sample);
    let q_p_value = chi_squared_above(q, (n - 1) as f64);
    let total: f64 = sample.variance.iter().map(|v| 1.0 / v).sum();
    let squares: f64 = sample.variance.iter().map(|v| 1.0 / (v * v)).sum();
    let excess = (q - (n - 1) as f64) / (total - squares / total);
    let tau_squared = excess.max(0.0);
    let (random_mean, random_se) = weighted(sample, tau_squared);
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

/// The mean common to all events.
pub(super) struct CommonEffect {
    pub(super) mean: f64,
    /// `(sum 1/v_i)^(-1/2)`.
    pub(super) standard_error: f64,
    /// Cochran's Q.
    pub(super) q: f64,
}

pub(super) fn common_effect(sample: &WindowSample<'_>) -> CommonEffect {
    let (mean, standard_error) = weighted(sample, 0.0);
    let of = |(c, v): (&f64, &f64)| (c - mean) * (c - mean) / v;
    let q = sample.car.iter().zip(&sample.variance).map(of).sum();
    CommonEffect { mean, standard_error, q }
}

/// The mean with weights `1/(v_i + between)`, and its standard error.
fn weighted(sample: &WindowSample<'_>, between: f64) -> (f64, f64) {
    let weight = |v: &f64| 1.0 / (v + between);
    let total: f64 = sample.variance.iter().map(weight).sum();
    let sum: f64 = sample.car.iter().zip(&sample.variance).map(|(c, v)| c * weight(v)).sum();
    (sum / total, 1.0 / total.sqrt())
}

/// Why there is no weighted mean to test.
pub(super) fn unusable(sample: &WindowSample<'_>) -> Option<&'static str> {
    if sample.len() < 2 {
        return Some("it needs at least two events");
    }
    let usable = sample.variance.iter().all(|v| *v > 0.0 && v.is_finite());
    (!usable).then_some("an event has no forecast variance")
}
