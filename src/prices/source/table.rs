//! Rows of a price table, after their cells were understood and before they were checked.

use std::collections::BTreeMap;
use std::path::Path;

use super::columns::{Layout, Role};
pub(crate) use super::stamps::Stamp;
use super::stamps::{self, StampError};
use crate::event::Ticker;
use crate::prices::bars::Columns;
use crate::prices::excerpt::excerpt;
use crate::prices::{Adjustment, PriceError};

/// The rows of one ticker in one file, in file order.
#[derive(Clone, Debug)]
pub(crate) struct Rows {
    pub(crate) ticker: Ticker,
    pub(crate) stamps: Vec<Stamp>,
    pub(crate) columns: Columns,
    /// The vendor's adjusted close, beside raw prices with actions.
    pub(crate) vendor_adjusted: Vec<Option<f64>>,
    pub(crate) adjustment: Adjustment,
    rule: CloseRule,
}

/// One row as numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cells {
    pub(super) open: Option<f64>,
    pub(super) high: Option<f64>,
    pub(super) low: Option<f64>,
    pub(super) close: Option<f64>,
    pub(super) adjusted_close: Option<f64>,
    pub(super) volume: Option<f64>,
    pub(super) dividend: Option<f64>,
    pub(super) split: Option<f64>,
    pub(super) trades: Option<f64>,
}

pub(super) const NUMBERS: [Role; 9] = [
    Role::Open,
    Role::High,
    Role::Low,
    Role::Close,
    Role::AdjustedClose,
    Role::Volume,
    Role::Dividend,
    Role::Split,
    Role::Trades,
];

impl Cells {
    pub(super) fn set(&mut self, role: Role, value: Option<f64>) {
        match role {
            Role::Open => self.open = value,
            Role::High => self.high = value,
            Role::Low => self.low = value,
            Role::Close => self.close = value,
            Role::AdjustedClose => self.adjusted_close = value,
            Role::Volume => self.volume = value,
            Role::Dividend => self.dividend = value,
            Role::Split => self.split = value,
            Role::Trades => self.trades = value,
            Role::Time | Role::Date | Role::Ticker => {}
        }
    }
}

/// A row of numbers after the rule of its table: prices of one adjustment and the actions that are
/// not in them yet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Understood {
    /// Open, high, low, close.
    pub(super) prices: [Option<f64>; 4],
    pub(super) dividend: f64,
    pub(super) split: f64,
    /// The vendor's adjusted close, beside raw prices.
    pub(super) vendor_adjusted: Option<f64>,
}

/// How the close of a table is to be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CloseRule {
    /// Raw prices; the adjusted close is kept for a cross-check only.
    Raw,
    /// Raw prices beside an adjusted close and no actions: every price is scaled to the adjusted.
    Scale,
    /// The adjusted close is the only close.
    OnlyAdjusted,
    /// The close itself is adjusted; actions beside it are in it already.
    Adjusted,
}

impl CloseRule {
    /// The rule of a table, by its columns and by what the user declares.
    pub(super) fn new(layout: &Layout, declared: Option<Adjustment>) -> Self {
        let actions = layout.has(Role::Dividend) || layout.has(Role::Split);
        match (layout.has(Role::Close), layout.has(Role::AdjustedClose)) {
            (false, _) => Self::OnlyAdjusted,
            (true, true) if declared == Some(Adjustment::VendorAdjusted) || !actions => Self::Scale,
            (true, false) if declared == Some(Adjustment::VendorAdjusted) => Self::Adjusted,
            // The download helper most people use writes these two columns beside prices that it
            // has adjusted, and an adjusted close only where it has not.
            (true, false) if declared.is_none() && layout.is_auto_adjusted() => Self::Adjusted,
            (true, _) => Self::Raw,
        }
    }

