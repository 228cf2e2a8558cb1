//! What can go wrong with the store.

use std::path::PathBuf;

/// The store could not be read or written.
#[derive(Debug, thiserror::Error)]
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
    /// Several sources have the bars.
    #[error("bars of {ticker} are stored from {sources}, and sources are not mixed")]
    Ambiguous {
        /// The ticker.
        ticker: String,
        /// The sources.
        sources: String,
        /// One of them as an argument.
        example: String,
    },
    /// Nothing of what was asked for is stored.
    #[error("{what} of {tickers} are not stored{source_words}")]
    Missing {
        /// `bars` or `daily bars`.
        what: &'static str,
        /// The tickers.
        tickers: String,
        /// ` from alpaca`, or nothing.
        source_words: String,
        /// The command that gets it.
        command: String,
    },
}

impl StoreError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            Self::NoFolder => "name one with --store FOLDER or EVENTSTUDY_HOME".into(),
            Self::Write { .. } => "see whether the disk is full and the folder yours; what was stored before is whole, and the same command goes on from there".into(),
            Self::Read { .. } => "check the permissions of the folder".into(),
            Self::Damaged { .. } => "`eventstudy store verify` lists what is damaged, `eventstudy store prune --damaged` removes it, and the same fetch gets it again".into(),
            Self::UnsafeName { .. } => "use letters, digits, `-`, `_` and `.` only".into(),
            Self::Ambiguous { example, .. } => format!("say which one, such as `{example}`"),
            Self::Missing { command, .. } => format!(
                "get it with `{command}`; `--source sample` uses the simulated sample instead"
            ),
        }
    }
}
