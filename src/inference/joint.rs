//! Several legs of a day at once.

use faer::Mat;
use faer::linalg::solvers::{PartialPivLu, Solve};

use super::RankOf;

/// The squared distance of a vector of legs from nothing, ranked among other days.
///
/// # Formula
/// `D^2 = u'C^-1 u` with the covariance C of the legs over the reference days; p is the rank of
/// `D^2` among theirs. `shrink` adds a tenth of the diagonal to C, for few days
/// (fewer than ten for each leg). `None` where C cannot be inverted.
///
/// # References
/// Mahalanobis 1936 for the distance; the rank as in the placebo test.
pub fn joint(event: &[f64], reference: &[Vec<f64>], shrink: bool) -> Option<(f64, f64)> {
    let (n, p) = (reference.len(), event.len());
    if n < p + 2 || reference.iter().any(|r| r.len() != p) {
        return None;
    }
    let mean: Vec<f64> =
        (0..p).map(|j| reference.iter().map(|r| r[j]).sum::<f64>() / n as f64).collect();
    let covariance = Mat::from_fn(p, p, |i, j| {
        let sum: f64 = reference.iter().map(|r| (r[i] - mean[i]) * (r[j] - mean[j])).sum();
        sum / (n - 1) as f64 * if shrink && i == j { 1.1 } else { 1.0 }
    });
    let lu = PartialPivLu::new(covariance.as_ref());
    let distance = |u: &[f64]| {
        let x = lu.solve(Mat::from_fn(p, 1, |i, _| u[i]));
        u.iter().enumerate().map(|(i, u)| u * x[(i, 0)]).sum::<f64>()
    };
    let own = distance(event);
    let others: Vec<f64> = reference.iter().map(|r| distance(r)).collect();
    (own.is_finite() && others.iter().all(|d| d.is_finite()))
        .then(|| (own, RankOf::of(own, &others).p_up))
}
