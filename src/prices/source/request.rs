//! What is to be read, and what became of each file.

use std::path::PathBuf;

use serde::Serialize;

use super::ColumnMapping;
use crate::event::Ticker;
use crate::prices::Adjustment;

/// What to read, and how to understand it.
#[derive(Clone, Debug, Default)]
pub struct FileRequest {
    /// Files and folders, in order of preference: where two have the same bars, the first is used.
    pub paths: Vec<DataPath>,
    /// What the file itself cannot say.
    pub options: Options,
}

/// A path with price data, and the ticker it holds where its name does not say so.
#[derive(Clone, Debug)]
pub struct DataPath {
    /// The ticker, for `TICKER=PATH`.
    pub ticker: Option<Ticker>,
    /// The file or folder.
    pub path: PathBuf,
}

impl DataPath {
    /// Reads `PATH` or `TICKER=PATH`.
    pub fn parse(text: &str) -> Self {
        if let Some((name, path)) = text.split_once('=')
            && let Ok(ticker) = name.parse()
        {
            return Self { ticker: Some(ticker), path: path.into() };
        }
        Self { ticker: None, path: text.into() }
    }
}

/// What a file cannot say about itself.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Columns by name, for files whose header is not recognised.
    pub columns: ColumnMapping,
    /// What the prices are adjusted for; `None` to tell from the columns.
    pub adjustment: Option<Adjustment>,
    /// Whether bars carry the time of their start or of their end; `None` means start, with a
    /// check that refuses what looks like ends.
    pub label: Option<BarLabel>,
}

/// Whether the time of a bar is its start or its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BarLabel {
    /// The bar begins at its label.
    Start,
    /// The bar ends at its label.
    End,
}

/// A file that was considered, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SourceFile {
    /// The path as it was given.
    pub path: String,
    /// What the file was used for, or why it was not used.
    pub used_for: String,
    /// Data rows read; `None` for a file that was not read.
    pub rows: Option<usize>,
    /// SHA-256 of the bytes on disk, of a frame that of its rows; `None` for a file that was not
    /// read.
    pub sha256: Option<String>,
}
