//! What the tests and benches of this crate look at and no program should.

pub use super::verdict::deadband;
