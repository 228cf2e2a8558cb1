//! What can go wrong with the store.

use std::path::PathBuf;

use crate::event::Ticker;
use crate::prices::PriceError;

/// The store could not be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The platform names no folder for data.
    #[error("there is no folder for data on this system")]
    NoFolder,
    /// A file could not be written.
    #[error("{path} could not be written: {reason}")]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A file could not be read.
    #[error("{path} could not be read: {reason}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A file is not what its manifest says.
    #[error("the store is damaged: {path} {reason}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A name that could leave the folder.
    #[error("`{text}` cannot be the name of a {what} in the store")]
    UnsafeName {
        /// What kind of name.
        what: &'static str,
        /// The name.
        text: String,
    },
    /// Stored bars that are not usable.
    #[error(transparent)]
    Prices(#[from] PriceError),
    /// Several sources have the bars.
    #[error("bars of {ticker} are stored from {sources}, and sources are not mixed")]
    Ambiguous {
        /// The ticker.
        ticker: String,
        /// The sources.
        sources: String,
        /// The vendor of one of them.
        vendor: String,
        /// The feed of that vendor.
        feed: String,
    },
    /// A store without a single series.
    #[error("nothing is stored in {}", root.display())]
    Empty {
        /// The folder of the store.
        root: PathBuf,
    },
    /// Nothing of what was asked for is stored.
    #[error("{what} of {} are not stored{}", .tickers.join(", "), from_words(.vendor))]
    Missing {
        /// `bars` or `daily bars`.
        what: &'static str,
        /// The tickers.
        tickers: Vec<String>,
        /// The vendor, where one was chosen.
        vendor: Option<String>,
    },
}

impl StoreError {
    /// Bars of these tickers that are not stored, from this vendor where one was chosen.
    pub fn missing(tickers: &[Ticker], vendor: Option<&str>) -> Self {
        Self::Missing {
            what: "bars",
            tickers: tickers.iter().map(Ticker::to_string).collect(),
            vendor: vendor.map(str::to_owned),
        }
    }

    pub(super) fn write(path: impl Into<PathBuf>, reason: impl ToString) -> Self {
        Self::Write { path: path.into(), reason: reason.to_string() }
    }

    pub(super) fn read(path: impl Into<PathBuf>, reason: impl ToString) -> Self {
        Self::Read { path: path.into(), reason: reason.to_string() }
    }

    pub(super) fn damaged(path: impl Into<PathBuf>, reason: impl ToString) -> Self {
        Self::Damaged { path: path.into(), reason: reason.to_string() }
    }

    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            Self::NoFolder => "name one, or set EVENTSTUDY_HOME".into(),
            Self::Write { .. } => "see whether the disk is full and the folder yours; what was stored before is whole, and the same command goes on from there".into(),
            Self::Read { .. } => "check the permissions of the folder".into(),
            Self::Damaged { .. } => "verify the store to see what is damaged and prune it; the same fetch gets it again".into(),
            Self::UnsafeName { .. } => "use letters, digits, `-`, `_` and `.` only".into(),
            Self::Prices(e) => e.hint(),
            Self::Ambiguous { vendor, feed, .. } => {
                format!("say which one, such as the feed {feed} of {vendor}")
            }
            Self::Empty { .. } => "fetch bars first, or name the folder of another store".into(),
            Self::Missing { .. } => "fetch them, or use the simulated sample instead".into(),
        }
    }
}

fn from_words(vendor: &Option<String>) -> String {
    vendor.as_ref().map_or(String::new(), |vendor| format!(" from {vendor}"))
}
