//! Student's t about a mean that is not zero.

use statrs::function::gamma::ln_gamma;

use super::distribution::normal_below;

/// Steps of Simpson's rule; the integrand is smooth, and its error is far below a double's digits
/// that matter for a power.
const STEPS: usize = 2_000;

/// `P(|T| > critical)` for noncentral t with these degrees of freedom (at least 1) and shift.
///
/// # Formula
/// `T = (Z + shift)/S`, `S^2 = chi2(nu)/nu`, so `P = E_S[Phi(shift - c S) + Phi(-shift - c S)]`,
/// integrated over the density of S.
///
/// # References
/// Johnson, Kotz and Balakrishnan 1995, ch. 31.
pub fn outside(critical: f64, degrees_of_freedom: f64, shift: f64) -> f64 {
    let nu = degrees_of_freedom;
    let half = 0.5 * nu;
    let constant = std::f64::consts::LN_2 + half * half.ln() - ln_gamma(half);
    let density = |s: f64| {
        if s > 0.0 {
            (constant + (nu - 1.0) * s.ln() - half * s * s).exp()
        } else if nu == 1.0 {
            constant.exp()
        } else {
            0.0
        }
    };
    let value = |s: f64| {
        density(s) * (normal_below(shift - critical * s) + normal_below(-shift - critical * s))
    };
    // S has mean near 1 and standard deviation near 1/sqrt(2 nu).
    let reach = 14.0 / (2.0 * nu).sqrt();
    // Beyond the last of these the normal probabilities are below 1e-18, and steps are lost on it.
    let from = (1.0 - reach).max(0.0);
    let to = (1.0 + reach).min((shift.abs() + 9.0) / critical);
    if !(to > from) {
        return 0.0;
    }
    let h = (to - from) / STEPS as f64;
    let inner: f64 =
        (1..STEPS).map(|k| if k % 2 == 1 { 4.0 } else { 2.0 } * value(from + k as f64 * h)).sum();
    (h / 3.0 * (value(from) + inner + value(to))).clamp(0.0, 1.0)
}
