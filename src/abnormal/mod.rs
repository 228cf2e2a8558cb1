//! Abnormal returns: what happened less what was expected, with the variance of the forecast error.

mod bhar;
mod cross_section;
mod cumulative;
mod days;
#[doc(hidden)]
pub mod internals;
mod market_model;
mod measure;
mod measured;
mod order;
mod portfolio;
mod running;

pub use bhar::{BuyAndHold, buy_and_hold, buy_and_hold_model};
pub(crate) use bhar::{growth, growth_over_gaps};
pub use cross_section::{CrossSection, MissingBars};
pub use cumulative::Cumulative;
pub use days::{AbnormalReturn, AbnormalReturns};
pub(crate) use market_model::sum_of_squares;
pub use market_model::{MarketColumn, MarketModelFit, MarketModelSums};
pub use measure::{EventOfFirm, Measuring, measure};
pub use measured::{Measured, Member};
pub(crate) use order::ordered_by;
pub use portfolio::portfolio_samples;
pub use running::Running;
