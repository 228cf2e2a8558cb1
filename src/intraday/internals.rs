//! What the tests and benches of this crate look at and no program should.

pub use super::expected::{Pair, abnormal_paths};
pub use super::measure::Point;
pub use super::path::growing_window;
pub use super::path::reaction_path;
pub use super::tape::Tape;
