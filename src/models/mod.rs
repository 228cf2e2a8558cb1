//! Expected-return models: what the return would have been without the news.
//!
//! One model per file. A model is estimated on the estimation window alone and then forms, for the
//! event window, its expectation and the variance of the forecast error of any weighted sum of
//! abnormal returns. [`MODELS`] lists the members for the command, the documentation and the
//! contract tests.

mod blume;
mod capm;
mod constant_mean;
mod corrected_beta;
mod difference;
mod dimson;
mod error;
mod factor_model;
mod fama_french;
mod industry;
mod least_squares;
mod linear;
mod market_adjusted;
mod market_model;
mod matched;
mod note;
mod scholes_williams;
mod simplex;
mod synthetic_control;
mod trade_to_trade;
mod vasicek;
mod volatility;

pub use blume::Blume;
pub use capm::{Capm, CapmSlope, CapmWithoutAlpha};
pub use constant_mean::ConstantMean;
pub use dimson::{Dimson, FowlerRorke};
pub use error::ModelError;
pub use factor_model::FactorModel;
pub use fama_french::FamaFrench;
pub use industry::Industry;
pub use least_squares::LeastSquares;
pub use linear::{Design, LinearEstimate};
pub use market_adjusted::MarketAdjusted;
pub use market_model::MarketModel;
pub use matched::Matched;
pub use note::EstimateNote;
pub use scholes_williams::ScholesWilliams;
pub use synthetic_control::SyntheticControl;
pub use trade_to_trade::TradeToTrade;
pub use vasicek::{BetaPrior, Vasicek};
pub use volatility::{Egarch, Garch, VolatilityFit};

use std::ops::Range;

use serde::Serialize;

use crate::returns::{EstimationSample, EventSample, FirmReturns, Regressor};

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

    /// Which returns of the firm the model is estimated on.
    fn firm_returns(&self) -> FirmReturns {
        FirmReturns::EachBar
    }

    /// The same model with a prior of its beta from a cross-section of estimated betas and their
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

    /// The same for the plain sum over each range of bars of the event window.
    fn forecast_variances(&self, window: &EventSample<'_>, spans: &[Range<usize>]) -> Vec<f64> {
        let inside = |span: &Range<usize>, i: usize| if span.contains(&i) { 1.0 } else { 0.0 };
        let weights = |span| (0..window.bars).map(|i| inside(span, i)).collect::<Vec<f64>>();
        spans.iter().map(|span| self.forecast_variance(window, &weights(span))).collect()
    }

    /// The variance of the sum of the residuals of the estimation bars `from..to`:
    /// `s^2 [w'w - g'(X'X)^-1 g]`. Residuals are less dispersed than forecast errors.
    fn residual_sum_variance(&self, from: usize, to: usize) -> f64;

    /// Whether this is the estimate of another model than the one asked for; the notes say why.
    fn fell_back(&self) -> bool {
        false
    }

    /// What to know when reading the estimate.
    fn notes(&self) -> Vec<EstimateNote> {
        Vec::new()
    }

    /// The returns that a position in the firm is held against over the event window: the benchmark,
    /// or what the model has in its place; empty without any.
    fn held_against<'w>(&self, window: &EventSample<'w>) -> &'w [f64] {
        window.market
    }
}

