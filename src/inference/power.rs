//! What a study could have seen.

use super::distribution::{normal_below, normal_quantile, student_quantile};

/// The smallest abnormal return of a single event that a two-sided test at 5% finds with a
/// probability of 80%.
///
/// # Formula
/// `(t_{0.975,nu} + t_{0.8,nu}) s sqrt(L2)`, a decimal fraction; `None` without degrees of freedom.
///
/// # References
/// MacKinlay 1997, s. 6; Brown and Warner 1985.
pub fn minimum_detectable_effect(
    residual_standard_deviation: f64,
    bars: usize,
    degrees_of_freedom: f64,
) -> Option<f64> {
    let quantiles =
        student_quantile(0.975, degrees_of_freedom) + student_quantile(0.8, degrees_of_freedom);
    let effect = quantiles * residual_standard_deviation * (bars as f64).sqrt();
    effect.is_finite().then_some(effect)
}

/// The power of a two-sided 5% test of the mean of `events` abnormal returns of true size `effect`
/// over `bars` bars, with standard deviation `sd` per bar and pairwise correlation `correlation`.
///
/// # Formula
/// `delta = a sqrt(N) / (s sqrt(L2 (1 + (N-1) rho)))`, `power = Phi(delta - z) + Phi(-delta - z)`.
///
/// # References
/// MacKinlay 1997, s. 6.
pub fn power(effect: f64, sd: f64, events: usize, bars: usize, correlation: f64) -> f64 {
    let n = events as f64;
    let inflation = bars as f64 * (1.0 + (n - 1.0) * correlation);
    let delta = effect * n.sqrt() / (sd * inflation.sqrt());
    let z = normal_quantile(0.975);
    normal_below(delta - z) + normal_below(-delta - z)
}

/// The smallest mean abnormal return of `events` events that a two-sided 5% test finds with a
/// probability of 80%, with standard deviation `sd` per bar over `bars` bars and pairwise
/// correlation `correlation`. For a positive correlation more events do not help beyond a point.
///
/// # Formula
/// `(z_{0.975} + z_{0.8}) s sqrt(L2 (1 + (N-1) rho)/N)`.
///
/// # References
/// MacKinlay 1997, s. 6.
pub fn minimum_detectable_mean(sd: f64, events: usize, bars: usize, correlation: f64) -> f64 {
    let n = events as f64;
    let variance = bars as f64 * (1.0 + (n - 1.0) * correlation) / n;
    (normal_quantile(0.975) + normal_quantile(0.8)) * sd * variance.sqrt()
}
