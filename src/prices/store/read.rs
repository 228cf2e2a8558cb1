//! Stored bars as the prices of a study.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use polars::prelude::DataFrame;

use super::manifest::{Manifest, Part};
use super::{Series, Store, StoreError, atomic, table};
use crate::calendar::TradingCalendar;
use crate::event::Ticker;
use crate::prices::source::sha256;
use crate::prices::vendor::{BarLength, VendorAdjustment};
use crate::prices::{Adjustment, BarLabel, Options, PriceFrame, Prices};

/// How often a series is read anew when a file is replaced meanwhile.
const TRIES: usize = 5;

/// Which of the stored bars are meant.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// The vendor; `None` if there must be one only.
    pub source: Option<String>,
    /// The vendor's feed; `None` if there must be one only.
    pub feed: Option<String>,
    /// Whether tickers that are not stored are left out, as in a sample of many events, instead of
    /// refused.
    pub partial: bool,
}

impl Store {
    /// Reads a data file and checks its digest.
    pub(super) fn read_part(&self, series: &Series, part: &Part) -> Result<DataFrame, StoreError> {
        let path = self.root.join(series.folder()?).join(&part.file);
        let damaged = |reason: &str| StoreError::damaged(&path, reason);
        let bytes = atomic::read(&path)?.ok_or_else(|| damaged("is missing"))?;
        if sha256(&bytes) != part.sha256 {
            return Err(damaged("is not what was written: its digest differs"));
        }
        table::from_parquet(&path, bytes)
    }

    /// The manifest of a series with all its bars in one table, sorted.
    pub(super) fn read_series(
        &self,
        series: &Series,
    ) -> Result<Option<(Manifest, DataFrame)>, StoreError> {
        let mut tries = TRIES;
        loop {
            let Some(manifest) = self.manifest(series)? else { return Ok(None) };
            let parts: Result<Vec<DataFrame>, StoreError> =
                manifest.parts.values().map(|part| self.read_part(series, part)).collect();
            tries -= 1;
            match parts {
                // A fetch may have replaced a file after the manifest was read.
                Err(StoreError::Damaged { .. })
                    if tries > 0 && self.manifest(series)?.as_ref() != Some(&manifest) => {}
                Err(error) => return Err(error),
                Ok(parts) => {
                    let mut parts = parts.into_iter();
                    let Some(mut all) = parts.next() else { return Ok(None) };
                    for part in parts {
                        all.vstack_mut(&part).map_err(|e| {
                            StoreError::damaged(
                                self.root.join("bars"),
                                format!("has tables of different shape for {series}: {e}"),
                            )
                        })?;
                    }
                    all.rechunk_mut();
                    return Ok(Some((manifest, all)));
                }
            }
        }
    }

    /// The bars of these tickers, or `None` where nothing of any of them is stored.
    ///
    /// Daily bars are those adjusted for the most, intraday bars the shortest; of adjusted prices
    /// the youngest vintage. Sources are never mixed. Daily bars of a session that is not over are
    /// left out.
    ///
    /// # Errors
    /// [`StoreError::Ambiguous`] where several sources have a ticker and none was chosen,
    /// [`StoreError::Missing`] where a ticker is not stored from the source of the others, and
    /// what is wrong with the files.
    pub fn prices(
        &self,
        selection: &Selection,
        tickers: &[Ticker],
        calendar: &TradingCalendar,
    ) -> Result<Option<Prices>, StoreError> {
        let meant: Vec<Series> = self
            .series()?
            .into_iter()
            .filter(|s| tickers.contains(&s.symbol))
            .filter(|s| selection.source.as_ref().is_none_or(|v| *v == s.vendor))
            .filter(|s| selection.feed.as_ref().is_none_or(|f| *f == s.feed))
            .collect();
        let sources: BTreeSet<(&str, &str)> =
            meant.iter().map(|s| (s.vendor.as_str(), s.feed.as_str())).collect();
        let Some(&(vendor, feed)) = sources.first() else {
            return match &selection.source {
                Some(source) => Err(missing("bars", tickers, Some(source))),
                None => Ok(None),
            };
        };
        if sources.len() > 1 {
            let words: Vec<String> = sources.iter().map(|(v, f)| format!("{v} ({f})")).collect();
            return Err(StoreError::Ambiguous {
                ticker: meant[0].symbol.to_string(),
                sources: words.join(" and "),
                vendor: vendor.to_owned(),
                feed: feed.to_owned(),
            });
        }
        let lacking: Vec<Ticker> =
            tickers.iter().filter(|t| !meant.iter().any(|s| s.symbol == **t)).cloned().collect();
        if !lacking.is_empty() && !selection.partial {
            return Err(missing("bars", &lacking, Some(vendor)));
        }
        self.chosen(&meant, tickers, calendar).map(Some)
    }

