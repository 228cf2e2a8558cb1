//! Expected-return models: what the return would have been without the news.
//!
//! One model per file. A model is estimated on the estimation window alone and then forms, for the
//! event window, its expectation and the variance of the forecast error of any weighted sum of
//! abnormal returns. [`MODELS`] lists the members for the command, the documentation and the
//! contract tests.

mod constant_mean;
mod error;
mod least_squares;
mod linear;
mod market_adjusted;
mod market_model;

pub use constant_mean::ConstantMean;
pub use error::ModelError;
pub use least_squares::LeastSquares;
pub use linear::{Design, LinearEstimate};
pub use market_adjusted::MarketAdjusted;
pub use market_model::MarketModel;

use std::ops::Range;

use serde::Serialize;

use crate::returns::{EstimationSample, EventSample, Regressor};

/// A model of the expected return.
///
/// Implement it to bring a model of your own; `examples/custom_model.rs` shows how.
pub trait ExpectedReturnModel: Send + Sync {
    /// The name in commands and files, such as `market-model`.
    fn id(&self) -> &str;

    /// The name for people, such as "market model".
    fn name(&self) -> &str;

    /// Whether the model needs benchmark returns.
    fn needs_market(&self) -> bool;

    /// What the model needs beside the benchmark's return on the same bar; the samples carry these
    /// columns in this order.
    fn factors(&self) -> Vec<Regressor> {
        Vec::new()
    }

    /// The closed form that is this model exactly, for studies of many events.
    fn closed_form(&self) -> Option<ClosedForm> {
        None
    }

    /// Estimates the model on the estimation window.
    ///
    /// # Errors
    /// [`ModelError`] where the sample does not determine the model; never a fallback to another.
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

    /// Degrees of freedom `nu` of the residual variance.
    fn degrees_of_freedom(&self) -> f64;

    /// The expected return of each bar of the event window.
    fn expected(&self, window: &EventSample<'_>) -> Vec<f64>;

    /// `Var(w'AR)` for weights `w` over the bars of the event window, with the error of the
    /// estimated parameters: `s^2 [w'w + g'(X'X)^-1 g]`, `g = X*'w`.
    fn forecast_variance(&self, window: &EventSample<'_>, weights: &[f64]) -> f64;

    /// The same for the plain sum over each range of bars of the event window.
    fn forecast_variances(&self, window: &EventSample<'_>, spans: &[Range<usize>]) -> Vec<f64> {
        let inside = |span: &Range<usize>, i: usize| if span.contains(&i) { 1.0 } else { 0.0 };
        let weights = |span| (0..window.bars).map(|i| inside(span, i)).collect::<Vec<f64>>();
        spans.iter().map(|span| self.forecast_variance(window, &weights(span))).collect()
    }

    /// The variance of the sum of the residuals of the estimation bars `from..to`:
    /// `s^2 [w'w - g'(X'X)^-1 g]`. Residuals are less dispersed than forecast errors.
    fn residual_sum_variance(&self, from: usize, to: usize) -> f64;
}

/// An estimated coefficient.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coefficient {
    /// Its name, such as `alpha` or `beta`.
    pub name: String,
    /// Its value.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
}

/// A model of the list: how to make it, and what it is.
pub struct ModelEntry {
    /// The name in commands and files.
    pub id: &'static str,
    /// The expected return as a formula.
    pub formula: &'static str,
    /// The source.
    pub reference: &'static str,
    /// Makes the model.
    pub make: fn() -> Box<dyn ExpectedReturnModel>,
}

/// Every model of this crate.
pub const MODELS: &[ModelEntry] = &[
    ModelEntry {
        id: "market-model",
        formula: "E[R] = alpha + beta Rm",
        reference: "Sharpe 1963; MacKinlay 1997",
        make: || Box::new(MarketModel),
    },
    ModelEntry {
        id: "market-adjusted",
        formula: "E[R] = Rm",
        reference: "Brown and Warner 1985",
        make: || Box::new(MarketAdjusted),
    },
    ModelEntry {
        id: "constant-mean",
        formula: "E[R] = mean of R over the estimation window",
        reference: "Brown and Warner 1985",
        make: || Box::new(ConstantMean),
    },
];

/// The model with this id.
pub fn model(id: &str) -> Option<Box<dyn ExpectedReturnModel>> {
    MODELS.iter().find(|entry| entry.id == id).map(|entry| (entry.make)())
}
