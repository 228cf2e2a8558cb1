//! Vasicek's Bayesian beta.

use super::corrected_beta::{CorrectedBeta, Correction, centred, dot, mean, plain};
use super::{Estimate, EstimateNote, ExpectedReturnModel, ModelError, require};
use crate::returns::EstimationSample;

/// What is known of a firm's beta before its own returns are seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BetaPrior {
    /// The mean.
    pub mean: f64,
    /// The variance, positive.
    pub variance: f64,
}

impl BetaPrior {
    /// The prior from a cross-section of estimated betas with their sampling variances.
    ///
    /// # Formula
    /// Method of moments: the mean of the betas, and their variance (divisor n - 1) less the mean of
    /// the sampling variances, which is in it beside the variance of the true betas.
    ///
    /// `None` with fewer than three betas, or where they differ by no more than their errors.
    ///
    /// # References
    /// Vasicek 1973; Efron and Morris 1975 for the variance.
    ///
    /// ```
    /// use eventstudy::models::internals::BetaPrior;
    /// let prior = BetaPrior::of(&[(0.5, 0.01), (1.0, 0.02), (1.5, 0.03)]).unwrap();
    /// assert!((prior.mean - 1.0).abs() < 1e-15 && (prior.variance - 0.23).abs() < 1e-15);
    /// assert!(BetaPrior::of(&[(0.9, 0.1), (1.0, 0.1), (1.1, 0.1)]).is_none());
    /// ```
    pub fn of(cross_section: &[(f64, f64)]) -> Option<Self> {
        let (betas, errors): (Vec<f64>, Vec<f64>) = cross_section.iter().copied().unzip();
        if betas.len() < 3 {
            return None;
        }
        let deviations = centred(&betas);
        let spread = dot(&deviations, &deviations) / (betas.len() - 1) as f64;
        let variance = spread - mean(&errors);
        (variance > 0.0 && variance.is_finite()).then(|| Self { mean: mean(&betas), variance })
    }
}

/// The market model with a beta that is drawn towards a prior as far as it is uncertain.
///
/// # Formula
/// With `v = s^2/SSX`, prior mean `b0` and variance `v0`: `b = w b^ + (1 - w) b0`,
/// `w = (1/v)/(1/v + 1/v0)`, `a = Rbar - b Rmbar`;
/// `Var(CAR) = s^2 (L2 + L2^2/M) + (sum_W Rm - L2 Rmbar)^2/(1/v + 1/v0)`; `nu = M - 2`.
///
/// # References
/// Vasicek 1973.
#[derive(Clone, Copy, Debug, Default)]
pub struct Vasicek {
    /// The prior; without one the model refuses to be estimated.
    pub prior: Option<BetaPrior>,
}

impl ExpectedReturnModel for Vasicek {
    fn id(&self) -> &str {
        "vasicek"
    }

    fn name(&self) -> &str {
        "market model, Vasicek beta"
    }

    fn with_prior(&self, cross_section: &[(f64, f64)]) -> Option<Box<dyn ExpectedReturnModel>> {
        Some(Box::new(Self { prior: BetaPrior::of(cross_section) }))
    }

    fn estimate(&self, sample: &EstimationSample<'_>) -> Result<Box<dyn Estimate>, ModelError> {
        require(self, sample)?;
        let no_prior = |reason| ModelError::NoPrior { model: self.name().to_owned(), reason };
        let prior = self.prior.ok_or_else(|| {
            no_prior("there are not three betas of peers that differ by more than their errors")
        })?;
        if !(prior.variance > 0.0 && prior.variance.is_finite() && prior.mean.is_finite()) {
            return Err(no_prior("the one given has no positive variance"));
        }
        let fit = plain(sample)?;
        let x = centred(sample.market);
        let squares = dot(&x, &x);
        let variance = fit.residual_variance();
        let precision = squares / variance;
        let weight = precision / (precision + 1.0 / prior.variance);
        let beta = weight * fit.coefficients()[1] + (1.0 - weight) * prior.mean;
        let correction = Correction {
            beta,
            influence: x.iter().map(|x| weight * x / squares).collect(),
            degrees_of_freedom: fit.degrees_of_freedom() as f64,
            notes: vec![EstimateNote {
                text: format!(
                    "the beta has {:.0}% of its weight from the firm's own returns; the prior has mean {:.3} and standard deviation {:.3}",
                    100.0 * weight,
                    prior.mean,
                    prior.variance.sqrt()
                ),
                gist: "the beta is drawn to the mean of those of other firms, as far as it is uncertain".into(),
            }],
        };
        let posterior = 1.0 / (precision + 1.0 / prior.variance);
        Ok(Box::new(CorrectedBeta::new(sample, correction, |_| (variance, posterior))?))
    }
}
