//! What the tests and benches of this crate look at and no program should.

pub use super::extras::Extras;
pub use super::family::TestedWindows;
pub use super::frames::window_suffix;
pub use super::windows::{path, window_result};