/// An estimated coefficient.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coefficient {
    /// Its name, such as `alpha` or `beta`.
    pub name: String,
    /// Its value.
    pub value: f64,
    /// Its standard error; NaN where there is none.
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
        make: || Box::new(MarketAdjusted::default()),
    },
    ModelEntry {
        id: "market-adjusted-zero-mean",
        formula: "E[R] = Rm, variance around zero",
        reference: "Brown and Warner 1985",
        make: || Box::new(MarketAdjusted::ZERO_MEAN),
    },
    ModelEntry {
        id: "constant-mean",
        formula: "E[R] = mean of R over the estimation window",
        reference: "Brown and Warner 1985",
        make: || Box::new(ConstantMean),
    },
    ModelEntry {
        id: "capm",
        formula: "E[R] = rf + alpha + beta (Rm - rf)",
        reference: "Jensen 1968",
        make: || Box::new(Capm),
    },
    ModelEntry {
        id: "capm-no-alpha",
        formula: "E[R] = rf + beta (Rm - rf)",
        reference: "Sharpe 1964",
        make: || Box::new(CapmWithoutAlpha::default()),
    },
    ModelEntry {
        id: "capm-through-origin",
        formula: "the same, beta through the origin",
        reference: "Black, Jensen and Scholes 1972",
        make: || Box::new(CapmWithoutAlpha { slope: CapmSlope::ThroughOrigin }),
    },
    ModelEntry {
        id: "ff3",
        formula: "E[R] = rf + alpha + b'(Mkt-RF, SMB, HML)",
        reference: "Fama and French 1993",
        make: || Box::new(FamaFrench::THREE),
    },
    ModelEntry {
        id: "carhart",
        formula: "ff3 and Mom",
        reference: "Carhart 1997",
        make: || Box::new(FamaFrench::CARHART),
    },
    ModelEntry {
        id: "ff5",
        formula: "ff3, RMW and CMA",
        reference: "Fama and French 2015",
        make: || Box::new(FamaFrench::FIVE),
    },
    ModelEntry {
        id: "ff6",
        formula: "ff5 and Mom",
        reference: "Fama and French 2018",
        make: || Box::new(FamaFrench::SIX),
    },
    ModelEntry {
        id: "industry",
        formula: "E[R] = alpha + beta Rm + c (Ri - Rm), Ri: peers",
        reference: "King 1966; MacKinlay 1997",
        make: || Box::new(Industry),
    },
    ModelEntry {
        id: "scholes-williams",
        formula: "market model, beta of Scholes and Williams",
        reference: "Scholes and Williams 1977",
        make: || Box::new(ScholesWilliams),
    },
    ModelEntry {
        id: "dimson",
        formula: "market model, beta over one lead and lag",
        reference: "Dimson 1979",
        make: || Box::new(Dimson::<1>),
    },
    ModelEntry {
        id: "dimson-2",
        formula: "the same over two",
        reference: "Dimson 1979",
        make: || Box::new(Dimson::<2>),
    },
    ModelEntry {
        id: "fowler-rorke",
        formula: "market model, weighted over one lead and lag",
        reference: "Fowler and Rorke 1983",
        make: || Box::new(FowlerRorke::<1>),
    },
    ModelEntry {
        id: "fowler-rorke-2",
        formula: "the same over two",
        reference: "Fowler and Rorke 1983",
        make: || Box::new(FowlerRorke::<2>),
    },
    ModelEntry {
        id: "vasicek",
        formula: "market model, beta drawn to that of peers",
        reference: "Vasicek 1973",
        make: || Box::new(Vasicek::default()),
    },
    ModelEntry {
        id: "blume",
        formula: "market model, beta 1/3 + 2/3 b",
        reference: "Blume 1975",
        make: || Box::new(Blume::default()),
    },
    ModelEntry {
        id: "garch",
        formula: "market model, variance by GARCH(1,1)",
        reference: "Bollerslev 1986",
        make: || Box::new(Garch),
    },
    ModelEntry {
        id: "egarch",
        formula: "market model, variance by EGARCH(1,1)",
        reference: "Nelson 1991",
        make: || Box::new(Egarch),
    },
    ModelEntry {
        id: "trade-to-trade",
        formula: "market model on returns over gaps",
        reference: "Maynes and Rumsey 1993",
        make: || Box::new(TradeToTrade),
    },
    ModelEntry {
        id: "matched",
        formula: "E[R] = mean return of matched firms",
        reference: "Barber and Lyon 1997",
        make: || Box::new(Matched),
    },
    ModelEntry {
        id: "synthetic-control",
        formula: "E[R] = w'R of donors, w >= 0, sum w = 1",
        reference: "Abadie, Diamond and Hainmueller 2010",
        make: || Box::new(SyntheticControl),
    },
];

/// The model with this id: one of [`MODELS`], or `factors:A+B` for the market model with these
/// columns of the factor file.
pub fn model(id: &str) -> Option<Box<dyn ExpectedReturnModel>> {
    let listed = MODELS.iter().find(|entry| entry.id == id).map(|entry| (entry.make)());
    listed.or_else(|| Some(Box::new(FactorModel::parse(id)?)))
}

/// Checks that a sample carries what the model needs, on every bar.
fn require(
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
