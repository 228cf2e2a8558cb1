//! The market-adjusted model.

use super::difference::Difference;
use super::linear::no_variance;
use super::{Estimate, ExpectedReturnModel, ModelError, require};
use crate::returns::EstimationSample;

/// `E[R_t] = Rm_t`: nothing is estimated but the variance.
///
/// # Formula
/// `AR = R - Rm`, `Var(CAR) = L2 s^2` without a forecast-error term, because no coefficient is
/// estimated. With `d = R - Rm` over the estimation window: `s^2 = sum (d - dbar)^2/(M - 1)`,
/// `nu = M - 1`; under [`MarketAdjusted::ZERO_MEAN`] `s^2 = sum d^2/M`, `nu = M`, which counts a
/// firm's drift against the market as variance.
///
/// # References
/// Brown and Warner 1985.
#[derive(Clone, Copy, Debug, Default)]
pub struct MarketAdjusted {
    zero_mean: bool,
}

impl MarketAdjusted {
    /// With the variance around zero, the mean that the model itself expects.
    pub const ZERO_MEAN: Self = Self { zero_mean: true };
}

impl ExpectedReturnModel for MarketAdjusted {
    fn id(&self) -> &str {
        if self.zero_mean { "market-adjusted-zero-mean" } else { "market-adjusted" }
    }

    fn name(&self) -> &str {
        if self.zero_mean { "market-adjusted, variance around zero" } else { "market-adjusted" }
    }

    fn estimate(&self, sample: &EstimationSample<'_>) -> Result<Box<dyn Estimate>, ModelError> {
        require(self, sample)?;
        let bars = sample.firm.len();
        if bars < 2 {
            return Err(ModelError::TooFewBars { bars, needed: 2 });
        }
        let differences = sample.firm.iter().zip(sample.market).map(|(r, m)| r - m).collect();
        let difference = Difference::new(differences, self.zero_mean, |w| w.market);
        if no_variance(difference.residual_variance(), sample.firm) {
            return Err(ModelError::ZeroVariance { bars });
        }
        Ok(Box::new(difference))
    }
}
