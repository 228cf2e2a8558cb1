//! The report of a study of many events: one file for each format.

mod beside;
pub(crate) mod digits;
mod excel;
mod figures;
mod file_kind;
pub(crate) mod grouping;
pub(crate) mod json;
pub(crate) mod latex;
mod terminal;
mod tidy;

use std::path::{Path, PathBuf};

use rayon::prelude::*;

pub use file_kind::FileKind;

use super::{ReportError, files, table};
use crate::inference::student_quantile;
use crate::study::many::{CrossSectionResults, WindowResult};

/// The name of a file in the folder of the report, and its content.
type Made = (PathBuf, Vec<u8>);

/// A file whose content is in parts.
type InParts = (PathBuf, Vec<Vec<u8>>);

/// A report of a study of many events, ready to be written.
///
/// ```no_run
/// # fn example(results: &eventstudy::study::many::CrossSectionResults) -> Result<(),
/// eventstudy::report::ReportError> { use eventstudy::report::cross_section::{CrossSectionReport,
/// FileKind}; let report = CrossSectionReport::of(results).files(&[FileKind::Json,
/// FileKind::Latex]); let written = report.write("reports/earnings".as_ref())?;
/// println!("{}", report.summary());
/// # Ok(())
/// # }
/// ```
pub struct CrossSectionReport<'a> {
    results: &'a CrossSectionResults,
    kinds: Vec<FileKind>,
    chosen: bool,
}

impl<'a> CrossSectionReport<'a> {
    /// A report with the files that suit the number of events, see [`FileKind::defaults`].
    pub fn of(results: &'a CrossSectionResults) -> Self {
        let kinds = FileKind::defaults(results.events.len()).to_vec();
        Self { results, kinds, chosen: false }
    }

    /// These kinds of files instead.
    #[must_use]
    pub fn files(mut self, kinds: &[FileKind]) -> Self {
        self.kinds = kinds.to_vec();
        self.kinds.sort();
        self.kinds.dedup();
        self.chosen = true;
        self
    }

    /// The summary for people, at most 100 columns wide, with terminal colours; print it through a
    /// stream that strips them where the output is no terminal.
    pub fn summary(&self) -> String {
        terminal::summary(self.results, &self.left_out())
    }

    /// The results as JSON: every number but the abnormal returns of single days; events in
    /// columns.
    ///
    /// # Errors
    /// [`ReportError::Format`] only for a defect of this program.
    pub fn json(&self) -> Result<Vec<u8>, ReportError> {
        Ok(json::parts(self.results)?.concat())
    }

    /// The windows as CSV, one row for every group, window and test.
    ///
    /// # Errors
    /// [`ReportError::Format`] only for a defect of this program.
    pub fn csv(&self) -> Result<Vec<u8>, ReportError> {
        table::csv(&self.results.windows_frame().map_err(table::failed)?)
    }

    /// The tables for a paper, to be read with `\input`.
    pub fn latex(&self) -> String {
        latex::tables(self.results)
    }

    /// What the report has not got and how to get it, in words.
    pub fn left_out(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        let missing: Vec<&str> = FileKind::ALL
            .iter()
            .filter(|k| !self.kinds.contains(k) && **k != FileKind::Parquet)
            .map(|k| k.id())
            .collect();
        if !self.chosen && !missing.is_empty() {
            sentences.push(format!(
                "with more than {} events these files are made on request only: {}",
                digits::count(FileKind::EVERYTHING_UP_TO),
                missing.join(", ")
            ));
        }
        if self.kinds.contains(&FileKind::Csv) {
            sentences.extend(tidy::left_out(self.results));
        }
        sentences
    }

    /// Writes the report into a folder, which is made if it is not there, and returns the paths
    /// written.
    ///
    /// # Errors
    /// [`ReportError`]; nothing is written unless everything could be made.
    pub fn write(&self, folder: &Path) -> Result<Vec<PathBuf>, ReportError> {
        let made: Vec<Vec<InParts>> =
            self.kinds.par_iter().map(|kind| self.make(*kind)).collect::<Result<_, _>>()?;
        made.into_iter()
            .flatten()
            .map(|(name, parts)| {
                let path = folder.join(name);
                files::write(&path, &parts)?;
                Ok(path)
            })
            .collect()
    }

    fn make(&self, kind: FileKind) -> Result<Vec<InParts>, ReportError> {
        let made: Vec<Made> = match kind {
            FileKind::Json => return Ok(vec![("results.json".into(), json::parts(self.results)?)]),
            FileKind::Csv => tidy::csv(self.results)?,
            FileKind::Parquet => tidy::parquet(self.results)?,
            FileKind::Latex => vec![("tables.tex".into(), self.latex().into_bytes())],
            FileKind::Excel => vec![("results.xlsx".into(), excel::workbook(self.results)?)],
            FileKind::Figures => figures::figures(self.results)?,
        };
        Ok(made.into_iter().map(|(name, bytes)| (name, vec![bytes])).collect())
    }
}

/// The 95% interval of the mean from the spread over events, Student t(N - 1).
fn interval(window: &WindowResult) -> Option<(f64, f64)> {
    let (mean, error) = window.mean.zip(window.standard_error)?;
    let half = student_quantile(0.975, (window.events - 1) as f64) * error;
    Some((mean - half, mean + half))
}
