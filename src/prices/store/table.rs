//! Bars as a table and as Parquet.

use std::path::Path;

use chrono::NaiveDate;
use polars::prelude::*;
use polars_io::parquet::write::ParquetWriter;

use super::StoreError;
use crate::prices::source::parquet;
use crate::prices::vendor::{Action, At, BarLength, BarRow};

/// The table of bars that are sorted by their beginning.
///
/// Daily bars have `date`, intraday bars `time` (µs, UTC); then `open`, `high`, `low`, `close`,
/// `adjusted_close`, `volume`, `trades`, `vwap`, `dividend` and `split`, null where unknown.
pub(super) fn frame(
    length: BarLength,
    rows: &[BarRow],
    actions: &[Action],
) -> PolarsResult<DataFrame> {
    let numbers = |of: fn(&BarRow) -> Option<f64>| rows.iter().map(of).collect::<Vec<_>>();
    let first = match length {
        BarLength::Day => {
            let days: Vec<i32> = rows.iter().map(|r| days(r.at)).collect();
            Series::new("date".into(), days).cast(&DataType::Date)?
        }
        BarLength::Minutes(_) => {
            let times: Vec<i64> = rows.iter().map(|r| microseconds(r.at)).collect();
            let utc = TimeZone::opt_try_new(Some("UTC"))?;
            Series::new("time".into(), times)
                .cast(&DataType::Datetime(TimeUnit::Microseconds, utc))?
        }
    };
    let on = |row: &BarRow| {
        let date = match row.at {
            At::Day(date) => Some(date),
            At::Instant(_) => None,
        };
        actions.iter().filter(move |a| Some(a.ex_date) == date)
    };
    let dividends: Vec<f64> =
        rows.iter().map(|r| on(r).fold(0.0, |sum, a| sum + a.dividend)).collect();
    let splits: Vec<f64> = rows.iter().map(|r| on(r).map(|a| a.split).product()).collect();
    DataFrame::new(
        rows.len(),
        vec![
            first.into(),
            Column::new("open".into(), numbers(|r| r.open)),
            Column::new("high".into(), numbers(|r| r.high)),
            Column::new("low".into(), numbers(|r| r.low)),
            Column::new("close".into(), numbers(|r| r.close)),
            Column::new("adjusted_close".into(), numbers(|r| r.adjusted_close)),
            Column::new("volume".into(), numbers(|r| r.volume)),
            Column::new("trades".into(), numbers(|r| r.trades)),
            Column::new("vwap".into(), numbers(|r| r.vwap)),
            Column::new("dividend".into(), dividends),
            Column::new("split".into(), splits),
        ],
    )
}

fn days(at: At) -> i32 {
    match at {
        At::Day(date) => date.to_epoch_days(),
        At::Instant(t) => t.date_naive().to_epoch_days(),
    }
}

fn microseconds(at: At) -> i64 {
    match at {
        At::Day(date) => date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_micros(),
        At::Instant(t) => t.timestamp_micros(),
    }
}

/// The rows of a daily table that are of none of these dates.
pub(super) fn without_dates(table: &DataFrame, dates: &[NaiveDate]) -> PolarsResult<DataFrame> {
    let days: std::collections::HashSet<i32> = dates.iter().map(|d| d.to_epoch_days()).collect();
    let column = table.column("date")?.cast(&DataType::Int32)?;
    let keep: BooleanChunked =
        column.i32()?.iter().map(|d| d.is_some_and(|d| !days.contains(&d))).collect();
    table.filter(&keep)
}

/// A table as Parquet.
pub(super) fn to_parquet(table: &DataFrame) -> PolarsResult<Vec<u8>> {
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).finish(&mut table.clone())?;
    Ok(bytes)
}

/// Parquet as a table.
pub(super) fn from_parquet(path: &Path, bytes: Vec<u8>) -> Result<DataFrame, StoreError> {
    let damaged = |reason: String| StoreError::damaged(path, reason);
    parquet::frame(path, bytes).map_err(|e| damaged(format!("is no Parquet: {e}")))
}
