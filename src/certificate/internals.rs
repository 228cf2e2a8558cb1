//! What the tests and benches of this crate look at and no program should.

pub use super::band::position;
pub use super::band::{FIVE_PERCENT, LEVELS, Position, half_width, standard_error, tolerance};
pub use super::plan::{BARS, EFFECTS, ESTIMATION, EVENTS, Part, RESAMPLES, around_day_zero};
pub use super::scenario::{ALPHA, BETAS, ERROR_SD, Errors, MARKET, Scenario, scenario};
pub use super::simulate::{Cell, Replication};
pub use super::targets::{COLUMNS, Column, TARGET_REPLICATIONS, TARGETS, Target};
