//! What the tests and benches of this crate look at and no program should.

pub use super::rss::{depth, feed_request, item, read};
pub use super::text::{headline, instant, stamp};
