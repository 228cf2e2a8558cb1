//! What the tests and benches of this crate look at and no program should.

pub use super::daily::DailyReturns;
pub use super::legs::{DayLegs, DayPrices};
pub use super::multi_bar::multi_bar_returns;
pub use super::regressor::{EventRegressors, SharedRegressors};
pub use super::sample::{SampleInputs, Samples, SamplesError, TimeLine};
