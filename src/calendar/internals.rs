//! What the tests and benches of this crate look at and no program should.

pub use super::holidays::{closures, early_closes, easter_sunday};
pub use super::hours::OVERNIGHT_FROM;
pub use super::hours::{LocalHours, clock, date};
