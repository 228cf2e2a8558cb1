//! A Parquet file into columns, its row groups side by side.

use std::io::Cursor;
use std::path::Path;

use polars::prelude::*;
use polars_io::parquet::read::{FileMetadata, infer_schema};
use rayon::prelude::*;

use super::columns::LongRows;
use super::decode::{Named, Names, Stretch, decode};
use crate::calendar::TradingCalendar;
use crate::prices::source::columns::{Layout, Role};
use crate::prices::source::table::{CloseRule, NUMBERS};
use crate::prices::source::{Options, parquet};
use crate::prices::{Adjustment, PriceError};

/// What came of a file.
pub(in crate::prices) enum Read {
    /// The number of daily rows that were added, and the adjustment of their prices.
    Daily(usize, Adjustment),
    /// A table with several rows a day, so another reader has to sum them up.
    Intraday,
}

/// Adds the rows of a file to `rows`.
pub(in crate::prices) fn read(
    path: &Path,
    bytes: &[u8],
    options: &Options,
    names: &Names,
    calendar: &TradingCalendar,
    rows: &mut LongRows,
) -> Result<Read, PriceError> {
    let metadata = parquet::metadata(path, Cursor::new(bytes))?;
    let (named, adjustment) = columns_of_file(path, &metadata, options)?;
    let first = rows.make_room(path, metadata.num_rows)?;
    let groups = groups(metadata);
    let by_column = groups.len() < rayon::current_num_threads();
    let heights: Vec<usize> = groups.iter().map(|g| g.num_rows).collect();
    let work: Vec<(FileMetadata, Stretch<'_>)> =
        groups.into_iter().zip(rows.stretches(first, &heights)).collect();
    let decoded: Vec<_> = work
        .into_par_iter()
        .map(|(group, stretch)| {
            let read =
                |names| parquet::columns(path, Cursor::new(bytes), group.clone(), Some(names));
            let frame = match by_column {
                false => read(named.all())?,
                true => {
                    let columns: Vec<Column> = named
                        .all()
                        .into_par_iter()
                        .map(|name| Ok(read(vec![name])?.columns()[0].clone()))
                        .collect::<Result<_, PriceError>>()?;
                    let height = columns.first().map_or(0, Column::len);
                    DataFrame::new(height, columns).map_err(|e| PriceError::unreadable(path, e))?
                }
            };
            decode(path, &frame, &named, names, calendar, stretch)
        })
        .collect::<Result<_, PriceError>>()?;
    Ok(rows.accept(decoded, first, adjustment))
}

/// The columns of a file by role, if they are of types that are read.
fn columns_of_file(
    path: &Path,
    metadata: &FileMetadata,
    options: &Options,
) -> Result<(Named, Adjustment), PriceError> {
    let schema = infer_schema(metadata).map_err(|e| PriceError::unreadable(path, e))?;
    let header: Vec<String> = schema.iter_names().map(|n| n.to_string()).collect();
    let (named, adjustment) = columns_by_role(path, &header, options)?;
    for name in named.all() {
        let Some(field) = schema.get(name.as_str()) else { continue };
        if !is_read(field.dtype()) {
            let reason = format!("the column `{name}` has the type {:?}", field.dtype());
            return Err(PriceError::unreadable(path, reason));
        }
    }
    Ok((named, adjustment))
}

/// The columns of a header by role, and what their prices are adjusted for.
pub(super) fn columns_by_role(
    path: &Path,
    header: &[String],
    options: &Options,
) -> Result<(Named, Adjustment), PriceError> {
    let layout = Layout::from_header(path, header, &options.columns)?;
    let time = layout.time_column(path, || header.to_vec())?;
    let ticker = layout.get(Role::Ticker).ok_or_else(|| PriceError::MissingColumn {
        path: path.to_owned(),
        role: Role::Ticker.name(),
        header: header.join(", "),
    })?;
    let rule = CloseRule::new(&layout, options.adjustment);
    let used = |role: &Role| *role != Role::Trades && layout.has(*role);
    let named = Named {
        time: header[time].clone(),
        ticker: header[ticker].clone(),
        numbers: NUMBERS
            .into_iter()
            .filter(used)
            .filter_map(|role| Some((role, header[layout.get(role)?].clone())))
            .collect(),
        rule,
    };
    Ok((named, rule.adjustment(&layout, options.adjustment)))
}

fn is_read(dtype: &ArrowDataType) -> bool {
    use ArrowDataType as T;
    matches!(
        dtype,
        T::Int32 | T::Int64 | T::UInt32 | T::UInt64 | T::Float32 | T::Float64 | T::Date32
    ) || matches!(dtype, T::Utf8 | T::LargeUtf8 | T::Utf8View | T::Timestamp(..))
}

/// The metadata of each row group as if it were a file; a slice of the whole file would decode the
/// groups before it, too.
fn groups(mut metadata: FileMetadata) -> Vec<FileMetadata> {
    let groups = std::mem::take(&mut metadata.row_groups);
    groups
        .into_iter()
        .map(|group| FileMetadata {
            num_rows: group.num_rows(),
            max_row_group_height: group.num_rows(),
            row_groups: vec![group],
            ..metadata.clone()
        })
        .collect()
}
