//! The columns of long tables.

use crate::event::Ticker;
use crate::prices::Adjustment;

/// A row that belongs to no ticker that is wanted.
pub(in crate::prices) const NO_FIRM: u32 = u32::MAX;

/// What is known of a row beside its numbers.
pub(in crate::prices) mod flag {
    /// A price that is zero, negative or infinite; the close is missing.
    pub(in crate::prices) const NON_POSITIVE: u8 = 1;
    /// A range that does not hold its open or close; the close is missing.
    pub(in crate::prices) const INCONSISTENT: u8 = 2;
    /// A dividend or split, to be found among the actions.
    pub(in crate::prices) const ACTION: u8 = 4;
}

/// Rows in file order, one entry of each column a row; NaN where a number is missing.
#[derive(Clone, Debug, Default)]
pub(in crate::prices) struct LongRows {
    /// The tickers, in no order.
    pub(in crate::prices) tickers: Vec<Ticker>,
    /// The ticker of a row, or [`NO_FIRM`].
    pub(in crate::prices) firm: Vec<u32>,
    /// The trade date of a row in days since 1970.
    pub(in crate::prices) day: Vec<i32>,
    pub(in crate::prices) close: Vec<f64>,
    pub(in crate::prices) volume: Vec<f64>,
    pub(in crate::prices) flags: Vec<u8>,
    /// Dividends and splits by row, ascending.
    pub(in crate::prices) actions: Vec<RowAction>,
    /// What the prices are adjusted for, by the first file.
    pub(in crate::prices) adjustment: Option<Adjustment>,
}

/// A dividend or split of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::prices) struct RowAction {
    pub(in crate::prices) row: u32,
    pub(in crate::prices) dividend: f64,
    pub(in crate::prices) split: f64,
}
