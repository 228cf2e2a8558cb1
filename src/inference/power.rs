//! What a study could have seen.

use super::distribution::{normal_below, normal_quantile, student_quantile};
use super::noncentral::outside;

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

/// From so many events on, the normal distribution stands for Student's t.
const MANY_EVENTS: usize = 30;

/// A planned or finished test of the mean abnormal return of several events.
///
/// # Formula
/// With `v = s^2 L2 (1 + (N-1) rho)/N` and the shift `delta = a/sqrt(v)`: for N < 30 the power is that
/// of noncentral t, `P(|T(N-1, delta)| > t_{1-alpha/2, N-1})`, since the spread over events is
/// estimated from few; from 30 on `Phi(delta - z) + Phi(-delta - z)`, as [`power`]. At 30 the normal
/// asks for an effect 3% smaller than t does.
///
/// # References
/// MacKinlay 1997, s. 6; Kolari and Pynnonen 2010 for the correlation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PowerDesign {
    /// The standard deviation of an abnormal return of one bar.
    pub standard_deviation: f64,
    /// Events N.
    pub events: usize,
    /// Bars L2 of the window.
    pub bars: usize,
    /// The mean pairwise correlation of events, weighted by what their windows share.
    pub correlation: f64,
    /// The level of the two-sided test.
    pub alpha: f64,
    /// The power that the smallest detectable mean is for.
    pub power: f64,
}

impl PowerDesign {
    /// A test at 5% that is to find an effect with a probability of 80%.
    pub fn new(standard_deviation: f64, events: usize, bars: usize, correlation: f64) -> Self {
        Self { standard_deviation, events, bars, correlation, alpha: 0.05, power: 0.8 }
    }

    /// The probability of finding a mean of true size `effect`; `None` for fewer than two events or
    /// where the mean has no positive variance.
    pub fn power_of(&self, effect: f64) -> Option<f64> {
        let shift = (effect / self.standard_error()?).abs();
        effect.is_finite().then(|| self.found(shift))
    }

    /// The smallest mean that is found with the probability asked for; `None` as above, and where
    /// that probability is not between the level and 1.
    pub fn minimum_detectable_mean(&self) -> Option<f64> {
        let error = self.standard_error()?;
        if !(self.alpha > 0.0 && self.alpha < self.power && self.power < 1.0) {
            return None;
        }
        let (mut low, mut high) = (0.0, 1.0);
        while self.found(high) < self.power {
            high *= 2.0;
        }
        while high - low > 4.0 * f64::EPSILON * high {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high {
                break;
            }
            if self.found(middle) < self.power { low = middle } else { high = middle }
        }
        Some(high * error)
    }

    /// What the smallest detectable mean comes to with ever more events: `(z + z) s sqrt(L2 rho)`,
    /// below which more events do not help; `None` without positive correlation.
    pub fn limit(&self) -> Option<f64> {
        let quantiles = normal_quantile(1.0 - 0.5 * self.alpha) + normal_quantile(self.power);
        let limit =
            quantiles * self.standard_deviation * (self.bars as f64 * self.correlation).sqrt();
        (limit.is_finite() && limit > 0.0).then_some(limit)
    }

    fn standard_error(&self) -> Option<f64> {
        let n = self.events as f64;
        let variance = self.bars as f64 * (1.0 + (n - 1.0) * self.correlation) / n;
        let error = self.standard_deviation * variance.sqrt();
        (self.events >= 2 && error > 0.0 && error.is_finite()).then_some(error)
    }

    fn found(&self, shift: f64) -> f64 {
        let probability = 1.0 - 0.5 * self.alpha;
        if self.events < MANY_EVENTS {
            let nu = (self.events - 1) as f64;
            return outside(student_quantile(probability, nu), nu, shift);
        }
        let z = normal_quantile(probability);
        normal_below(shift - z) + normal_below(-shift - z)
    }
}
