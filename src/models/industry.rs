//! The market model with an industry.

use super::{Design, Estimate, ExpectedReturnModel, LinearEstimate, ModelError, require};
use crate::returns::{EstimationSample, EventSample, Regressor};

/// `E[R_t] = alpha + beta Rm_t + c (Ri_t - Rm_t)` with the equal-weighted return `Ri` of the peers.
///
/// Peers exclude the firm itself and the other firms of the event. Taking the industry beyond the
/// market changes what the coefficients mean and not the abnormal return, which is that of a
/// regression on both returns.
///
/// # Formula
/// `Var(w'AR) = s^2 [w'w + g'(X'X)^-1 g]`, `g = X*'w`; `nu = M - 3`.
///
/// # References
/// King 1966; MacKinlay 1997.
#[derive(Clone, Copy, Debug)]
pub struct Industry;

impl ExpectedReturnModel for Industry {
    fn id(&self) -> &str {
        "industry"
    }

    fn name(&self) -> &str {
        "market and industry"
    }

    fn factors(&self) -> Vec<Regressor> {
        vec![Regressor::Peers]
    }

    fn estimate(&self, sample: &EstimationSample<'_>) -> Result<Box<dyn Estimate>, ModelError> {
        require(self, sample)?;
        let former = |window: &EventSample<'_>| {
            let beyond = window.factors[0].iter().zip(window.market).map(|(i, m)| i - m).collect();
            Design {
                columns: vec![vec![1.0; window.bars], window.market.to_vec(), beyond],
                ..Design::default()
            }
        };
        Ok(Box::new(LinearEstimate::of_sample(sample, &["alpha", "beta", "industry"], former)?))
    }
}
