//! The cross-sectional regression of abnormal returns on characteristics of events.

mod covariance;
pub(crate) mod design;
mod error;
mod least_squares;
pub(crate) mod newey_west;
mod on_attributes;
pub(crate) mod weighted;

pub use covariance::{CoefficientErrors, ErrorKind};
pub use error::RegressionError;
pub use least_squares::{Regression, RegressionInput, cross_sectional_regression};
pub use newey_west::{NeweyWest, newey_west};
pub use on_attributes::{LeftOutLevel, RegressionResult, RegressionTerm, regress};
pub use weighted::{WeightedRegression, Weighting, weighted_regression};
