//! The tickers that files hold.

use std::collections::BTreeSet;
use std::path::Path;

use super::columns::{Layout, Role};
use super::listing::{has_ticker_column, is_parquet, listing, stem};
use super::{FileRequest, bytes, delimited, parquet};
use crate::event::Ticker;
use crate::prices::PriceError;

/// Every ticker that file names and ticker columns show.
pub(in crate::prices) fn every_ticker(request: &FileRequest) -> Result<Vec<Ticker>, PriceError> {
    let mut found = BTreeSet::new();
    for data in &request.paths {
        if let Some(ticker) = &data.ticker {
            found.insert(ticker.clone());
            continue;
        }
        for path in listing(&data.path)? {
            if has_ticker_column(&path) {
                collect_tickers(&path, request, &mut found)?;
            } else if let Ok(ticker) = stem(&path).parse() {
                found.insert(ticker);
            }
        }
    }
    Ok(found.into_iter().collect())
}

fn collect_tickers(
    path: &Path,
    request: &FileRequest,
    found: &mut BTreeSet<Ticker>,
) -> Result<(), PriceError> {
    let bytes = bytes::read(path)?;
    let columns = &request.options.columns;
    let mut last = String::new();
    let mut take = |name: &str| {
        if name != last {
            last = name.to_owned();
            found.extend(name.parse::<Ticker>());
        }
    };
    if is_parquet(path) {
        let frame = parquet::frame(path, bytes)?;
        let layout = Layout::from_header(path, &parquet::header(&frame), columns)?;
        if let Some(at) = layout.get(Role::Ticker) {
            let names = frame.columns()[at].cast(&polars::prelude::DataType::String)?;
            names.str()?.iter().flatten().for_each(&mut take);
        }
        return Ok(());
    }
    let text = delimited::text(path, bytes)?;
    let layout = Layout::from_header(path, &delimited::header(path, &text)?, columns)?;
    if let Some(at) = layout.get(Role::Ticker) {
        delimited::column(path, &text, at, take)?;
    }
    Ok(())
}
