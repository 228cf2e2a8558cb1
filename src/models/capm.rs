//! The capital asset pricing model on excess returns.

use super::{Design, Estimate, ExpectedReturnModel, LinearEstimate, ModelError, require};
use crate::returns::{EstimationSample, EventSample, Regressor};

/// `E[R_t] = rf_t + alpha + beta (Rm_t - rf_t)`, by least squares on excess returns.
///
/// The riskless rate is the column `RF` of the factor file, per bar.
///
/// # Formula
/// `Var(CAR)` is that of the market model on excess returns; `nu = M - 2`.
///
/// # References
/// Jensen 1968; Campbell, Lo and MacKinlay 1997, s. 4.3.
#[derive(Clone, Copy, Debug)]
pub struct Capm;

/// The slope of [`CapmWithoutAlpha`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CapmSlope {
    /// From the regression with an intercept, which is then left out of the expectation: a return
    /// that the firm earned beyond its beta in the estimation window counts as abnormal.
    #[default]
    WithIntercept,
    /// From the regression through the origin.
    ThroughOrigin,
}

/// `E[R_t] = rf_t + beta (Rm_t - rf_t)`: what the theory expects, without an alpha.
///
/// # Formula
/// With `x = Rm - rf`. Slope with intercept: `Var(w'AR) = s^2 [w'w + g'(X'X)^-1 g]`,
/// `g = (0, sum w x)`, `nu = M - 2`. Through the origin: `b = sum xy / sum x^2`,
/// `Var(w'AR) = s^2 [w'w + (sum w x)^2 / sum x^2]`, `nu = M - 1`.
///
/// # References
/// Sharpe 1964; Black, Jensen and Scholes 1972.
#[derive(Clone, Copy, Debug, Default)]
pub struct CapmWithoutAlpha {
    /// How the slope is estimated.
    pub slope: CapmSlope,
}

fn rate() -> Vec<Regressor> {
    vec![Regressor::Factor("RF".into())]
}

/// The excess return of the benchmark, with a constant of this size first, where there is one.
fn design(window: &EventSample<'_>, constant: Option<f64>) -> Design {
    let known = window.factors[0].clone();
    let excess = window.market.iter().zip(&known).map(|(m, rf)| m - rf).collect();
    let constant = constant.map(|value| vec![value; window.bars]);
    Design { columns: constant.into_iter().chain([excess]).collect(), known, ..Design::default() }
}

impl ExpectedReturnModel for Capm {
    fn id(&self) -> &str {
        "capm"
    }

    fn name(&self) -> &str {
        "CAPM"
    }

    fn factors(&self) -> Vec<Regressor> {
        rate()
    }

    fn estimate(&self, sample: &EstimationSample<'_>) -> Result<Box<dyn Estimate>, ModelError> {
        require(self, sample)?;
        let former = |window: &EventSample<'_>| design(window, Some(1.0));
        Ok(Box::new(LinearEstimate::of_sample(sample, &["alpha", "beta"], former)?))
    }
}

impl ExpectedReturnModel for CapmWithoutAlpha {
    fn id(&self) -> &str {
        match self.slope {
            CapmSlope::WithIntercept => "capm-no-alpha",
            CapmSlope::ThroughOrigin => "capm-through-origin",
        }
    }

    fn name(&self) -> &str {
        match self.slope {
            CapmSlope::WithIntercept => "CAPM without alpha",
            CapmSlope::ThroughOrigin => "CAPM through the origin",
        }
    }

    fn factors(&self) -> Vec<Regressor> {
        rate()
    }

    fn estimate(&self, sample: &EstimationSample<'_>) -> Result<Box<dyn Estimate>, ModelError> {
        require(self, sample)?;
        Ok(Box::new(match self.slope {
            CapmSlope::WithIntercept => {
                let estimation = design(&sample.as_window(), Some(1.0));
                let former = |window: &EventSample<'_>| design(window, Some(0.0));
                LinearEstimate::with_design(sample.firm, estimation, &["alpha", "beta"], former)?
            }
            CapmSlope::ThroughOrigin => {
                LinearEstimate::of_sample(sample, &["beta"], |window| design(window, None))?
            }
        }))
    }
}
