//! Long tables: the daily rows of many tickers under one another, as columns.
//!
//! Five million rows leave no room for a row at a time: each row group of a Parquet file is decoded
//! into its stretch of columns that were made for the whole file.

mod columns;
mod decode;
mod digest;
mod frame;
mod read;
mod rows;
mod spans;

pub(in crate::prices) use columns::{LongRows, NO_FIRM, RowAction, flag};
pub(in crate::prices) use decode::Names;
pub(in crate::prices) use digest::{digest, joined};
pub(in crate::prices) use frame::frame;
pub(in crate::prices) use read::{Read, read};
pub(in crate::prices) use spans::Spans;
