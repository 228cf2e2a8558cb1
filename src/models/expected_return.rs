//! What a model of the expected return is, and what its estimate gives.

use std::ops::Range;

use serde::Serialize;

use super::{EstimateNote, ModelError};
use crate::returns::{EstimationSample, EventSample, FirmReturns, Regressor};

/// A model of the expected return.
///
/// Implement it to bring a model of your own; `examples/custom_model.rs` shows how.
pub trait ExpectedReturnModel: Send + Sync {
    /// The name in commands and files, such as `market-model`.
    fn id(&self) -> &str;

    /// The name for people, such as "market model".
    fn name(&self) -> &str;

    /// Whether the model needs benchmark returns, as nearly all do.
    fn needs_market(&self) -> bool {
        true
    }

    /// What the model needs beside the benchmark's return on the same bar; the samples carry these
    /// columns in this order.
    fn factors(&self) -> Vec<Regressor> {
        Vec::new()
    }

    /// The closed form that is this model exactly, for studies of many events.
    fn closed_form(&self) -> Option<ClosedForm> {
        None
    }

    /// Which returns of the firm the model is estimated on.
    fn firm_returns(&self) -> FirmReturns {
        FirmReturns::EachBar
    }

    /// The model with a prior of its beta from a cross-section of estimated betas and their
    /// sampling variances; `None` for a model that uses no prior.
    fn with_prior(&self, cross_section: &[(f64, f64)]) -> Option<Box<dyn ExpectedReturnModel>> {
        let _ = cross_section;
        None
    }

    /// Estimates the model on the estimation window.
    ///
    /// # Errors
    /// [`ModelError`] where the sample does not determine the model. A model that falls back to
    /// another says so in the [`Estimate::notes`].
    fn estimate(&self, sample: &EstimationSample<'_>) -> Result<Box<dyn Estimate>, ModelError>;
}

/// Models whose figures have a closed form without a matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClosedForm {
    /// The market model.
    MarketModel,
}

/// An estimated model.
pub trait Estimate: Send + Sync {
    /// The estimated coefficients, with standard errors where they exist.
    fn coefficients(&self) -> Vec<Coefficient>;

    /// Residuals of the estimation window, in bar order.
    fn residuals(&self) -> &[f64];

    /// The residual variance `s^2`.
    fn residual_variance(&self) -> f64;

    /// Degrees of freedom `nu` of the residual variance: an abnormal return over its standard error
    /// is t(nu). Infinite where the reference is the standard normal, NaN where there is none.
    fn degrees_of_freedom(&self) -> f64;

    /// The expected return of each bar of the event window.
    fn expected(&self, window: &EventSample<'_>) -> Vec<f64>;

    /// `Var(w'AR)` for weights `w` over the bars of the event window, with the error of the
    /// estimated parameters: `s^2 [w'w + g'(X'X)^-1 g]`, `g = X*'w`; NaN for a model without one.
    fn forecast_variance(&self, window: &EventSample<'_>, weights: &[f64]) -> f64;

    /// Forecast variances of the plain sum over each range of bars of the event window.
    fn forecast_variances(&self, window: &EventSample<'_>, spans: &[Range<usize>]) -> Vec<f64> {
        let inside = |span: &Range<usize>, i: usize| if span.contains(&i) { 1.0 } else { 0.0 };
        let weights = |span| (0..window.bars).map(|i| inside(span, i)).collect::<Vec<f64>>();
        spans.iter().map(|span| self.forecast_variance(window, &weights(span))).collect()
    }

    /// The variance of the sum of the residuals of the estimation bars `from..to`:
    /// `s^2 [w'w - g'(X'X)^-1 g]`. Residuals are less dispersed than forecast errors.
    fn residual_sum_variance(&self, from: usize, to: usize) -> f64;

    /// The regressors of the estimation bars and of the event bars, one column a coefficient, where
    /// the estimate is least squares on them with errors of one variance; `None` for any other.
    fn least_squares_on(&self, _window: &EventSample<'_>) -> Option<[Vec<Vec<f64>>; 2]> {
        None
    }

    /// Whether this is the estimate of another model than the one asked for; the notes say why.
    fn fell_back(&self) -> bool {
        false
    }

    /// What to know when reading the estimate.
    fn notes(&self) -> Vec<EstimateNote> {
        Vec::new()
    }

    /// The returns that a position in the firm is held against over the event window: the
    /// benchmark, or what the model has in its place; empty without any.
    fn held_against<'w>(&self, window: &EventSample<'w>) -> &'w [f64] {
        window.market
    }
}

/// An estimated coefficient.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coefficient {
    /// The name, such as `alpha` or `beta`.
    pub name: String,
    /// The estimate.
    pub value: f64,
    /// The standard error; NaN where there is none.
    pub standard_error: f64,
}

/// Checks that a sample carries what the model needs, on every bar.
pub(super) fn require(
    model: &dyn ExpectedReturnModel,
    sample: &EstimationSample<'_>,
) -> Result<(), ModelError> {
    let bars = sample.firm.len();
    let name = || model.name().to_owned();
    if model.needs_market() && sample.market.len() != bars {
        return Err(ModelError::NoMarket { model: name() });
    }
    for (i, regressor) in model.factors().into_iter().enumerate() {
        if sample.factors.get(i).is_none_or(|column| column.len() != bars) {
            return Err(ModelError::NoRegressor { model: name(), regressor });
        }
    }
    Ok(())
}
