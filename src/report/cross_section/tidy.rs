//! Tidy tables as CSV and Parquet.

use polars::prelude::{DataFrame, PolarsResult};
use rayon::prelude::*;

use super::{Made, digits};
use crate::report::{ReportError, table};
use crate::study::many::CrossSectionResults;

/// Abnormal returns of single days are written as CSV up to this number of rows.
const ROWS: usize = 200_000;

type Frame = fn(&CrossSectionResults) -> PolarsResult<DataFrame>;

/// The tables by the names of their files.
const TABLES: [(&str, Frame); 13] = [
    ("windows", CrossSectionResults::windows_frame),
    ("days", CrossSectionResults::days_frame),
    ("path", CrossSectionResults::path_frame),
    ("family", CrossSectionResults::family_frame),
    ("regression", CrossSectionResults::regression_frame),
    ("sensitivity", CrossSectionResults::sensitivity_frame),
    ("volatility", CrossSectionResults::volatility_frame),
    ("volume", CrossSectionResults::volume_frame),
    ("calendar_time", CrossSectionResults::calendar_time_frame),
    ("placebo_dates", CrossSectionResults::placebo_dates_frame),
    ("power", CrossSectionResults::power_frame),
    ("ledger", CrossSectionResults::ledger_frame),
    ("events", CrossSectionResults::events_frame),
];

const RETURNS: (&str, Frame) = ("abnormal_returns", CrossSectionResults::abnormal_returns_frame);

/// The tables as CSV; a table without rows is left out, the ledger never.
pub(super) fn csv(results: &CrossSectionResults) -> Result<Vec<Made>, ReportError> {
    let mut tables = TABLES.to_vec();
    if returns(results) <= ROWS {
        tables.push(RETURNS);
    }
    let made: Vec<Option<Made>> = tables
        .par_iter()
        .map(|(name, frame)| {
            let frame = frame(results).map_err(table::failed)?;
            let some = frame.height() > 0 || *name == "ledger";
            some.then(|| Ok((format!("{name}.csv").into(), table::csv(&frame)?))).transpose()
        })
        .collect::<Result<_, ReportError>>()?;
    Ok(made.into_iter().flatten().collect())
}

/// Events and abnormal returns as Parquet.
pub(super) fn parquet(results: &CrossSectionResults) -> Result<Vec<Made>, ReportError> {
    let [.., events] = TABLES;
    [events, RETURNS]
        .par_iter()
        .map(|(name, frame)| {
            let frame = frame(results).map_err(table::failed)?;
            Ok((format!("{name}.parquet").into(), table::parquet(frame)?))
        })
        .collect()
}

/// Which table is too long for CSV, in words.
pub(super) fn left_out(results: &CrossSectionResults) -> Option<String> {
    let rows = returns(results);
    (rows > ROWS).then(|| {
        format!(
            "the abnormal returns of single days have {} rows: they are written as Parquet, on request",
            digits::count(rows)
        )
    })
}

fn returns(results: &CrossSectionResults) -> usize {
    results.events.len() * results.section.event_window().len()
}
