//! Estimates of the market model with another beta than that of least squares.

use super::linear::no_variance;
use super::{Coefficient, Estimate, EstimateNote, LeastSquares, ModelError};
use crate::returns::{EstimationSample, EventSample};

/// A beta that is linear in the firm's returns.
pub(super) struct Correction {
    pub(super) beta: f64,
    /// `c` in `beta = sum c_t R_t + constant`, one place an estimation bar.
    pub(super) influence: Vec<f64>,
    /// The degrees of freedom of the residual variance.
    pub(super) degrees_of_freedom: f64,
    pub(super) notes: Vec<EstimateNote>,
}

/// The market model with a corrected beta: `alpha = Rbar - beta Rmbar` and
/// `AR_t = R_t - alpha - beta Rm_t`.
///
/// # Formula
/// `Var(w'AR) = s^2 [w'w + (w'1)^2/M] + Var(beta) (w'Rm - (w'1) Rmbar)^2`.
pub(super) struct CorrectedBeta {
    alpha: f64,
    correction: Correction,
    beta_variance: f64,
    variance: f64,
    residuals: Vec<f64>,
    market: Vec<f64>,
    market_mean: f64,
    least_squares: Coefficient,
}

impl CorrectedBeta {
    /// `variances` gives the residual variance and the variance of the beta from the residual
    /// variance around the corrected line.
    pub(super) fn new(
        sample: &EstimationSample<'_>,
        correction: Correction,
        variances: impl FnOnce(f64) -> (f64, f64),
    ) -> Result<Self, ModelError> {
        let plain = plain(sample)?;
        let beta = correction.beta;
        let market_mean = mean(sample.market);
        let alpha = mean(sample.firm) - beta * market_mean;
        let residuals: Vec<f64> =
            sample.firm.iter().zip(sample.market).map(|(r, m)| r - alpha - beta * m).collect();
        let squares: f64 = residuals.iter().map(|e| e * e).sum();
        let (variance, beta_variance) = variances(squares / correction.degrees_of_freedom);
        Ok(Self {
            alpha,
            correction,
            beta_variance,
            variance,
            residuals,
            market: sample.market.to_vec(),
            market_mean,
            least_squares: Coefficient {
                name: "beta by least squares".into(),
                value: plain.coefficients()[1],
                standard_error: plain.standard_errors()[1],
            },
        })
    }
}

/// The market model by least squares.
pub(super) fn plain(sample: &EstimationSample<'_>) -> Result<LeastSquares, ModelError> {
    let ones = vec![1.0; sample.firm.len()];
    let fit = LeastSquares::fit(&[&ones, sample.market], sample.firm)?;
    if no_variance(fit.residual_variance(), sample.firm) {
        return Err(ModelError::ZeroVariance { bars: sample.firm.len() });
    }
    Ok(fit)
}

pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Values less their mean.
pub(super) fn centred(values: &[f64]) -> Vec<f64> {
    let mean = mean(values);
    values.iter().map(|v| v - mean).collect()
}

pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

impl Estimate for CorrectedBeta {
    fn coefficients(&self) -> Vec<Coefficient> {
        let bars = self.market.len() as f64;
        let alpha_variance =
            self.variance / bars + self.market_mean * self.market_mean * self.beta_variance;
        let coefficient = |name: &str, value, variance: f64| Coefficient {
            name: name.into(),
            value,
            standard_error: variance.sqrt(),
        };
        vec![
            coefficient("alpha", self.alpha, alpha_variance),
            coefficient("beta", self.correction.beta, self.beta_variance),
            self.least_squares.clone(),
        ]
    }

    fn residuals(&self) -> &[f64] {
        &self.residuals
    }

    fn residual_variance(&self) -> f64 {
        self.variance
    }

    fn degrees_of_freedom(&self) -> f64 {
        self.correction.degrees_of_freedom
    }

    fn expected(&self, window: &EventSample<'_>) -> Vec<f64> {
        window.market.iter().map(|m| self.alpha + self.correction.beta * m).collect()
    }

    fn forecast_variance(&self, window: &EventSample<'_>, weights: &[f64]) -> f64 {
        let bars = self.market.len() as f64;
        let used = || weights.iter().zip(window.market).filter(|(w, _)| **w != 0.0);
        let sum: f64 = used().map(|(w, _)| w).sum();
        let squares: f64 = used().map(|(w, _)| w * w).sum();
        let deviation: f64 = used().map(|(w, m)| w * (m - self.market_mean)).sum();
        self.variance * (squares + sum * sum / bars) + self.beta_variance * deviation * deviation
    }

    /// With `D` the sum of the benchmark's deviations and `c` the influence of the firm's returns
    /// on the beta: `s^2 (n - n^2/M) + Var(beta) D^2 - 2 D s^2 sum c`.
    fn residual_sum_variance(&self, from: usize, to: usize) -> f64 {
        let (n, bars) = ((to - from) as f64, self.market.len() as f64);
        let deviation: f64 = self.market[from..to].iter().map(|m| m - self.market_mean).sum();
        let shared: f64 = self.correction.influence[from..to].iter().sum();
        self.variance * (n - n * n / bars - 2.0 * deviation * shared)
            + self.beta_variance * deviation * deviation
    }

    fn notes(&self) -> Vec<EstimateNote> {
        self.correction.notes.clone()
    }
}

/// Says so where a correction for thin trading is smaller than the standard error of the plain
/// beta.
pub(super) fn note_on_size(plain: &LeastSquares, beta: f64) -> Vec<EstimateNote> {
    let (least_squares, error) = (plain.coefficients()[1], plain.standard_errors()[1]);
    if (beta - least_squares).abs() >= error {
        return Vec::new();
    }
    vec![EstimateNote {
        text: format!(
            "the beta corrected for thin trading, {beta:.3}, is within a standard error of that of least squares, {least_squares:.3} (se {error:.3}): the correction is noise"
        ),
        gist: "the beta corrected for thin trading is within a standard error of that of least squares: the correction is noise".into(),
    }]
}
