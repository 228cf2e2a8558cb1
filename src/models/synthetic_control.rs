//! The synthetic control.

use super::linear::no_variance;
use super::simplex::simplex_least_squares;
use super::{Coefficient, Estimate, ExpectedReturnModel, ModelError, require};
use crate::returns::{EstimationSample, EventSample, Regressor};

/// `E[R_t] = sum w_j R_jt`: the mix of donors that followed the firm best in the estimation window.
///
/// # Formula
/// `w = argmin sum (R_t - sum_j w_j R_jt)^2`, `w >= 0`, `sum w = 1`. There is no variance in closed
/// form: standard errors are NaN, and inference is by permutation over the donors
/// (`inference::synthetic_control_placebo`). The donors must not be touched by the event.
///
/// # References
/// Abadie, Diamond and Hainmueller 2010; Goldsmith-Pinkham and Lyu 2025 for returns.
#[derive(Clone, Copy, Debug)]
pub struct SyntheticControl;

struct Synthetic {
    weights: Vec<f64>,
    residuals: Vec<f64>,
}

fn mix(weights: &[f64], donors: &[Vec<f64>], bars: usize) -> Vec<f64> {
    (0..bars).map(|i| weights.iter().zip(donors).map(|(w, d)| w * d[i]).sum()).collect()
}

impl ExpectedReturnModel for SyntheticControl {
    fn id(&self) -> &str {
        "synthetic-control"
    }

    fn name(&self) -> &str {
        "synthetic control"
    }

    fn needs_market(&self) -> bool {
        false
    }

    fn factors(&self) -> Vec<Regressor> {
        vec![Regressor::Donors]
    }

    fn estimate(&self, sample: &EstimationSample<'_>) -> Result<Box<dyn Estimate>, ModelError> {
        require(self, sample)?;
        let bars = sample.firm.len();
        let donors: Vec<&[f64]> = sample.factors.iter().map(Vec::as_slice).collect();
        let weights = simplex_least_squares(&donors, sample.firm)?;
        let expected = mix(&weights, sample.factors, bars);
        let residuals: Vec<f64> = sample.firm.iter().zip(&expected).map(|(r, e)| r - e).collect();
        let synthetic = Synthetic { weights, residuals };
        if no_variance(synthetic.residual_variance(), sample.firm) {
            return Err(ModelError::ZeroVariance { bars });
        }
        Ok(Box::new(synthetic))
    }
}

impl Estimate for Synthetic {
    fn coefficients(&self) -> Vec<Coefficient> {
        let weight = |(j, value): (usize, &f64)| Coefficient {
            name: format!("donor {}", j + 1),
            value: *value,
            standard_error: f64::NAN,
        };
        self.weights.iter().enumerate().map(weight).collect()
    }

    fn residuals(&self) -> &[f64] {
        &self.residuals
    }

    /// The mean squared error of the estimation window.
    fn residual_variance(&self) -> f64 {
        self.residuals.iter().map(|e| e * e).sum::<f64>() / self.residuals.len() as f64
    }

    fn degrees_of_freedom(&self) -> f64 {
        f64::NAN
    }

    fn expected(&self, window: &EventSample<'_>) -> Vec<f64> {
        mix(&self.weights, window.factors, window.bars)
    }

    fn forecast_variance(&self, _: &EventSample<'_>, _: &[f64]) -> f64 {
        f64::NAN
    }

    fn residual_sum_variance(&self, _: usize, _: usize) -> f64 {
        f64::NAN
    }
}
