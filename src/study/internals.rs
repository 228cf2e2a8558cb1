//! What the tests and benches of this crate look at and no program should.

pub use super::many::comparison::{Comparison, Flagged};
pub use super::many::counts::SampleCounts;
pub use super::many::description::{Overlap, events_by_date};
pub use super::many::extras::placebo::middle;
pub use super::many::extras::placebo_sample::test;
pub use super::many::extras::suited_tests::{SIGNS, for_volatility, for_volume, suits_squares};
pub use super::many::extras::volume::split_adjusted;
pub use super::many::family::{declared, step_down};
pub use super::many::headline::{buy_and_hold_headline, headline, headline_without_variance};
