//! Prices of many tickers as columns: from long tables, frames and the bars of any other source.

mod assemble;
mod convert;
pub(crate) mod ex_reference;
mod files;
mod frames;
pub(crate) mod price_panel;

pub use price_panel::{CorporateAction, PricePanel};
