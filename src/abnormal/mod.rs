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

pub use bhar::BuyAndHold;
pub(crate) use bhar::{buy_and_hold, buy_and_hold_model};
pub(crate) use bhar::{growth, growth_over_gaps};
pub(crate) use cross_section::{CrossSection, MissingBars};
pub(crate) use cumulative::Cumulative;
pub use days::{AbnormalReturn, AbnormalReturns};
pub(crate) use market_model::sum_of_squares;
pub(crate) use market_model::{MarketColumn, MarketModelFit, MarketModelSums};
pub(crate) use measure::{EventOfFirm, Measuring, measure};
pub(crate) use measured::{Measured, Member};
pub(crate) use order::ordered_by;
pub(crate) use portfolio::portfolio_samples;
pub(crate) use running::Running;
