//! What the tests and benches of this crate look at and no program should.

pub use super::bhar::growth_over_gaps;
pub use super::order::ordered_by;
