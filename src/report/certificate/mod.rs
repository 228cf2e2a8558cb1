//! The size certificate as a document and as a table.

mod markdown;
mod placebo;
mod sections;
pub(crate) mod table;

use std::path::{Path, PathBuf};

use super::{ReportError, files};
use crate::certificate::{Certificate, LEVELS, Placebo, Rate};

/// Writes `certificate.md` and `certificate.csv` into a folder; returns their paths.
///
/// # Errors
/// [`ReportError`] where a file cannot be written.
pub fn write(certificate: &Certificate, folder: &Path) -> Result<Vec<PathBuf>, ReportError> {
    let made = [
        (folder.join("certificate.md"), markdown::document(certificate).into_bytes()),
        (folder.join("certificate.csv"), csv(certificate)?),
    ];
    all(made)
}

/// Writes `placebo.md` and `placebo.csv` into a folder; `data` says in a line what the prices are.
///
/// # Errors
/// [`ReportError`] where a file cannot be written.
pub fn write_placebo(
    placebo: &Placebo,
    data: &str,
    folder: &Path,
) -> Result<Vec<PathBuf>, ReportError> {
    let made = [
        (folder.join("placebo.md"), placebo::document(placebo, data).into_bytes()),
        (folder.join("placebo.csv"), placebo_csv(placebo)?),
    ];
    all(made)
}

fn all(made: [(PathBuf, Vec<u8>); 2]) -> Result<Vec<PathBuf>, ReportError> {
    made.into_iter()
        .map(|(path, bytes)| {
            files::write(&path, &[bytes])?;
            Ok(path)
        })
        .collect()
}

/// Every rejection rate, one row for each design, window and test; rates are decimal fractions.
fn csv(certificate: &Certificate) -> Result<Vec<u8>, ReportError> {
    let rows = certificate.cells.iter().flat_map(|cell| {
        cell.rates.iter().map(move |rate| {
            let mut row = vec![
                format!("{:?}", cell.part).to_lowercase(),
                cell.scenario.to_owned(),
                cell.events.to_string(),
                cell.estimation.to_string(),
                cell.bars.to_string(),
                cell.effect.to_string(),
                cell.replications.to_string(),
            ];
            row.extend(rate_cells(rate));
            row.push(match cell.part {
                crate::certificate::Part::Power => String::new(),
                _ => cell.verdict(rate).word().to_owned(),
            });
            row
        })
    });
    let head = ["part", "scenario", "events", "estimation", "bars", "effect", "replications"];
    let tail = ["test", "applied", "at_1", "at_5", "at_10", "se_5", "verdict"];
    records(head.iter().chain(&tail), rows)
}

fn placebo_csv(placebo: &Placebo) -> Result<Vec<u8>, ReportError> {
    let rows = placebo.cells.iter().flat_map(|cell| {
        cell.rates.iter().map(move |rate| {
            let mut row = vec![
                if cell.common_date { "common" } else { "own" }.to_owned(),
                cell.events.to_string(),
                cell.bars.to_string(),
                cell.effect.to_string(),
                cell.replications.to_string(),
            ];
            row.extend(rate_cells(rate));
            row
        })
    });
    let head = ["dates", "events", "bars", "effect", "replications"];
    let tail = ["test", "applied", "at_1", "at_5", "at_10", "se_5"];
    records(head.iter().chain(&tail), rows)
}

fn rate_cells(rate: &Rate) -> Vec<String> {
    let mut cells = vec![rate.test.to_string(), rate.applied.to_string()];
    cells.extend((0..LEVELS.len()).map(|level| format!("{:.6}", rate.rate(level))));
    cells.push(format!("{:.6}", rate.standard_error(crate::certificate::FIVE_PERCENT)));
    cells
}

fn records<'a>(
    header: impl Iterator<Item = &'a &'a str>,
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<Vec<u8>, ReportError> {
    let broken = |e: csv::Error| ReportError::Format { format: "CSV", reason: e.to_string() };
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).map_err(broken)?;
    for row in rows {
        writer.write_record(row).map_err(broken)?;
    }
    writer.into_inner().map_err(|e| ReportError::Format { format: "CSV", reason: e.to_string() })
}
