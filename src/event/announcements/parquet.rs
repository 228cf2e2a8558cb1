//! Announcements from Parquet.

use std::io::Cursor;
use std::path::Path;

use polars_io::SerReader;
use polars_io::parquet::read::{ParallelStrategy, ParquetReader};

use super::table::Announcements;
use super::{file, frame};
use crate::event::EventError;
use crate::foreign;

/// The announcements of a Parquet table, and how many rows it has.
pub(super) fn read(path: &Path, bytes: Vec<u8>) -> Result<(Announcements, usize), EventError> {
    let table = foreign::read(|| {
        let reader = ParquetReader::new(Cursor::new(bytes));
        reader.read_parallel(ParallelStrategy::None).finish()
    })
    .map_err(|panic| file::unreadable(path, format!("its Parquet is damaged ({panic})")))?
    .map_err(|e| file::unreadable(path, e.to_string()))?;
    let text = frame::text(path, &table)?;
    Ok((frame::read(path, &text)?, table.height()))
}
