//! The market model.

use super::{ClosedForm, Estimate, ExpectedReturnModel, LinearEstimate, ModelError, require};
use crate::returns::EstimationSample;

/// `E[R_t] = alpha + beta Rm_t`, by least squares over the estimation window.
///
/// # Formula
/// `Var(CAR) = s^2 [L2 + L2^2/M + (sum_W Rm - L2 Rmbar)^2 / SSX]`, the square being of the *sum* of
/// deviations; `nu = M - 2`.
///
/// # References
/// Sharpe 1963; MacKinlay 1997; Patell 1976 for the forecast error.
#[derive(Clone, Copy, Debug)]
pub struct MarketModel;

impl ExpectedReturnModel for MarketModel {
    fn id(&self) -> &str {
        "market-model"
    }

    fn name(&self) -> &str {
        "market model"
    }

    fn closed_form(&self) -> Option<ClosedForm> {
        Some(ClosedForm::MarketModel)
    }

    fn estimate(&self, sample: &EstimationSample<'_>) -> Result<Box<dyn Estimate>, ModelError> {
        require(self, sample)?;
        let row = |market: f64| vec![1.0, market];
        let fit = LinearEstimate::estimate(sample.firm, sample.market, &["alpha", "beta"], row)?;
        Ok(Box::new(fit))
    }
}
