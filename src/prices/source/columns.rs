//! Which column of a table is what.

use std::collections::BTreeMap;
use std::path::Path;

use crate::prices::PriceError;

/// The part a column plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Role {
    Time,
    Date,
    Ticker,
    Open,
    High,
    Low,
    Close,
    AdjustedClose,
    Volume,
    Dividend,
    Split,
    Trades,
}

/// Roles with the header names that vendors use for them, letters and digits only, in lower case.
/// Where a table has several names of one role, the earlier name is the better one.
const NAMES: [(Role, &str, &[&str]); 12] = [
    (
        Role::Time,
        "time",
        &[
            "tsutc",
            "timestamputc",
            "datetimeutc",
            "timeutc",
            "timestamp",
            "datetime",
            "time",
            "ts",
            "barstart",
            "start",
            "windowstart",
            "tsevent",
            "t",
        ],
    ),
    (
        Role::Date,
        "date",
        &["date", "tradedate", "tradingdate", "day", "datadate", "caldt", "dlycaldt"],
    ),
    (Role::Ticker, "ticker", &["ticker", "symbol", "tic", "sym", "instrument"]),
    (Role::Open, "open", &["open", "openprice", "pxopen", "openprc", "dlyopen", "o"]),
    (Role::High, "high", &["high", "highprice", "pxhigh", "askhi", "dlyhigh", "h"]),
    (Role::Low, "low", &["low", "lowprice", "pxlow", "bidlo", "dlylow", "l"]),
    (
        Role::Close,
        "close",
        &[
            "close",
            "closeprice",
            "pxlast",
            "closelast",
            "last",
            "price",
            "prc",
            "dlyclose",
            "dlyprc",
            "c",
        ],
    ),
    (
        Role::AdjustedClose,
        "adjusted close",
        &["adjclose", "adjustedclose", "closeadj", "closeadjusted", "adjprc"],
    ),
    (Role::Volume, "volume", &["volume", "vol", "shvol", "dlyvol", "v"]),
    (
        Role::Dividend,
        "dividend",
        &["divcash", "dividend", "dividends", "dividendamount", "divamt", "cashdividend"],
    ),
    (
        Role::Split,
        "split",
        &["splitfactor", "split", "splits", "stocksplits", "splitratio", "splitcoefficient"],
    ),
    (
        Role::Trades,
        "trades",
        &["trades", "tradecount", "transactions", "numtrades", "numberoftrades", "n"],
    ),
];

impl Role {
    pub(in crate::prices) fn name(self) -> &'static str {
        NAMES.iter().find(|(role, ..)| *role == self).map_or("", |(_, name, _)| name)
    }
}

impl Role {
    /// What a cell of the role should hold, for an error.
    pub(in crate::prices) fn number(self) -> &'static str {
        match self {
            Self::Open => "a number for the open",
            Self::High => "a number for the high",
            Self::Low => "a number for the low",
            Self::Close => "a number for the close",
            Self::AdjustedClose => "a number for the adjusted close",
            Self::Volume => "a number for the volume",
            Self::Dividend => "a number for the dividend",
            Self::Split => "a number for the split",
            Self::Trades => "a number for the trades",
            Self::Time | Self::Date => "a time or a date",
            Self::Ticker => "a ticker",
        }
    }
}

/// Columns that the user named: role to header name.
#[derive(Clone, Debug, Default)]
pub struct ColumnMapping(BTreeMap<Role, String>);

impl ColumnMapping {
    /// Adds `ROLE=NAME`, such as `close=PX_LAST`.
    ///
    /// # Errors
    /// [`PriceError::BadMapping`] for an unknown role or a missing name.
    pub fn add(&mut self, text: &str) -> Result<(), PriceError> {
        let bad = || PriceError::BadMapping { text: text.to_owned() };
        let (role, name) = text.split_once('=').ok_or_else(bad)?;
        let role = role.trim().replace(['_', '-'], " ").to_lowercase();
        let (role, ..) = NAMES.iter().find(|(_, known, _)| *known == role).ok_or_else(bad)?;
        if name.trim().is_empty() {
            return Err(bad());
        }
        self.0.insert(*role, name.trim().to_owned());
        Ok(())
    }
}

/// Column numbers by role.
#[derive(Clone, Debug)]
pub struct Layout {
    columns: BTreeMap<Role, usize>,
    auto_adjusted: bool,
}

impl Layout {
    /// Finds the columns of a header.
    pub fn from_header(
        path: &Path,
        header: &[String],
        mapping: &ColumnMapping,
    ) -> Result<Self, PriceError> {
        let plain: Vec<String> = header.iter().map(|h| simplified(h)).collect();
        let mut found = BTreeMap::new();
        for (role, role_name, names) in NAMES {
            if let Some(wanted) = mapping.0.get(&role) {
                let at = header.iter().position(|h| h.trim() == wanted).ok_or_else(|| {
                    PriceError::MissingColumn {
                        path: path.to_owned(),
                        role: role_name,
                        header: header.join(", "),
                    }
                })?;
                found.insert(role, at);
                continue;
            }
            for name in names {
                let mut at = plain.iter().enumerate().filter(|(_, h)| h == name).map(|(i, _)| i);
                let Some(first) = at.next() else { continue };
                if let Some(second) = at.next() {
                    return Err(PriceError::TwoColumns {
                        path: path.to_owned(),
                        role: role_name,
                        first: header[first].clone(),
                        second: header[second].clone(),
                    });
                }
                found.insert(role, first);
                break;
            }
        }
        let has = |name: &str| plain.iter().any(|h| h == name);
        let auto_adjusted = has("dividends") && has("stocksplits") && !has("adjclose");
        Ok(Self { columns: found, auto_adjusted })
    }

    /// The column of the time, or of the date where there is none, of a table of prices.
    ///
    /// # Errors
    /// [`PriceError::MissingColumn`] where there is neither, or no close.
    pub(in crate::prices) fn time_column(
        &self,
        path: &Path,
        header: impl Fn() -> Vec<String>,
    ) -> Result<usize, PriceError> {
        let missing = |role: Role| PriceError::MissingColumn {
            path: path.to_owned(),
            role: role.name(),
            header: header().join(", "),
        };
        let time = self.get(Role::Time).or(self.get(Role::Date));
        let time = time.ok_or_else(|| missing(Role::Time))?;
        if self.is_price_table() { Ok(time) } else { Err(missing(Role::Close)) }
    }

    /// The place of a column.
    pub fn get(&self, role: Role) -> Option<usize> {
        self.columns.get(&role).copied()
    }

    pub(in crate::prices) fn has(&self, role: Role) -> bool {
        self.columns.contains_key(&role)
    }

    /// Whether the header is that of yfinance's `history`, whose prices are adjusted unless there is
    /// an `Adj Close`.
    pub(in crate::prices) fn is_auto_adjusted(&self) -> bool {
        self.auto_adjusted
    }

    /// Whether the table can hold bars at all: a time or date, and a price.
    pub(in crate::prices) fn is_price_table(&self) -> bool {
        (self.has(Role::Time) || self.has(Role::Date))
            && (self.has(Role::Close) || self.has(Role::AdjustedClose))
    }
}

fn simplified(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}
