//! The market-adjusted model.

use super::linear::no_variance;
use super::{Coefficient, Estimate, ExpectedReturnModel, ModelError};
use crate::returns::{EstimationSample, EventSample};

/// `E[R_t] = Rm_t`: nothing is estimated but the variance.
///
/// # Formula
/// `AR = R - Rm`; `s^2 = sum (d - dbar)^2/(M - 1)` with `d = R - Rm` over the estimation window;
/// `Var(CAR) = L2 s^2`, without a forecast-error term because no coefficient is estimated;
/// `nu = M - 1`.
///
/// # References
/// Brown and Warner 1985.
#[derive(Clone, Copy, Debug)]
pub struct MarketAdjusted;

struct Adjusted {
    residuals: Vec<f64>,
    variance: f64,
}

impl ExpectedReturnModel for MarketAdjusted {
    fn id(&self) -> &str {
        "market-adjusted"
    }

    fn name(&self) -> &str {
        "market-adjusted"
    }

    fn needs_market(&self) -> bool {
        true
    }

    fn estimate(&self, sample: &EstimationSample<'_>) -> Result<Box<dyn Estimate>, ModelError> {
        let bars = sample.firm.len();
        if sample.market.len() != bars {
            return Err(ModelError::NoMarket { model: self.name().to_owned() });
        }
        if bars < 2 {
            return Err(ModelError::TooFewBars { bars, needed: 2 });
        }
        let residuals: Vec<f64> =
            sample.firm.iter().zip(sample.market).map(|(r, m)| r - m).collect();
        let mean = residuals.iter().sum::<f64>() / bars as f64;
        let variance =
            residuals.iter().map(|d| (d - mean) * (d - mean)).sum::<f64>() / (bars - 1) as f64;
        if no_variance(variance, sample.firm) {
            return Err(ModelError::ZeroVariance { bars });
        }
        Ok(Box::new(Adjusted { residuals, variance }))
    }
}

impl Estimate for Adjusted {
    fn coefficients(&self) -> Vec<Coefficient> {
        Vec::new()
    }

    fn residuals(&self) -> &[f64] {
        &self.residuals
    }

    fn residual_variance(&self) -> f64 {
        self.variance
    }

    fn degrees_of_freedom(&self) -> f64 {
        (self.residuals.len() - 1) as f64
    }

    fn expected(&self, window: &EventSample<'_>) -> Vec<f64> {
        window.market.to_vec()
    }

    fn forecast_variance(&self, _: &EventSample<'_>, weights: &[f64]) -> f64 {
        self.variance * weights.iter().map(|w| w * w).sum::<f64>()
    }

    fn residual_sum_variance(&self, from: usize, to: usize) -> f64 {
        self.variance * (to - from) as f64
    }
}
