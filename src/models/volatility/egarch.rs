//! The EGARCH(1,1) market model.

use super::likelihood::{Bar, VarianceEquation};
use super::{VolatilityFit, estimate_or_fall_back, fit};
use crate::models::{Estimate, ExpectedReturnModel, ModelError, require};
use crate::returns::EstimationSample;

/// The market model with a conditional variance of EGARCH(1,1): falls may move it more than rises.
///
/// # Formula
/// `ln h_t = omega + sign z_{t-1} + size (|z_{t-1}| - sqrt(2/pi)) + b ln h_{t-1}`, `z = e/sqrt(h)`, by
/// normal quasi maximum likelihood with `ln h_1 = ln mean e^2`. The variance of the event window is
/// the exact expectation from the last estimation bar for normal z:
/// `E h_{T+k} = exp(omega sum_{j<k-1} b^j + b^{k-1} ln h_{T+1}) prod_{j<k-1} E exp(b^j g(z))` with
/// `E exp(p z + q |z|) = e^{(p+q)^2/2} Phi(p+q) + e^{(q-p)^2/2} Phi(q-p)`. The rest is as for
/// [`super::Garch`]; the fallback is taken from `|b|` of 0.9999.
///
/// The size bends the likelihood wherever a residual is zero, and its maximum often lies on such a
/// bend: it is looked for there, and it counts as reached when no search around it gains likelihood.
/// Standard errors come from the smooth piece around it, since the bends have mean zero at the true
/// parameters. Parameters at which the variances do not forget their start,
/// `mean ln |b - (sign z_t + size |z_t|)/2| >= 0`, are out of bounds.
///
/// # References
/// Nelson 1991; Straumann and Mikosch 2006 and Wintenberger 2013 for the last bound.
#[derive(Clone, Copy, Debug)]
pub struct Egarch;

impl Egarch {
    /// Fits `y` on `columns` with a conditional variance, whatever the number of bars.
    ///
    /// # Errors
    /// A sentence that says why there is no estimate; see also [`crate::models::LeastSquares::fit`].
    pub fn fit(columns: &[&[f64]], y: &[f64]) -> Result<VolatilityFit, String> {
        fit::<Equation>(columns, y).map_err(|why| why.text)
    }
}

impl ExpectedReturnModel for Egarch {
    fn id(&self) -> &str {
        "egarch"
    }

    fn name(&self) -> &str {
        "EGARCH(1,1) market model"
    }

    fn needs_market(&self) -> bool {
        true
    }

    fn estimate(&self, sample: &EstimationSample<'_>) -> Result<Box<dyn Estimate>, ModelError> {
        require(self, sample)?;
        estimate_or_fall_back::<Equation>(self.name(), sample)
    }
}

/// omega, sign, size, b.
#[derive(Clone, Copy)]
pub struct Equation;

/// `E|z|` of a standard normal.
fn mean_size() -> f64 {
    (2.0 / std::f64::consts::PI).sqrt()
}

/// `E exp(p z + q |z|)` of a standard normal.
pub fn exponential_moment(p: f64, q: f64) -> f64 {
    let half = |x: f64| (0.5 * x * x).exp() * 0.5 * libm::erfc(-x / std::f64::consts::SQRT_2);
    half(p + q) + half(q - p)
}

impl VarianceEquation for Equation {
    const NAMES: &'static [&'static str] = &["omega", "sign", "size", "garch"];
    const KINKS: bool = true;

    fn first(_: &[f64], (square, by_mean): (f64, &[f64]), gradient: &mut [f64]) -> f64 {
        gradient.fill(0.0);
        for (g, d) in gradient.iter_mut().zip(by_mean) {
            *g = d / square;
        }
        square.ln()
    }

    fn next(values: &[f64], before: &Bar<'_>, gradient: &mut [f64]) -> f64 {
        let inverse_root = (-0.5 * before.log_variance).exp();
        let z = before.error * inverse_root;
        let by_z = values[1] + values[2] * before.sign;
        let means = before.row.len();
        for (j, g) in gradient.iter_mut().enumerate() {
            let error = before.row.get(j).map_or(0.0, |x| -x * inverse_root);
            let dz = error - 0.5 * z * before.gradient[j];
            *g = by_z * dz + values[3] * before.gradient[j];
        }
        let own = [1.0, z, before.sign * z - mean_size(), before.log_variance];
        for (g, own) in gradient[means..].iter_mut().zip(own) {
            *g += own;
        }
        values.iter().zip(own).map(|(v, x)| v * x).sum()
    }

    fn inside(values: &[f64]) -> bool {
        values.iter().all(|v| v.is_finite()) && values[3].abs() < 1.0
    }

    fn persistence(values: &[f64]) -> f64 {
        values[3].abs()
    }

    fn feedback(values: &[f64], log_variance: f64, error: f64) -> f64 {
        let z = error * (-0.5 * log_variance).exp();
        values[3] - 0.5 * (values[1] * z + values[2] * z.abs())
    }

    fn of_free(free: &[f64]) -> Vec<f64> {
        vec![free[0], free[1], free[2], free[3].tanh()]
    }

    fn free_gradient(free: &[f64], gradient: &[f64]) -> Vec<f64> {
        let slope = 1.0 - free[3].tanh().powi(2);
        vec![gradient[0], gradient[1], gradient[2], slope * gradient[3]]
    }

    fn starts() -> Vec<Vec<f64>> {
        [
            (0.0, 0.1, 0.95),
            (0.0, 0.2, 0.85),
            (0.0, 0.3, 0.5),
            (0.0, 0.1, 0.0),
            (-0.1, 0.1, 0.97),
            (-0.1, 0.2, 0.7),
            (0.1, 0.1, 0.9),
        ]
        .into_iter()
        .map(|(sign, size, b): (f64, f64, f64)| vec![0.0, sign, size, b.atanh()])
        .collect()
    }

    fn in_units(values: &[f64], log_scale: f64) -> Vec<f64> {
        vec![values[0] + (1.0 - values[3]) * log_scale, values[1], values[2], values[3]]
    }

    fn unit_jacobian(log_scale: f64) -> Vec<Vec<f64>> {
        vec![
            vec![1.0, 0.0, 0.0, -log_scale],
            vec![0.0, 1.0, 0.0, 0.0],
            vec![0.0, 0.0, 1.0, 0.0],
            vec![0.0, 0.0, 0.0, 1.0],
        ]
    }

    fn forecast(values: &[f64], log_variance: f64, error: f64, bars: usize) -> f64 {
        let z = error * (-0.5 * log_variance).exp();
        let own = [1.0, z, z.abs() - mean_size(), log_variance];
        let mut log_mean: f64 = values.iter().zip(own).map(|(v, x)| v * x).sum();
        // Each bar more multiplies the earlier exponents by b and adds a fresh shock.
        log_mean *= values[3].powi(bars as i32 - 1);
        for j in 0..bars - 1 {
            let power = values[3].powi(j as i32);
            let (p, q) = (power * values[1], power * values[2]);
            log_mean += power * values[0] - q * mean_size() + exponential_moment(p, q).ln();
        }
        log_mean.exp()
    }
}
