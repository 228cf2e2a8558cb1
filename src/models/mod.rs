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
mod expected_return;
mod factor_model;
mod fama_french;
mod industry;
#[doc(hidden)]
pub mod internals;
mod least_squares;
mod linear;
mod market_adjusted;
mod market_model;
mod matched;
mod note;
mod scholes_williams;
mod simplex;
mod synthetic_control;
mod table;
mod trade_to_trade;
mod vasicek;
mod volatility;

pub(crate) use blume::Blume;
pub(crate) use capm::CapmWithoutAlpha;
pub(crate) use capm::{Capm, CapmSlope};
pub(crate) use constant_mean::ConstantMean;
pub(crate) use dimson::Dimson;
pub(crate) use dimson::FowlerRorke;
pub use error::ModelError;
pub(crate) use expected_return::ClosedForm;
pub use expected_return::{Coefficient, Estimate, ExpectedReturnModel};
pub(crate) use factor_model::FactorModel;
pub(crate) use fama_french::FamaFrench;
pub(crate) use industry::Industry;
pub(crate) use least_squares::LeastSquares;
pub use linear::{Design, LinearEstimate};
pub(crate) use market_adjusted::MarketAdjusted;
pub(crate) use market_model::MarketModel;
pub(crate) use matched::Matched;
pub use note::EstimateNote;
pub(crate) use scholes_williams::ScholesWilliams;
pub(crate) use synthetic_control::SyntheticControl;
pub use table::{MODELS, ModelEntry, model};
pub(crate) use trade_to_trade::TradeToTrade;
pub(crate) use vasicek::Vasicek;
pub(crate) use volatility::{Egarch, Garch};

use expected_return::require;
