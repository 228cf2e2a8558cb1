//! The size certificate: how often every test says "more than noise" where there is nothing, and
//! how often it finds an effect that is there.
//!
//! Returns are drawn from known processes ([`SCENARIOS`]), measured by the engine's own market model
//! and handed to every test of [`crate::inference::TESTS`]. A test that leaves its band has to have
//! a note in [`crate::inference::SIZE_NOTES`], which is printed wherever the test is. With real
//! prices the same is done on pseudo-event dates ([`placebo`]).
//!
//! # References
//! Brown and Warner 1980 and 1985 for the design; Boehmer, Musumeci and Poulsen 1991; Kolari and
//! Pynnonen 2010.

mod band;
mod error;
#[doc(hidden)]
pub mod internals;
mod market_model;
mod one_event;
mod placebo;
mod plan;
mod results;
mod run;
mod scenario;
mod simulate;
mod targets;

pub use band::{FIVE_PERCENT, LEVELS, Position, half_width, standard_error, tolerance};
pub use error::CertificateError;
pub use placebo::{Placebo, PlaceboCell, PlaceboData, placebo};
pub use plan::{BARS, EFFECTS, ESTIMATION, EVENTS, Part, Plan, RESAMPLES, around_day_zero};
pub use results::{CellResult, Certificate, Rate, Verdict};
pub use run::certify;
pub use scenario::{ALPHA, BETAS, ERROR_SD, Errors, MARKET, SCENARIOS, Scenario, scenario};
pub use simulate::{Cell, Replication};
pub use targets::{COLUMNS, Column, TARGET_REPLICATIONS, TARGETS, Target};
