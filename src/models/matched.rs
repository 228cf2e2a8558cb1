//! Matched firms.

use super::difference::Difference;
use super::linear::no_variance;
use super::{Estimate, ExpectedReturnModel, ModelError, require};
use crate::returns::{EstimationSample, Regressor};

/// `E[R_t]` is the equal-weighted return of matched firms, set to equal weights on each bar.
///
/// Matches are the peers of the study, chosen beforehand by size, book-to-market, past return or
/// industry; the firms of the event never belong to them.
///
/// # Formula
/// `AR = R - R_match`, `s^2 = sum (d - dbar)^2/(M - 1)` of the difference `d` over the estimation
/// window, `Var(CAR) = L2 s^2`, `nu = M - 1`.
///
/// # References
/// Barber and Lyon 1997; Lyon, Barber and Tsai 1999.
#[derive(Clone, Copy, Debug)]
pub struct Matched;

impl ExpectedReturnModel for Matched {
    fn id(&self) -> &str {
        "matched"
    }

    fn name(&self) -> &str {
        "matched firms"
    }

    fn needs_market(&self) -> bool {
        false
    }

    fn factors(&self) -> Vec<Regressor> {
        vec![Regressor::Peers]
    }

    fn estimate(&self, sample: &EstimationSample<'_>) -> Result<Box<dyn Estimate>, ModelError> {
        require(self, sample)?;
        let bars = sample.firm.len();
        if bars < 2 {
            return Err(ModelError::TooFewBars { bars, needed: 2 });
        }
        let differences = sample.firm.iter().zip(&sample.factors[0]).map(|(r, m)| r - m).collect();
        let difference = Difference::new(differences, false, |w| &w.factors[0]);
        if no_variance(difference.residual_variance(), sample.firm) {
            return Err(ModelError::ZeroVariance { bars });
        }
        Ok(Box::new(difference))
    }
}
