//! Frames as CSV and Parquet.

use std::io::Write as _;

use polars::prelude::*;
use polars_io::parquet::write::ParquetWriter;

use super::ReportError;

/// The frame as CSV: dates as 2025-12-10, instants as 2025-12-10T14:30:00Z, missing values empty,
/// numbers as the shortest text that reads back as the same number.
pub fn csv(frame: &DataFrame) -> Result<Vec<u8>, ReportError> {
    let broken = |e: csv::Error| ReportError::Format { format: "CSV", reason: e.to_string() };
    let typed = frame.columns().iter().map(plain).collect::<Result<Vec<_>, _>>()?;
    let mut columns = frame
        .columns()
        .iter()
        .zip(&typed)
        .map(|(column, plain)| Cells::of(column.dtype(), plain))
        .collect::<Result<Vec<_>, _>>()?;
    let start = Vec::with_capacity(16 * frame.width() * (frame.height() + 1));
    let mut writer = csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(start);
    writer.write_record(frame.get_column_names().iter().map(|n| n.as_str())).map_err(broken)?;
    let mut scratch = Scratch::default();
    for _ in 0..frame.height() {
        for column in &mut columns {
            writer.write_field(column.next(&mut scratch)).map_err(broken)?;
        }
        writer.write_record(None::<&[u8]>).map_err(broken)?;
    }
    writer.into_inner().map_err(|e| ReportError::Format { format: "CSV", reason: e.to_string() })
}

/// The column in the plain type that its cells are written from: whole numbers, dates and instants
/// as 64-bit integers.
fn plain(column: &Column) -> Result<Series, ReportError> {
    let series = column.as_materialized_series();
    match column.dtype() {
        DataType::Date => series.to_physical_repr().cast(&DataType::Int64).map_err(failed),
        DataType::Datetime(..) => Ok(series.to_physical_repr().into_owned()),
        kind if kind.is_integer() => series.cast(&DataType::Int64).map_err(failed),
        _ => Ok(series.clone()),
    }
}

/// The cells of a column, from top to bottom.
enum Cells<'a> {
    Text(Box<dyn Iterator<Item = Option<&'a str>> + 'a>),
    Number(Box<dyn Iterator<Item = Option<f64>> + 'a>),
    Whole(Box<dyn Iterator<Item = Option<i64>> + 'a>),
    Truth(Box<dyn Iterator<Item = Option<bool>> + 'a>),
    Day(Box<dyn Iterator<Item = Option<i64>> + 'a>),
    Instant(Box<dyn Iterator<Item = Option<i64>> + 'a>),
}

/// Where a cell becomes text.
#[derive(Default)]
struct Scratch {
    number: zmij::Buffer,
    text: Vec<u8>,
}

impl<'a> Cells<'a> {
    fn of(kind: &DataType, plain: &'a Series) -> Result<Self, ReportError> {
        Ok(match kind {
            DataType::String => Self::Text(Box::new(plain.str().map_err(failed)?.iter())),
            DataType::Float64 => Self::Number(Box::new(plain.f64().map_err(failed)?.iter())),
            DataType::Boolean => Self::Truth(Box::new(plain.bool().map_err(failed)?.iter())),
            DataType::Date => Self::Day(Box::new(plain.i64().map_err(failed)?.iter())),
            DataType::Datetime(TimeUnit::Microseconds, _) => {
                Self::Instant(Box::new(plain.i64().map_err(failed)?.iter()))
            }
            _ => Self::Whole(Box::new(plain.i64().map_err(failed)?.iter())),
        })
    }

    /// The next cell as text.
    fn next<'s>(&mut self, scratch: &'s mut Scratch) -> &'s [u8]
    where
        'a: 's,
    {
        scratch.text.clear();
        let text = &mut scratch.text;
        // Writing to memory cannot fail.
        match self {
            Self::Text(cells) => return cells.next().flatten().map_or(b"", str::as_bytes),
            Self::Number(cells) => match cells.next().flatten() {
                Some(number) if number.is_finite() => {
                    return scratch.number.format_finite(number).as_bytes();
                }
                _ => {}
            },
            Self::Whole(cells) => {
                let _ = cells.next().flatten().map(|n| write!(text, "{n}"));
            }
            Self::Truth(cells) => {
                let _ = cells.next().flatten().map(|b| write!(text, "{b}"));
            }
            Self::Day(cells) => {
                let day = cells.next().flatten().and_then(|d| i32::try_from(d).ok());
                let date = day.and_then(chrono::NaiveDate::from_epoch_days);
                let _ = date.map(|d| write!(text, "{d}"));
            }
            Self::Instant(cells) => {
                let time = cells.next().flatten().and_then(chrono::DateTime::from_timestamp_micros);
                let _ = time.map(|t| write!(text, "{}", t.format("%Y-%m-%dT%H:%M:%SZ")));
            }
        }
        &scratch.text
    }
}

/// The frame as a zstd-compressed Parquet file.
pub(super) fn parquet(mut frame: DataFrame) -> Result<Vec<u8>, ReportError> {
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).finish(&mut frame).map_err(failed)?;
    Ok(bytes)
}

pub(super) fn failed(error: PolarsError) -> ReportError {
    ReportError::Format { format: "a table", reason: error.to_string() }
}
