//! What the tests and benches of this crate look at and no program should.

pub use super::blume::Blume;
pub use super::capm::CapmWithoutAlpha;
pub use super::constant_mean::ConstantMean;
pub use super::dimson::Dimson;
pub use super::expected_return::ClosedForm;
pub use super::factor_model::FactorModel;
pub use super::least_squares::LeastSquares;
pub use super::market_adjusted::MarketAdjusted;
pub use super::market_model::MarketModel;
pub use super::matched::Matched;
pub use super::simplex::{descents, simplex_least_squares};
pub use super::synthetic_control::SyntheticControl;
pub use super::vasicek::{BetaPrior, Vasicek};
pub use super::volatility::egarch::{Equation, exponential_moment};
pub use super::volatility::garch::Equation as GarchEquation;
pub use super::volatility::likelihood::VarianceEquation;
pub use super::volatility::{Egarch, Garch, VolatilityFit};
