//! A frame into columns, its stretches side by side.

use std::path::Path;

use polars::prelude::*;
use rayon::prelude::*;

use super::columns::LongRows;
use super::decode::{Names, Stretch, decode};
use super::read::{Read, columns_by_role};
use crate::calendar::TradingCalendar;
use crate::prices::PriceError;
use crate::prices::source::{Options, parquet};

/// Rows that are decoded at once, as many as a row group of a file mostly has.
const STRETCH: usize = 1 << 18;

/// Adds the rows of a frame to `rows`; `name` stands where a file has its path.
pub(in crate::prices) fn frame(
    name: &Path,
    table: &DataFrame,
    options: &Options,
    names: &Names,
    calendar: &TradingCalendar,
    rows: &mut LongRows,
) -> Result<Read, PriceError> {
    let (named, adjustment) = columns_by_role(name, &parquet::header(table), options)?;
    // Only what is used is cut into stretches.
    let table = table.select(named.all())?;
    let first = rows.make_room(name, table.height())?;
    let starts: Vec<usize> = (0..table.height()).step_by(STRETCH).collect();
    let heights: Vec<usize> = starts.iter().map(|s| STRETCH.min(table.height() - s)).collect();
    let work: Vec<(DataFrame, Stretch<'_>)> = starts
        .iter()
        .zip(&heights)
        .map(|(start, height)| table.slice(*start as i64, *height))
        .zip(rows.stretches(first, &heights))
        .collect();
    let decoded: Vec<_> = work
        .into_par_iter()
        .map(|(part, stretch)| decode(name, &part, &named, names, calendar, stretch))
        .collect::<Result<_, PriceError>>()?;
    Ok(rows.accept(decoded, first, adjustment))
}
