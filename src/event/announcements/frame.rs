//! Announcements from a frame, or from a file that was read into one.

use std::borrow::Cow;
use std::path::Path;

use polars::prelude::*;
use sha2::{Digest, Sha256};

use super::columns::Layout;
use super::file;
use super::read::Builder;
use super::table::{AnnouncementFile, Announcements};
use crate::event::EventError;

/// The announcements of a frame that somebody made; `name` stands where a file has its path.
pub fn announcements(name: &Path, table: &DataFrame) -> Result<Announcements, EventError> {
    let layout = Layout::of(name, &header(table))?;
    types_are_right(name, table, &layout)?;
    let text = text(name, table)?;
    let mut announcements = read(name, &text)?;
    let (path, rows, sha256) = (name.to_owned(), table.height(), digest(&text));
    announcements.source = Some(AnnouncementFile { path, rows, sha256 });
    Ok(announcements)
}

/// A frame in the text forms that a CSV file of the same table would have.
pub(super) fn text(path: &Path, table: &DataFrame) -> Result<Vec<StringChunked>, EventError> {
    let columns = table.columns().iter();
    columns.map(|c| as_text(c).map_err(|e| file::unreadable(path, e.to_string()))).collect()
}

/// The announcements of a table of text.
pub(super) fn read(path: &Path, columns: &[StringChunked]) -> Result<Announcements, EventError> {
    let header: Vec<String> = columns.iter().map(|c| c.name().to_string()).collect();
    let layout = Layout::of(path, &header)?;
    let rows = columns.first().map_or(0, StringChunked::len);
    if rows == 0 {
        let reason = "it has columns and no event".to_owned();
        return Err(EventError::Malformed { path: path.to_owned(), reason });
    }
    let mut builder = Builder::of(layout);
    let mut walks: Vec<_> = columns.iter().map(|c| c.iter()).collect();
    let mut cells: Vec<Cow<'_, str>> = Vec::with_capacity(columns.len());
    for row in 0..rows {
        cells.clear();
        let next = walks.iter_mut().map(|walk| walk.next().flatten().unwrap_or("").trim());
        cells.extend(next.map(Cow::Borrowed));
        // Numbered as if the header were row 1, like a CSV file of the same table.
        builder.row(row as u32 + 2, &cells);
    }
    Ok(builder.finish())
}

fn header(table: &DataFrame) -> Vec<String> {
    table.get_column_names().iter().map(|n| n.to_string()).collect()
}

/// A frame has types, so that a column that cannot be times or tickers is a mistake as a whole and
/// not row by row.
fn types_are_right(name: &Path, table: &DataFrame, layout: &Layout) -> Result<(), EventError> {
    let column = |at: usize| &table.columns()[at];
    let refuse = |at: usize, role: &'static str, needed: &'static str| {
        Err(EventError::ColumnType {
            path: name.to_owned(),
            column: column(at).name().to_string(),
            role,
            found: column(at).dtype().to_string(),
            needed,
        })
    };
    let time = column(layout.time);
    match time.dtype() {
        DataType::String | DataType::Date => {}
        DataType::Datetime(_, Some(_)) => {}
        DataType::Datetime(unit, None) => {
            let texts = as_text(time).map_err(|e| file::unreadable(name, e.to_string()))?;
            if let Some(text) = texts.iter().flatten().find(|_| !are_dates(time, *unit)) {
                return Err(EventError::NaiveColumn {
                    path: name.to_owned(),
                    column: time.name().to_string(),
                    text: text.to_owned(),
                });
            }
        }
        _ => return refuse(layout.time, "publication time", "times with a zone, dates or text"),
    }
    if column(layout.ticker).dtype() != &DataType::String {
        return refuse(layout.ticker, "ticker", "text");
    }
    match (0..table.width()).find(|at| column(*at).dtype().is_nested()) {
        Some(at) => refuse(at, "cells of an attribute", "text, numbers, dates or times"),
        None => Ok(()),
    }
}

/// Many tools have no type for a date and write its midnight. One other time of day in the column
/// shows that these are times, and that their zone is missing.
fn are_dates(column: &Column, unit: TimeUnit) -> bool {
    let per_day = 86_400 * per_second(unit);
    let counts = column.as_materialized_series().datetime().map(|c| c.physical().clone());
    counts.is_ok_and(|c| c.iter().flatten().all(|count| count.rem_euclid(per_day) == 0))
}

const fn per_second(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Nanoseconds => 1_000_000_000,
        TimeUnit::Microseconds => 1_000_000,
        TimeUnit::Milliseconds => 1_000,
    }
}

/// A column in the text forms that a CSV file would have.
fn as_text(column: &Column) -> PolarsResult<StringChunked> {
    let series = column.as_materialized_series();
    let text: StringChunked = match series.dtype() {
        DataType::String => series.str()?.clone(),
        DataType::Datetime(unit, zone) => {
            let per_second = per_second(*unit);
            let dates = zone.is_none() && are_dates(column, *unit);
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
    };
    Ok(text.with_name(column.name().clone()))
}

/// SHA-256 of the cells as text, so that one table has one digest whichever library holds it.
fn digest(columns: &[StringChunked]) -> String {
    let mut hash = Sha256::new();
    for column in columns {
        hash.update(column.name().as_bytes());
        for cell in column.iter() {
            hash.update([0]);
            hash.update(cell.unwrap_or(""));
        }
        hash.update([1]);
    }
    file::hexadecimal(&hash.finalize())
}