    fn chosen(
        &self,
        meant: &[Series],
        tickers: &[Ticker],
        calendar: &TradingCalendar,
    ) -> Result<Prices, StoreError> {
        // One adjustment for all tickers: returns on ex-dates are compared across them.
        let adjustment =
            meant.iter().filter(|s| s.length == BarLength::Day).map(|s| s.adjustment).max();
        let mut frames = Vec::new();
        let mut options = Options { label: Some(BarLabel::Start), ..Options::default() };
        let mut words = Vec::new();
        for ticker in tickers {
            let of_ticker = || meant.iter().filter(|s| s.symbol == *ticker);
            let daily = of_ticker()
                .filter(|s| s.length == BarLength::Day && Some(s.adjustment) == adjustment)
                .max_by_key(|s| s.as_of);
            let intraday = of_ticker()
                .filter(|s| s.length != BarLength::Day)
                .min_by_key(|s| (s.length, s.adjustment, std::cmp::Reverse(s.as_of)));
            for series in [daily, intraday].into_iter().flatten() {
                let Some((manifest, bars)) = self.read_series(series)? else { continue };
                let bars = for_study(series, &manifest, bars, calendar)?;
                if bars.height() == 0 {
                    continue;
                }
                if series.length == BarLength::Day {
                    options.adjustment = declared(series.adjustment, &manifest, &bars);
                }
                let vintage = manifest.vintage().map(|t| t.date_naive().to_string());
                let vintage = vintage.unwrap_or_else(|| "an unknown day".into());
                words.push((series.clone(), vintage.clone()));
                frames.push(PriceFrame {
                    name: format!("store: {series}, fetched {vintage}"),
                    ticker: Some(ticker.clone()),
                    table: bars,
                });
            }
        }
        let first = &meant[0];
        if frames.is_empty() {
            return Err(missing("bars", tickers, Some(&first.vendor)));
        }
        let mut prices = Prices::from_frames(&frames, &options, tickers, calendar)?;
        prices.description = described(&words);
        Ok(prices)
    }
}

/// `stored bars of alpaca, feed sip: 1d (all, fetched 2026-11-27), 1m (raw, fetched 2026-11-27)`.
fn described(words: &[(Series, String)]) -> String {
    let mut text = String::new();
    if let Some((first, _)) = words.first() {
        let _ = write!(text, "stored bars of {}, feed {}:", first.vendor, first.feed);
    }
    let kinds: BTreeSet<(BarLength, String, &String)> =
        words.iter().map(|(s, vintage)| (s.length, s.adjustment.to_string(), vintage)).collect();
    for (i, (length, adjustment, vintage)) in kinds.into_iter().enumerate() {
        let mark = if i == 0 { "" } else { "," };
        let _ = write!(text, "{mark} {length} (adjustment {adjustment}, fetched {vintage})");
    }
    text
}

/// What the reader of tables is told of the closes.
fn declared(
    adjustment: VendorAdjustment,
    manifest: &Manifest,
    bars: &DataFrame,
) -> Option<Adjustment> {
    match adjustment {
        VendorAdjustment::All => Some(Adjustment::VendorAdjusted),
        VendorAdjustment::Raw if manifest.actions => None,
        // Closes with splits in them beside an adjusted close are scaled to it.
        VendorAdjustment::Split if bars.column("adjusted_close").is_ok() => None,
        VendorAdjustment::Raw | VendorAdjustment::Split => Some(Adjustment::RawWithoutActions),
    }
}

/// The columns that a study reads: an adjusted close only where there is one, actions only where
/// prices are not adjusted for them, and no bar of an unfinished day.
fn for_study(
    series: &Series,
    manifest: &Manifest,
    bars: DataFrame,
    calendar: &TradingCalendar,
) -> Result<DataFrame, StoreError> {
    let failed = |e: polars::prelude::PolarsError| {
        StoreError::damaged("bars", format!("has a table of another shape for {series}: {e}"))
    };
    let bars = match series.length {
        BarLength::Day => {
            let unfinished: Vec<_> = manifest
                .sessions
                .iter()
                .filter(|(date, s)| {
                    let fetched = manifest.fetches.get(s.fetch).map(|f| f.at);
                    let close = calendar.day(**date).map(|d| d.close);
                    !s.is_final && fetched < close
                })
                .map(|(date, _)| *date)
                .collect();
            table::without_dates(&bars, &unfinished).map_err(failed)?
        }
        BarLength::Minutes(_) => bars,
    };
    let mut unwanted = vec!["vwap"];
    let adjusted = bars.column("adjusted_close").map_err(failed)?;
    if series.length != BarLength::Day || adjusted.null_count() == adjusted.len() {
        unwanted.push("adjusted_close");
    }
    if series.length != BarLength::Day || !manifest.actions {
        unwanted.extend(["dividend", "split"]);
    }
    Ok(bars.drop_many(unwanted))
}

pub(super) fn missing(what: &'static str, tickers: &[Ticker], vendor: Option<&str>) -> StoreError {
    StoreError::Missing {
        what,
        tickers: tickers.iter().map(Ticker::to_string).collect(),
        vendor: vendor.map(str::to_owned),
    }
}
