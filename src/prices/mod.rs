//! Prices: bars as they came, where they came from, and what is wrong with them.
//!
//! Bars are labelled by their **start**, stored in UTC, raw, with dividends and splits beside them;
//! adjusting happens when returns are computed. A missing bar is missing.

mod actions;
mod bars;
mod by_ticker;
mod error;
mod excerpt;
mod factors;
pub mod fetch;
#[doc(hidden)]
pub mod internals;
mod interval;
mod panel;
mod quality;
mod source;
pub mod store;
mod summed;
pub mod vendor;

pub use actions::Adjustment;
pub(crate) use bars::values;
pub use bars::{DailyBars, IntradayBars};
pub use by_ticker::Prices;
pub use error::PriceError;
pub use factors::{FactorFiles, FactorUnit, Factors};
pub(crate) use interval::Interval;
pub(crate) use panel::CorporateAction;
pub use panel::PricePanel;
pub use quality::{Check, Finding};
pub use source::{
    BarLabel, ColumnMapping, DataPath, FileRequest, Options, PriceColumns, PriceFrame, SourceFile,
};
pub(crate) use summed::CLOSE_AGE;
