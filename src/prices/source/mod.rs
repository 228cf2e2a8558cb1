//! Where bars come from: one file per source, and the reading of tables that they share.

pub(super) mod bytes;
pub(super) mod columns;
pub(super) mod delimited;
mod digest;
pub(crate) mod factors;
mod files;
pub(super) mod frames;
pub(super) mod listing;
pub(super) mod long;
mod merged;
pub(super) mod parquet;
mod request;
mod sample;
pub(crate) mod stamps;
pub(super) mod table;
pub(in crate::prices) mod tickers;

pub use columns::ColumnMapping;
pub(super) use digest::sha256;
pub(super) use factors::table::FactorTable;
pub use frames::{PriceColumns, PriceFrame};
pub use request::{BarLabel, DataPath, FileRequest, Options, SourceFile};
