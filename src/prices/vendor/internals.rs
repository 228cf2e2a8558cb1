//! What the tests and benches of this crate look at and no program should.

pub use super::answer::{Answer, Problem};
pub use super::bar_vendor::Refusal;
pub use super::french::{FactorFile, parse as parse_factor_file, plan as plan_factor_file};
pub use super::http::Plan;
pub use super::http::{Chunk, Place};
pub use super::request::BarRequest;
pub use super::row::{Action, At, BarPage, BarRow};
