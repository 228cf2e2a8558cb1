//! What the tests and benches of this crate look at and no program should.

pub use super::certificate::table::table;
pub use super::chart::escape::escape;
pub use super::chart::format::{NONE, count, p, percent, tick};
pub use super::chart::many::quantiles::quantiles;
pub use super::chart::many::spaghetti::{chosen, inside, path};
pub use super::chart::raster::Fonts;
pub use super::chart::scale::{Scale, range_with_zero};
pub use super::chart::text::{clean, isolate, wrap};
pub use super::cross_section::digits::{Digits, count as digits_count, share};
pub use super::cross_section::grouping::test_name;
pub use super::cross_section::json::Lines;
pub use super::cross_section::latex::beside::{cell, sentence};
pub use super::cross_section::latex::{escape as latex_escape, math};
pub use super::files::write;
pub use super::format::{p_value, percent as format_percent, size};
pub use super::table::csv;
pub use super::terminal::layout::lines;
