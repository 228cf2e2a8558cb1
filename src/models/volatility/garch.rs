//! The GARCH(1,1) market model.

use super::likelihood::{Bar, VarianceEquation};
use super::{VolatilityFit, estimate_or_fall_back, fit};
use crate::models::{Estimate, ExpectedReturnModel, ModelError, require};
use crate::returns::EstimationSample;

/// The market model with a conditional variance of GARCH(1,1).
///
/// # Formula
/// `R_t = alpha + beta Rm_t + e_t`, `h_t = omega + a e_{t-1}^2 + b h_{t-1}`, estimated by normal
/// quasi maximum likelihood with `h_0 = e_0^2 = mean e^2`. The variance of the event window is
/// forecast from the last estimation bar and does not see the event:
/// `h_{T+k} = hbar + (a + b)^{k-1} (h_{T+1} - hbar)`, `hbar = omega/(1 - a - b)`, with k counted over
/// the gap. `Var(w'AR) = sum w^2 h + g' Cov(alpha, beta) g` with the inverse Hessian; the reference is
/// the standard normal. Missing bars inside the estimation window are passed over.
///
/// With fewer than 250 estimation bars, without an optimum inside the bounds, or with `a + b` of
/// 0.9999 or more, the least-squares market model takes its place, and a note says so.
///
/// # References
/// Bollerslev 1986; Bollerslev and Wooldridge 1992 for the robust standard errors.
#[derive(Clone, Copy, Debug)]
pub struct Garch;

impl Garch {
    /// Fits `y` on `columns` with a conditional variance, whatever the number of bars.
    ///
    /// # Errors
    /// A sentence that says why there is no estimate; see also [`crate::models::LeastSquares::fit`].
    pub fn fit(columns: &[&[f64]], y: &[f64]) -> Result<VolatilityFit, String> {
        fit::<Equation>(columns, y).map_err(|why| why.text)
    }
}

impl ExpectedReturnModel for Garch {
    fn id(&self) -> &str {
        "garch"
    }

    fn name(&self) -> &str {
        "GARCH(1,1) market model"
    }

    fn needs_market(&self) -> bool {
        true
    }

    fn estimate(&self, sample: &EstimationSample<'_>) -> Result<Box<dyn Estimate>, ModelError> {
        require(self, sample)?;
        estimate_or_fall_back::<Equation>(self.name(), sample)
    }
}

/// omega, a, b.
#[derive(Clone, Copy)]
pub struct Equation;

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn logit(p: f64) -> f64 {
    (p / (1.0 - p)).ln()
}

impl VarianceEquation for Equation {
    const NAMES: &'static [&'static str] = &["omega", "arch", "garch"];
    const KINKS: bool = false;

    fn first(values: &[f64], (square, by_mean): (f64, &[f64]), gradient: &mut [f64]) -> f64 {
        let persistence = values[1] + values[2];
        let h = values[0] + persistence * square;
        let means = by_mean.len();
        for (g, d) in gradient.iter_mut().zip(by_mean) {
            *g = persistence * d / h;
        }
        for (g, d) in gradient[means..].iter_mut().zip([1.0, square, square]) {
            *g = d / h;
        }
        h.ln()
    }

    fn next(values: &[f64], before: &Bar<'_>, gradient: &mut [f64]) -> f64 {
        let (last, square) = (before.log_variance.exp(), before.error * before.error);
        let h = values[0] + values[1] * square + values[2] * last;
        let means = before.row.len();
        // The derivative of the variance before, of which the gradient has the logarithm's.
        let carried = |j: usize| values[2] * last * before.gradient[j];
        for j in 0..means {
            gradient[j] = (carried(j) - 2.0 * values[1] * before.error * before.row[j]) / h;
        }
        for (k, own) in [1.0, square, last].into_iter().enumerate() {
            gradient[means + k] = (own + carried(means + k)) / h;
        }
        h.ln()
    }

    fn inside(values: &[f64]) -> bool {
        values[0] > 0.0 && values[1] >= 0.0 && values[2] >= 0.0 && values[1] + values[2] < 1.0
    }

    fn persistence(values: &[f64]) -> f64 {
        values[1] + values[2]
    }

    fn feedback(values: &[f64], log_variance: f64, error: f64) -> f64 {
        let last = values[2] * log_variance.exp();
        last / (values[0] + values[1] * error * error + last)
    }

    fn of_free(free: &[f64]) -> Vec<f64> {
        let (persistence, share) = (logistic(free[1]), logistic(free[2]));
        vec![free[0].exp(), persistence * share, persistence * (1.0 - share)]
    }

    fn free_gradient(free: &[f64], gradient: &[f64]) -> Vec<f64> {
        let (p, s) = (logistic(free[1]), logistic(free[2]));
        vec![
            free[0].exp() * gradient[0],
            p * (1.0 - p) * (s * gradient[1] + (1.0 - s) * gradient[2]),
            p * s * (1.0 - s) * (gradient[1] - gradient[2]),
        ]
    }

    fn starts() -> Vec<Vec<f64>> {
        [(0.05, 0.90), (0.10, 0.80), (0.15, 0.50), (0.30, 0.30), (0.03, 0.95)]
            .into_iter()
            .map(|(a, b): (f64, f64)| vec![(1.0 - a - b).ln(), logit(a + b), logit(a / (a + b))])
            .collect()
    }

    fn in_units(values: &[f64], log_scale: f64) -> Vec<f64> {
        vec![values[0] * log_scale.exp(), values[1], values[2]]
    }

    fn unit_jacobian(log_scale: f64) -> Vec<Vec<f64>> {
        vec![vec![log_scale.exp(), 0.0, 0.0], vec![0.0, 1.0, 0.0], vec![0.0, 0.0, 1.0]]
    }

    fn forecast(values: &[f64], log_variance: f64, error: f64, bars: usize) -> f64 {
        let persistence = values[1] + values[2];
        let level = values[0] / (1.0 - persistence);
        let next = values[0] + values[1] * error * error + values[2] * log_variance.exp();
        level + persistence.powi(bars as i32 - 1) * (next - level)
    }
}
