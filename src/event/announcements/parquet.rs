//! Announcements from Parquet.

use std::borrow::Cow;
use std::io::Cursor;
use std::path::Path;

use polars::prelude::*;
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;

use super::columns::Layout;
use super::read::Builder;
use super::{Announcements, file};
use crate::event::EventError;

/// The announcements of a Parquet table, and how many rows it has.
pub(super) fn read(path: &Path, bytes: Vec<u8>) -> Result<(Announcements, usize), EventError> {
    let unreadable = |e: PolarsError| file::unreadable(path, e.to_string());
    let frame = ParquetReader::new(Cursor::new(bytes)).finish().map_err(unreadable)?;
    let header: Vec<String> = frame.get_column_names().iter().map(|n| n.to_string()).collect();
    let layout = Layout::of(path, &header)?;
    let rows = frame.height();
    if rows == 0 {
        let reason = "it has columns and no event".to_owned();
        return Err(EventError::Malformed { path: path.to_owned(), reason });
    }
    let columns: Vec<StringChunked> = frame
        .columns()
        .iter()
        .map(|column| as_text(column).map_err(unreadable))
        .collect::<Result<_, _>>()?;
    let mut builder = Builder::of(layout);
    let mut cells: Vec<Cow<'_, str>> = Vec::with_capacity(columns.len());
    for row in 0..rows {
        cells.clear();
        cells.extend(columns.iter().map(|c| Cow::Borrowed(c.get(row).unwrap_or("").trim())));
        // Numbered as if the header were row 1, like a CSV file of the same table.
        builder.row(row as u32 + 2, &cells);
    }
    Ok((builder.finish(), rows))
}

/// A column in the text forms that a CSV file would have.
fn as_text(column: &Column) -> PolarsResult<StringChunked> {
    let series = column.as_materialized_series();
    Ok(match series.dtype() {
        DataType::String => series.str()?.clone(),
        DataType::Datetime(unit, zone) => {
            let per_second = match unit {
                TimeUnit::Nanoseconds => 1_000_000_000,
                TimeUnit::Microseconds => 1_000_000,
                TimeUnit::Milliseconds => 1_000,
            };
            // Many tools have no type for a date and write its midnight. One other time of day in
            // the column shows that these are times, and that their zone is missing.
            let per_day = 86_400 * per_second;
            let dates = zone.is_none()
                && series
                    .datetime()?
                    .physical()
                    .iter()
                    .flatten()
                    .all(|c| c.rem_euclid(per_day) == 0);
            let text = |count: i64| -> Option<String> {
                let nanos = count.rem_euclid(per_second) * (1_000_000_000 / per_second);
                let t =
                    chrono::DateTime::from_timestamp(count.div_euclid(per_second), nanos as u32)?;
                Some(match zone {
                    Some(_) => t.format("%Y-%m-%dT%H:%M:%S%.fZ").to_string(),
                    None if dates => t.format("%Y-%m-%d").to_string(),
                    None => t.format("%Y-%m-%dT%H:%M:%S%.f").to_string(),
                })
            };
            series.datetime()?.physical().iter().map(|count| count.and_then(text)).collect()
        }
        DataType::Date => series
            .date()?
            .physical()
            .iter()
            .map(|day| day.and_then(chrono::NaiveDate::from_epoch_days).map(|d| d.to_string()))
            .collect(),
        _ => series.cast(&DataType::String)?.str()?.clone(),
    })
}
