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

pub(crate) use band::{FIVE_PERCENT, LEVELS, half_width, standard_error, tolerance};
pub use error::CertificateError;
pub use placebo::{Placebo, PlaceboCell, PlaceboData, placebo};
pub use plan::CertificatePlan;
pub(crate) use plan::{BARS, EFFECTS, ESTIMATION, EVENTS, Part, RESAMPLES};
pub use results::{CellResult, Certificate, Rate, SizeVerdict};
pub use run::certify;
pub use scenario::SCENARIOS;
pub(crate) use scenario::{ALPHA, BETAS, ERROR_SD, MARKET, Scenario, scenario};
pub(crate) use targets::{COLUMNS, TARGET_REPLICATIONS, TARGETS};
