//! What the tests and benches of this crate look at and no program should.

pub use super::bhar::growth_over_gaps;
pub use super::bhar::{buy_and_hold, buy_and_hold_model};
pub use super::cross_section::{CrossSection, MissingBars};
pub use super::cumulative::Cumulative;
pub use super::market_model::{MarketColumn, MarketModelFit, MarketModelSums};
pub use super::measure::{EventOfFirm, Measuring, measure};
pub use super::measured::{Measured, Member};
pub use super::order::ordered_by;
pub use super::portfolio::portfolio_samples;
pub use super::running::Running;
