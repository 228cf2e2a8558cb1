//! What the tests and benches of this crate look at and no program should.

pub use super::simplex::{descents, simplex_least_squares};
pub use super::synthetic_control::SyntheticControl;
pub use super::volatility::egarch::{Equation, exponential_moment};
pub use super::volatility::garch::Equation as GarchEquation;
pub use super::volatility::likelihood::VarianceEquation;
