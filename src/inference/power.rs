//! What a study could have seen.

use super::distribution::{normal_below, normal_quantile, student_quantile};
use super::noncentral::outside;

/// The level of the test behind a smallest detectable effect, where no other is asked for.
pub(crate) const LEVEL: f64 = 0.05;

/// The power that a smallest detectable effect is for.
pub(crate) const POWER: f64 = 0.8;

/// A two-sided t test of an abnormal return, or of the mean of several.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TestedMean {
    /// The standard error of what is tested, with the forecast error of the model where it is that of
    /// a single event; a decimal fraction.
    pub standard_error: f64,
    /// Degrees of freedom of the reference distribution; infinite for the normal.
    pub degrees_of_freedom: f64,
    /// The level of the test.
    pub alpha: f64,
}

impl TestedMean {
    /// The smallest effect that the test finds with a probability of 80%; `None` without a standard
    /// error or degrees of freedom.
    ///
    /// # Formula
    /// `(t_{1-alpha/2,nu} + t_{0.8,nu}) SE`, a decimal fraction.
    ///
    /// # References
    /// MacKinlay 1997, s. 6; Brown and Warner 1985.
    pub fn minimum_detectable_effect(&self) -> Option<f64> {
        let quantile = |p| student_quantile(p, self.degrees_of_freedom);
        let effect = (quantile(1.0 - 0.5 * self.alpha) + quantile(POWER)) * self.standard_error;
        (effect.is_finite() && effect > 0.0).then_some(effect)
    }

    /// The probability that the test finds an effect of this size; `None` as above.
    ///
    /// # Formula
    /// `P(|T(nu, delta)| > t_{1-alpha/2,nu})` of the noncentral t with `delta = a/SE`; normal where nu
    /// is infinite.
    ///
    /// # References
    /// MacKinlay 1997, s. 6.
    pub fn power_of(&self, effect: f64) -> Option<f64> {
        let shift = (effect / self.standard_error).abs();
        let quantile = student_quantile(1.0 - 0.5 * self.alpha, self.degrees_of_freedom);
        if !(shift.is_finite() && self.standard_error > 0.0 && quantile.is_finite()) {
            return None;
        }
        Some(if self.degrees_of_freedom.is_finite() {
            outside(quantile, self.degrees_of_freedom, shift)
        } else {
            normal_below(shift - quantile) + normal_below(-shift - quantile)
        })
    }
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
