//! Price files and folders.

use std::path::{Path, PathBuf};

use super::columns::Layout;
use super::digest::sha256;
use super::listing::{has_ticker_column, is_parquet, listing, stem};
use super::merged::{Merged, add_unless_earlier, complete, merge};
use super::tickers::every_ticker;
use super::{DataPath, FileRequest, Options, SourceFile, bytes, delimited, parquet};
use crate::calendar::TradingCalendar;
use crate::event::Ticker;
use crate::prices::{PriceError, Prices};

impl Prices {
    /// Reads the bars of every ticker that files and folders have.
    ///
    /// # Errors
    /// As [`Prices::from_files`].
    pub fn from_paths<P: Into<PathBuf>>(
        paths: impl IntoIterator<Item = P>,
        calendar: &TradingCalendar,
    ) -> Result<Self, PriceError> {
        let path = |path: P| DataPath { ticker: None, path: path.into() };
        let paths = paths.into_iter().map(path).collect();
        let request = FileRequest { paths, ..FileRequest::default() };
        Self::from_files(&request, &every_ticker(&request)?, calendar)
    }

    /// Reads the bars of `tickers` from files and folders.
    ///
    /// # Errors
    /// A path that does not exist, a file that cannot be read or understood, naive time stamps, or
    /// a ticker that no file has.
    pub fn from_files(
        request: &FileRequest,
        tickers: &[Ticker],
        calendar: &TradingCalendar,
    ) -> Result<Self, PriceError> {
        let mut prices = Prices::default();
        let mut available = Vec::new();
        for data in &request.paths {
            let mut merged = Merged::new();
            for file in candidates(data, tickers, &mut available, &mut prices)? {
                let (of, bytes) = (file.ticker.as_ref(), bytes::read(&file.path)?);
                let options = &request.options;
                merge_file(&file.path, bytes, of, tickers, options, &mut merged, &mut prices)?;
            }
            add_unless_earlier(&mut prices, merged, &request.options, calendar)?;
        }
        complete(&mut prices, "price file", calendar)?;
        available.sort();
        available.dedup();
        prices.require_among(tickers, prices.files_looked_at(), available)?;
        Ok(prices)
    }
}

fn candidates(
    data: &DataPath,
    tickers: &[Ticker],
    available: &mut Vec<String>,
    prices: &mut Prices,
) -> Result<Vec<DataPath>, PriceError> {
    let files = listing(&data.path)?;
    if let Some(ticker) = &data.ticker {
        return Ok(files
            .into_iter()
            .map(|path| DataPath { path, ticker: Some(ticker.clone()) })
            .collect());
    }
    let named = |file: &Path, ticker: &Ticker| stem(file).eq_ignore_ascii_case(ticker.as_str());
    let exact: Vec<&Ticker> =
        tickers.iter().filter(|t| files.iter().any(|f| named(f, t))).collect();
    let mut chosen = Vec::new();
    for file in &files {
        let stem = stem(file);
        let whole = tickers.iter().find(|t| named(file, t));
        let lead = stem.split(['_', ' ']).next().unwrap_or("");
        let by_lead = tickers.iter().find(|t| lead.eq_ignore_ascii_case(t.as_str()));
        if let Some(ticker) = whole.or(by_lead.filter(|t| !exact.contains(t))) {
            chosen.push(DataPath { path: file.clone(), ticker: Some(ticker.clone()) });
        } else if let Some(ticker) = by_lead {
            unused(prices, file, format!("{ticker} has a file of its own name in the same place"));
        } else if has_ticker_column(file) {
            chosen.push(DataPath { path: file.clone(), ticker: None });
        } else {
            if stem.parse::<Ticker>().is_ok() && stem.chars().all(|c| !c.is_ascii_lowercase()) {
                available.push(stem.to_owned());
            }
            unused(
                prices,
                file,
                "no ticker asked for is in its name, and it has no ticker column".into(),
            );
        }
    }
    Ok(chosen)
}

fn unused(prices: &mut Prices, path: &Path, reason: String) {
    prices.files.push(SourceFile {
        path: path.display().to_string(),
        used_for: format!("not used: {reason}"),
        rows: None,
        sha256: None,
    });
}

/// Merges the rows of a file, given as its bytes.
pub(super) fn merge_file(
    path: &Path,
    bytes: Vec<u8>,
    of: Option<&Ticker>,
    tickers: &[Ticker],
    options: &Options,
    merged: &mut Merged,
    prices: &mut Prices,
) -> Result<(), PriceError> {
    let sha256 = sha256(&bytes);
    let tables = if is_parquet(path) {
        let frame = parquet::frame(path, bytes)?;
        let layout = Layout::from_header(path, &parquet::header(&frame), &options.columns)?;
        parquet::read(path, &frame, &layout, of, tickers, options)?
    } else {
        let text = delimited::text(path, bytes)?;
        let layout = Layout::from_header(path, &delimited::header(path, &text)?, &options.columns)?;
        delimited::read(path, &text, &layout, of, tickers, options)?
    };
    if tables.is_empty() {
        unused(prices, path, "it has no row of a ticker asked for".into());
    }
    for (ticker, rows) in tables {
        merge(path, ticker, rows, sha256.clone(), merged, prices);
    }
    Ok(())
}
