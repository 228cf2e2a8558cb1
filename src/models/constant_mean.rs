//! The constant-mean model.

use super::{Estimate, ExpectedReturnModel, LinearEstimate, ModelError};
use crate::returns::EstimationSample;

/// `E[R_t]` is the mean return of the estimation window.
///
/// # Formula
/// `Var(CAR) = s^2 (L2 + L2^2/M)`, `nu = M - 1`.
///
/// # References
/// Brown and Warner 1985.
#[derive(Clone, Copy, Debug)]
pub struct ConstantMean;

impl ExpectedReturnModel for ConstantMean {
    fn id(&self) -> &str {
        "constant-mean"
    }

    fn name(&self) -> &str {
        "constant mean"
    }

    fn needs_market(&self) -> bool {
        false
    }

    fn estimate(&self, sample: &EstimationSample<'_>) -> Result<Box<dyn Estimate>, ModelError> {
        let row = |_: f64| vec![1.0];
        Ok(Box::new(LinearEstimate::estimate(sample.firm, &[], &["mean"], row)?))
    }
}
