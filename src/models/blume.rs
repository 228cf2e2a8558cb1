//! Blume's adjusted beta.

use super::corrected_beta::{CorrectedBeta, Correction, centred, dot, plain};
use super::{Estimate, EstimateNote, ExpectedReturnModel, LeastSquares, ModelError, require};
use crate::returns::EstimationSample;

/// The market model with a beta that is drawn towards one by a fixed rule.
///
/// # Formula
/// `b = c0 + c1 b^`, by default `1/3 + 2/3 b^`; `a = Rbar - b Rmbar`;
/// `Var(CAR) = s^2 (L2 + L2^2/M) + c1^2 v (sum_W Rm - L2 Rmbar)^2`, `v = s^2/SSX`; `nu = M - 2`. The
/// variance leaves out that the rule is biased for a firm whose beta is not one; a note says so.
///
/// # References
/// Blume 1975.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Blume {
    #[doc(hidden)]
    pub constant: f64,
    #[doc(hidden)]
    pub slope: f64,
}

impl Default for Blume {
    fn default() -> Self {
        Self { constant: 1.0 / 3.0, slope: 2.0 / 3.0 }
    }
}

impl Blume {
    /// The rule estimated anew: the betas of firms in a later period by least squares on those of
    /// an earlier one, given as pairs (earlier, later).
    ///
    /// # Errors
    /// See [`LeastSquares::fit`].
    pub fn estimated(pairs: &[(f64, f64)]) -> Result<Self, ModelError> {
        let (earlier, later): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
        let fit = LeastSquares::fit(&[&vec![1.0; pairs.len()], &earlier], &later)?;
        Ok(Self { constant: fit.coefficients()[0], slope: fit.coefficients()[1] })
    }
}

impl ExpectedReturnModel for Blume {
    fn id(&self) -> &str {
        "blume"
    }

    fn name(&self) -> &str {
        "market model, Blume beta"
    }

    fn estimate(&self, sample: &EstimationSample<'_>) -> Result<Box<dyn Estimate>, ModelError> {
        require(self, sample)?;
        let fit = plain(sample)?;
        let x = centred(sample.market);
        let squares = dot(&x, &x);
        let variance = fit.residual_variance();
        let correction = Correction {
            beta: self.constant + self.slope * fit.coefficients()[1],
            influence: x.iter().map(|x| self.slope * x / squares).collect(),
            degrees_of_freedom: fit.degrees_of_freedom() as f64,
            notes: vec![EstimateNote::plain(
                "Blume's beta is biased for a firm whose beta is far from one; its standard error leaves that out",
            )],
        };
        let beta_variance = self.slope * self.slope * variance / squares;
        Ok(Box::new(CorrectedBeta::new(sample, correction, |_| (variance, beta_variance))?))
    }
}
