//! Parquet tables.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;

use chrono::{DateTime, Utc};
use polars::prelude::*;
use polars_io::SerReader;
use polars_io::mmap::MmapBytesReader;
use polars_io::parquet::read::{FileMetadata, ParallelStrategy, ParquetReader};

use super::Options;
use super::columns::{Layout, Role};
use super::stamps::{self, Stamp};
use super::table::{self, Cells, NUMBERS, Rows};
use crate::event::Ticker;
use crate::foreign;
use crate::prices::PriceError;

/// The whole table, in one chunk.
pub(in crate::prices) fn frame(path: &Path, bytes: Vec<u8>) -> Result<DataFrame, PriceError> {
    let metadata = metadata(path, Cursor::new(bytes.as_slice()))?;
    let mut frame = columns(path, Cursor::new(bytes), metadata, None)?;
    frame.rechunk_mut();
    Ok(frame)
}

/// Reads columns on this thread, so that a panic of the reader over damaged bytes can be caught.
pub(in crate::prices) fn columns<R: MmapBytesReader>(
    path: &Path,
    source: R,
    metadata: FileMetadata,
    names: Option<Vec<String>>,
) -> Result<DataFrame, PriceError> {
    let read = foreign::read(|| {
        let mut reader = ParquetReader::new(source).read_parallel(ParallelStrategy::None);
        reader.set_metadata(metadata.into());
        reader.with_columns(names).finish()
    });
    read.map_err(|panic| damaged(path, &panic))?.map_err(|e| PriceError::unreadable(path, e))
}

fn damaged(path: &Path, panic: &str) -> PriceError {
    PriceError::unreadable(path, format!("its Parquet is damaged ({panic})"))
}

/// What the end of a file says of its columns and row groups.
///
/// The writer's own schema is left out: it may ask for types of another library's memory, such as
/// dictionaries, while the format's own types say all that is needed here.
pub(in crate::prices) fn metadata<R: MmapBytesReader>(
    path: &Path,
    source: R,
) -> Result<FileMetadata, PriceError> {
    let read = foreign::read(|| ParquetReader::new(source).get_metadata().cloned());
    let read = read.map_err(|panic| damaged(path, &panic))?;
    let mut metadata = read.map_err(|e| PriceError::unreadable(path, e))?.as_ref().clone();
    metadata.key_value_metadata = None;
    Ok(metadata)
}

/// The names of the columns of a file, without reading its rows.
pub(in crate::prices) fn header_of_file(path: &Path) -> Result<Vec<String>, PriceError> {
    let file = std::fs::File::open(path).map_err(|e| PriceError::unreadable(path, e))?;
    let metadata = metadata(path, file)?;
    Ok(metadata.schema().fields().iter().map(|f| f.name().to_owned()).collect())
}

/// The names of the columns.
pub(in crate::prices) fn header(frame: &DataFrame) -> Vec<String> {
    frame.get_column_names().iter().map(|n| n.to_string()).collect()
}

/// Rows by ticker; `ticker` is the one of the file where the table has no such column.
pub(in crate::prices) fn read(
    path: &Path,
    frame: &DataFrame,
    layout: &Layout,
    ticker: Option<&Ticker>,
    wanted: &[Ticker],
    options: &Options,
) -> Result<BTreeMap<Ticker, Rows>, PriceError> {
    let time = layout.time_column(path, || header(frame))?;
    let columns = frame.columns();
    let stamps = stamps_of(path, &columns[time])?;
    let mut numbers = Vec::new();
    for role in NUMBERS {
        if let Some(at) = layout.get(role) {
            let cast = columns[at].cast(&DataType::Float64).map_err(|_| PriceError::BadCell {
                path: path.to_owned(),
                row: 1,
                role: role.number(),
                text: format!("a column of type {}", columns[at].dtype()),
            })?;
            numbers.push((role, cast));
        }
    }
    let numbers: Vec<(Role, &Float64Chunked)> = numbers
        .iter()
        .map(|(role, column)| Ok((*role, column.f64()?)))
        .collect::<PolarsResult<_>>()?;
    let names = match layout.get(Role::Ticker) {
        Some(at) => Some(columns[at].cast(&DataType::String)?),
        None => None,
    };
    let names = names.as_ref().map(|c| c.str()).transpose()?;
    let by_name: BTreeMap<String, &Ticker> = wanted.iter().map(|t| (t.to_string(), t)).collect();
    let mut tables: BTreeMap<Ticker, Rows> = BTreeMap::new();
    for (i, stamp) in stamps.into_iter().enumerate() {
        let of = match names {
            Some(names) => {
                names.get(i).and_then(|n| by_name.get(&n.trim().to_ascii_uppercase()).copied())
            }
            None => ticker,
        };
        let Some(of) = of else { continue };
        let mut cells = Cells::default();
        for (role, column) in &numbers {
            cells.set(*role, column.get(i).filter(|v| !v.is_nan()));
        }
        let rows = || Rows::new(of.clone(), layout, options.adjustment);
        table::push_row(&mut tables, of, rows, (stamp, cells));
    }
    Ok(tables)
}

fn stamps_of(path: &Path, column: &Column) -> Result<Vec<Stamp>, PriceError> {
    let bad = |row: usize, text: String| PriceError::BadCell {
        path: path.to_owned(),
        row,
        role: "a time or a date",
        text,
    };
    match column.dtype() {
        DataType::Date => column
            .date()?
            .physical()
            .iter()
            .enumerate()
            .map(|(i, day)| {
                day.and_then(chrono::NaiveDate::from_epoch_days)
                    .map(Stamp::Date)
                    .ok_or_else(|| bad(i + 1, "null".into()))
            })
            .collect(),
        DataType::Datetime(unit, zone) => {
            let instants = instants(column, *unit)?;
            let stamp = |(i, t): (usize, Option<DateTime<Utc>>)| {
                let t = t.ok_or_else(|| bad(i + 1, "null".into()))?;
                match zone {
                    Some(_) => Ok(Stamp::Instant(t)),
                    None => {
                        stamps::from_naive(t.naive_utc()).map_err(|_| PriceError::NaiveTimestamp {
                            path: path.to_owned(),
                            row: i + 1,
                            text: t.naive_utc().to_string(),
                        })
                    }
                }
            };
            instants.into_iter().enumerate().map(stamp).collect()
        }
        DataType::String => column
            .str()?
            .iter()
            .enumerate()
            .map(|(i, text)| table::stamp(path, i + 1, text.unwrap_or("")))
            .collect(),
        DataType::Int32 | DataType::Int64 => column
            .cast(&DataType::Int64)?
            .i64()?
            .iter()
            .enumerate()
            .map(|(i, value)| {
                value.and_then(stamps::from_integer).ok_or_else(|| bad(i + 1, format!("{value:?}")))
            })
            .collect(),
        other => Err(bad(1, format!("column `{}` of type {other}", column.name()))),
    }
}

/// The instants of a datetime column, as if they were UTC.
fn instants(column: &Column, unit: TimeUnit) -> PolarsResult<Vec<Option<DateTime<Utc>>>> {
    let per_second = match unit {
        TimeUnit::Nanoseconds => 1_000_000_000,
        TimeUnit::Microseconds => 1_000_000,
        TimeUnit::Milliseconds => 1_000,
    };
    let to_instant = |count: i64| {
        let nanos = count.rem_euclid(per_second) * (1_000_000_000 / per_second);
        DateTime::from_timestamp(count.div_euclid(per_second), nanos as u32)
    };
    Ok(column.datetime()?.physical().iter().map(|count| count.and_then(to_instant)).collect())
}
