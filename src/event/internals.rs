//! What the tests and benches of this crate look at and no program should.

pub use super::announcements::columns::Layout;
pub use super::announcements::frame::announcements;
pub use super::announcements::into_events::events;
pub use super::announcements::record::{Broken, Records, split};
pub use super::files::{from_csv, from_json, from_toml};
pub use super::time_forms::{every_form, plain};
