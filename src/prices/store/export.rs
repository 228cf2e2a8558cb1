//! Stored bars as files for other programs.

use std::path::{Path, PathBuf};

use super::{Store, StoreError, atomic, table};
use crate::event::Ticker;
use crate::prices::vendor::BarLength;

impl Store {
    /// Writes each series of these tickers (all, where none is given) as one Parquet file of the
    /// layout that price files have: `FOLDER/alpaca_sip_raw/1m/META.parquet`.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is written where a ticker, or anything at all, is not stored.
    pub fn export(&self, tickers: &[Ticker], folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
        let stored = self.series()?;
        if stored.is_empty() && tickers.is_empty() {
            return Err(StoreError::Empty { root: self.root().to_owned() });
        }
        let lacking = tickers.iter().filter(|t| !stored.iter().any(|s| s.symbol == **t));
        let lacking: Vec<Ticker> = lacking.cloned().collect();
        if !lacking.is_empty() {
            return Err(StoreError::missing(&lacking, None));
        }
        let mut written = Vec::new();
        for series in stored {
            if !tickers.is_empty() && !tickers.contains(&series.symbol) {
                continue;
            }
            let Some((manifest, bars)) = self.read_series(&series)? else { continue };
            let mut unwanted = Vec::new();
            let failed = |e: polars::prelude::PolarsError| StoreError::write(folder, e);
            let adjusted = bars.column("adjusted_close").map_err(failed)?;
            if adjusted.null_count() == adjusted.len() {
                unwanted.push("adjusted_close");
            }
            if series.length != BarLength::Day || !manifest.actions {
                unwanted.extend(["dividend", "split"]);
            }
            let as_of = series.as_of.map_or(String::new(), |d| format!("@{d}"));
            let source = format!("{}_{}_{}{as_of}", series.vendor, series.feed, series.adjustment);
            let path = folder
                .join(source)
                .join(series.length.to_string())
                .join(format!("{}.parquet", series.symbol));
            let bytes = table::to_parquet(&bars.drop_many(unwanted)).map_err(failed)?;
            atomic::write(&path, &bytes)?;
            written.push(path);
        }
        Ok(written)
    }
}
