//! Prices of many tickers as columns: from long tables, frames and the bars of any other source.

mod assemble;
mod convert;
mod ex_reference;
mod files;
mod frames;
mod price_panel;

pub use price_panel::{CorporateAction, PricePanel};
