//! Frames as CSV and Parquet.

use polars::prelude::*;
use polars_io::parquet::write::ParquetWriter;

use super::ReportError;

/// The frame as CSV: dates as 2025-12-10, instants as 2025-12-10T14:30:00Z, missing values empty,
/// numbers with all their digits.
pub(super) fn csv(frame: &DataFrame) -> Result<Vec<u8>, ReportError> {
    let broken = |e: csv::Error| ReportError::Format { format: "CSV", reason: e.to_string() };
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(frame.get_column_names().iter().map(|n| n.as_str())).map_err(broken)?;
    for row in 0..frame.height() {
        let cells = frame
            .columns()
            .iter()
            .map(|column| column.get(row).map(cell).map_err(failed))
            .collect::<Result<Vec<String>, _>>()?;
        writer.write_record(cells).map_err(broken)?;
    }
    writer.into_inner().map_err(|e| ReportError::Format { format: "CSV", reason: e.to_string() })
}

fn cell(value: AnyValue<'_>) -> String {
    match value {
        AnyValue::Null => String::new(),
        AnyValue::String(text) => text.to_owned(),
        AnyValue::StringOwned(text) => text.to_string(),
        AnyValue::Float64(number) => number.to_string(),
        AnyValue::Boolean(value) => value.to_string(),
        AnyValue::Date(days) => {
            chrono::NaiveDate::from_epoch_days(days).map_or(String::new(), |d| d.to_string())
        }
        AnyValue::Datetime(micros, TimeUnit::Microseconds, _) => {
            chrono::DateTime::from_timestamp_micros(micros)
                .map_or(String::new(), |t| t.format("%Y-%m-%dT%H:%M:%SZ").to_string())
        }
        other => other.to_string(),
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