    /// What prices are adjusted for after the rule.
    pub(super) fn adjustment(self, layout: &Layout, declared: Option<Adjustment>) -> Adjustment {
        match self {
            Self::Scale | Self::OnlyAdjusted | Self::Adjusted => Adjustment::VendorAdjusted,
            Self::Raw if layout.has(Role::Dividend) || layout.has(Role::Split) => {
                Adjustment::RawWithActions
            }
            Self::Raw => declared.unwrap_or(Adjustment::Unknown),
        }
    }

    #[inline]
    pub(super) fn understand(self, cells: Cells) -> Understood {
        let (close, scale) = match self {
            Self::Raw | Self::Adjusted => (cells.close, 1.0),
            Self::OnlyAdjusted => (cells.adjusted_close, 1.0),
            Self::Scale => match (cells.close, cells.adjusted_close) {
                (Some(raw), Some(adjusted)) if raw > 0.0 => (Some(adjusted), adjusted / raw),
                _ => (None, 1.0),
            },
        };
        let scaled = |price: Option<f64>| price.map(|v| v * scale);
        // Prices that are adjusted already must not be adjusted by the actions once more.
        let raw = self == Self::Raw;
        Understood {
            prices: [scaled(cells.open), scaled(cells.high), scaled(cells.low), close],
            dividend: cells.dividend.filter(|_| raw).unwrap_or(0.0),
            // Some vendors write 0 on days without a split.
            split: cells.split.filter(|s| raw && *s > 0.0).unwrap_or(1.0),
            vendor_adjusted: cells.adjusted_close.filter(|_| raw),
        }
    }
}

impl Rows {
    pub(super) fn new(ticker: Ticker, layout: &Layout, declared: Option<Adjustment>) -> Self {
        let rule = CloseRule::new(layout, declared);
        Self {
            ticker,
            stamps: Vec::new(),
            columns: Columns::default(),
            vendor_adjusted: Vec::new(),
            adjustment: rule.adjustment(layout, declared),
            rule,
        }
    }

    pub(super) fn push(&mut self, stamp: Stamp, cells: Cells) {
        let row = self.rule.understand(cells);
        let [open, high, low, close] = row.prices;
        let c = &mut self.columns;
        self.stamps.push(stamp);
        c.open.push(open);
        c.high.push(high);
        c.low.push(low);
        c.close.push(close);
        c.volume.push(cells.volume);
        c.dividend.push(row.dividend);
        c.split.push(row.split);
        c.trades.push(cells.trades);
        self.vendor_adjusted.push(row.vendor_adjusted);
    }
}

/// Reads a time cell, with the row for the error.
pub(super) fn stamp(path: &Path, row: usize, text: &str) -> Result<Stamp, PriceError> {
    stamps::read(text).map_err(|e| match e {
        StampError::Naive => {
            PriceError::NaiveTimestamp { path: path.to_owned(), row, text: text.to_owned() }
        }
        StampError::Unreadable => PriceError::BadCell {
            path: path.to_owned(),
            row,
            role: "time or date",
            text: excerpt(text, 40),
        },
    })
}

/// Reads a number cell; empty and the usual words for nothing are a missing value.
pub(super) fn number(
    path: &Path,
    row: usize,
    role: Role,
    text: &str,
) -> Result<Option<f64>, PriceError> {
    let text = text.trim().trim_start_matches('$');
    if matches!(
        text,
        "" | "-" | "NA" | "N/A" | "na" | "NaN" | "nan" | "null" | "NULL" | "None" | "."
    ) {
        return Ok(None);
    }
    text.parse::<f64>().map(Some).map_err(|_| PriceError::BadCell {
        path: path.to_owned(),
        row,
        role: role.number(),
        text: excerpt(text, 40),
    })
}

/// Adds a row to those of its ticker, whose name is cloned only where it is new.
pub(super) fn push_row(
    tables: &mut BTreeMap<Ticker, Rows>,
    ticker: &Ticker,
    new: impl FnOnce() -> Rows,
    (stamp, cells): (Stamp, Cells),
) {
    if !tables.contains_key(ticker) {
        tables.insert(ticker.clone(), new());
    }
    if let Some(rows) = tables.get_mut(ticker) {
        rows.push(stamp, cells);
    }
}
