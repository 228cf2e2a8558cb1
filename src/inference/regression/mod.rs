//! The cross-sectional regression of abnormal returns on characteristics of events.

mod covariance;
mod design;
mod error;
mod least_squares;
mod newey_west;
mod on_attributes;
mod weighted;

pub use covariance::{CoefficientErrors, ErrorKind};
pub use error::RegressionError;
pub use least_squares::{Regression, RegressionInput, cross_sectional_regression};
pub use newey_west::{NeweyWest, newey_west};
pub use on_attributes::{LeftOutLevel, RegressionResult, RegressionTerm, regress};
pub use weighted::{WeightedRegression, Weighting, weighted_regression};
