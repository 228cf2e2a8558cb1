//! What can be wrong with price data.

use std::path::PathBuf;

/// Prices could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PriceError {
    /// A path that is not there.
    #[error("there is nothing at {path}")]
    NoSuchPath {
        /// The path.
        path: PathBuf,
    },
    /// A folder or list of files without a single price file.
    #[error("{path} has no price file (.csv, .csv.gz or .parquet)")]
    NoPriceFiles {
        /// The path.
        path: PathBuf,
    },
    /// No file has bars of this ticker.
    #[error("no price file has bars of {ticker}; {considered}")]
    UnknownTicker {
        /// The ticker.
        ticker: String,
        /// What was looked at, in words.
        considered: String,
        /// The tickers that were found.
        available: Vec<String>,
    },
    /// A file that could not be opened, unpacked or decoded.
    #[error("{path} cannot be read: {reason}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A file without a column that is needed.
    #[error("{path} has no {role} column; its columns are {header}")]
    MissingColumn {
        /// The file.
        path: PathBuf,
        /// The missing role, such as `close`.
        role: &'static str,
        /// The columns there are.
        header: String,
    },
    /// A column of a frame that cannot be what it should be.
    #[error("the column `{column}` of {path} should hold {role}, and its type is {found}")]
    ColumnType {
        /// The name of the frame.
        path: PathBuf,
        /// The column.
        column: String,
        /// What it should hold.
        role: &'static str,
        /// The type of the column.
        found: String,
    },
    /// Two columns for one role.
    #[error("in {path} the columns {first} and {second} both look like the {role}")]
    TwoColumns {
        /// The file.
        path: PathBuf,
        /// The role.
        role: &'static str,
        /// One column.
        first: String,
        /// The other.
        second: String,
    },
    /// A time of day without zone.
    #[error("{path}, row {row}: the time `{text}` has no time zone")]
    NaiveTimestamp {
        /// The file.
        path: PathBuf,
        /// The row, counted from 1 with the header.
        row: usize,
        /// The text.
        text: String,
    },
    /// A cell that is not what its column holds.
    #[error("{path}, row {row}: `{text}` is not {role}")]
    BadCell {
        /// The file.
        path: PathBuf,
        /// The row, counted from 1 with the header.
        row: usize,
        /// The column's role.
        role: &'static str,
        /// The text.
        text: String,
    },
    /// A mapping of columns such as `close=PX_LAST` that cannot be followed.
    #[error("the column mapping `{text}` is not understood")]
    BadMapping {
        /// The text.
        text: String,
    },
    /// A bar length that is not supported or not uniform.
    #[error(
        "{path}: the bars of {ticker} are {found} apart, which is not an interval that is understood"
    )]
    OddInterval {
        /// The file.
        path: PathBuf,
        /// The ticker.
        ticker: String,
        /// What was found.
        found: String,
    },
    /// Bars that are labelled by their end.
    #[error(
        "{path}: the regular bars of {ticker} run from {first} to {last} ET, so they seem to be labelled by their end"
    )]
    EndLabels {
        /// The file.
        path: PathBuf,
        /// The ticker.
        ticker: String,
        /// The first label of a day.
        first: String,
        /// The last label of a day.
        last: String,
    },
    /// Not one row survived the checks.
    #[error("{path} has no usable bar of {ticker} ({reason})")]
    NoUsableBars {
        /// The file.
        path: PathBuf,
        /// The ticker.
        ticker: String,
        /// Why.
        reason: String,
    },
    /// A table that is not one of daily factor returns.
    #[error("{path} is no table of daily factor returns: {reason}")]
    NotFactors {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// Two files that disagree about a factor.
    #[error(
        "{first} and {second} have different values of {column} on {date}: {first_value}% and {second_value}%"
    )]
    ConflictingFactors {
        /// The factor.
        column: String,
        /// The first date on which they differ.
        date: chrono::NaiveDate,
        /// One file.
        first: PathBuf,
        /// The value there in per cent.
        first_value: f64,
        /// The other file.
        second: PathBuf,
        /// The value there in per cent.
        second_value: f64,
    },
    /// A frame operation failed.
    #[error("a table of prices could not be built: {0}")]
    Frame(#[from] polars::error::PolarsError),
}

impl PriceError {
    pub(super) fn unreadable(path: impl Into<PathBuf>, reason: impl ToString) -> Self {
        Self::Unreadable { path: path.into(), reason: reason.to_string() }
    }

    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            Self::NoSuchPath { .. } => "check the path of the price files".into(),
            Self::NoPriceFiles { .. } => "name one file per ticker (META.csv), or give files with a ticker column".into(),
            Self::UnknownTicker { available, .. } if available.is_empty() => {
                "name one file per ticker (META.csv), say which ticker a file holds, or give a file with a ticker column".into()
            }
            Self::UnknownTicker { available, .. } => {
                format!("the data has {}; of a file of another name the ticker must be said", available.join(", "))
            }
            Self::Unreadable { .. } => "check that the file is complete and is a CSV (also .gz) or Parquet file".into(),
            Self::MissingColumn { role, .. } => format!("say which column is the {role}"),
            Self::ColumnType { .. } => "cast the column, leave it out, or name another one by its role".into(),
            Self::TwoColumns { role, .. } => format!("say which one is the {role}"),
            Self::NaiveTimestamp { .. } => "bar times must be UTC (`2025-12-10T14:30:00Z`) or carry an offset; say which column is the time, or add the zone to the file".into(),
            Self::BadCell { .. } => "mend the cell, or leave it empty if the value is missing".into(),
            Self::BadMapping { .. } => "write ROLE=NAME, with one of the roles time, date, ticker, open, high, low, close, adjusted_close, volume, dividend, split, trades".into(),
            Self::OddInterval { .. } => "bars must have one length that divides an hour (1, 2, 5, 10, 15, 30, 60 minutes) or be daily".into(),
            Self::EndLabels { .. } => "if so, say that bars are labelled by their end; said to be labelled by their start, they are taken as they are".into(),
            Self::NoUsableBars { .. } => "the quality checks rejected every row; look at the file".into(),
            Self::NotFactors { .. } => "give a file with the header `date,Mkt-RF,SMB,HML,RF`, or a daily file of Kenneth French's data library, unpacked".into(),
            Self::ConflictingFactors { column, .. } if column == "SMB" => "the three-factor and the five-factor files have different SMB series, and files of different vintages differ too; give one file of each factor".into(),
            Self::ConflictingFactors { .. } => "files of different vintages differ, because the history is restated; give one file of each factor".into(),
            Self::Frame(_) => "this is a defect of the program; please report it with the file that caused it".into(),
        }
    }

    /// Whether the request itself is at fault (exit code 2).
    pub fn is_usage(&self) -> bool {
        matches!(self, Self::BadMapping { .. })
    }
}
