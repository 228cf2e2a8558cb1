//! Price files and folders.

use std::path::{Path, PathBuf};

use super::columns::Layout;
use super::digest::sha256;
use super::listing::{has_ticker_column, is_parquet, listing, stem};
use super::merged::{Merged, add_unless_earlier, complete, merge};
use super::{DataPath, FileRequest, SourceFile, bytes, delimited, parquet};
use crate::calendar::TradingCalendar;
use crate::event::Ticker;
use crate::prices::{PriceError, Prices};

impl Prices {
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
            for candidate in candidates(data, tickers, &mut available, &mut prices)? {
                read_file(&candidate, tickers, request, &mut merged, &mut prices)?;
            }
            add_unless_earlier(&mut prices, merged, &request.options, calendar)?;
        }
        complete(&mut prices, "files given with --data", calendar)?;
        available.sort();
        available.dedup();
        if let Some(first) = tickers.first().filter(|_| !tickers.iter().any(|t| prices.has(t))) {
            return Err(PriceError::UnknownTicker {
                ticker: first.to_string(),
                considered: format!("{} files were looked at", prices.files.len()),
                available,
            });
        }
        Ok(prices)
    }
}

struct Candidate {
    path: PathBuf,
    ticker: Option<Ticker>,
}

fn candidates(
    data: &DataPath,
    tickers: &[Ticker],
    available: &mut Vec<String>,
    prices: &mut Prices,
) -> Result<Vec<Candidate>, PriceError> {
    let files = listing(&data.path)?;
    if let Some(ticker) = &data.ticker {
        return Ok(files
            .into_iter()
            .map(|path| Candidate { path, ticker: Some(ticker.clone()) })
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
            chosen.push(Candidate { path: file.clone(), ticker: Some(ticker.clone()) });
        } else if let Some(ticker) = by_lead {
            unused(prices, file, format!("{ticker} has a file of its own name in the same place"));
        } else if has_ticker_column(file) {
            chosen.push(Candidate { path: file.clone(), ticker: None });
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

fn read_file(
    candidate: &Candidate,
    tickers: &[Ticker],
    request: &FileRequest,
    merged: &mut Merged,
    prices: &mut Prices,
) -> Result<(), PriceError> {
    let path = &candidate.path;
    let bytes = bytes::read(path)?;
    let sha256 = sha256(&bytes);
    let options = &request.options;
    let of = candidate.ticker.as_ref();
    let tables = if is_parquet(path) {
        let frame = parquet::frame(path, bytes)?;
        let layout = Layout::from_header(path, &parquet::header(&frame), &options.columns)?;
        parquet::read(path, &frame, &layout, of, tickers, options)?
    } else {
        let text = delimited::text(path, bytes)?;
        let layout = Layout::from_header(path, &delimited::header(path, &text)?, &options.columns)?;
        delimited::read(path, &text, &layout, of, tickers, options)?
    };
    for (ticker, rows) in tables {
        merge(path, ticker, rows, sha256.clone(), merged, prices);
    }
    Ok(())
}
