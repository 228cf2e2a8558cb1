//! Reports: what people and programs read.
//!
//! Only this module writes. A report is made whole in memory; then every file is written under a
//! temporary name and renamed, so that no file is ever half a file.

pub mod certificate;
pub mod chart;
pub mod cross_section;
mod error;
mod files;
mod format;
#[doc(hidden)]
pub mod internals;
mod language;
mod table;
pub mod terminal;

use std::path::{Path, PathBuf};

pub use error::ReportError;
pub use language::Language;

use crate::calendar::TradingCalendar;
use crate::study::StudyResults;

/// A report of a study, ready to be written.
///
/// ```
/// use eventstudy::prelude::*;
/// # let calendar = TradingCalendar::new_york();
/// # let event = Catalog::bundled()?.get("meta-avocado")?.clone();
/// # let spec = StudySpec::default();
/// # let prices = Prices::bundled_sample(&spec.tickers_of(&[event.clone()]), &calendar)?;
/// let results = Study::new(spec, &calendar).run(&[event], &prices)?;
/// let folder = std::env::temp_dir().join("eventstudy-report-example");
/// let files = Report::of(&results, &calendar).write(&folder)?;
/// assert!(files.iter().any(|f| f.ends_with("results.json")));
/// # std::fs::remove_dir_all(folder).ok();
/// # Ok::<(), eventstudy::Error>(())
/// ```
pub struct Report<'a> {
    results: &'a StudyResults,
    calendar: &'a TradingCalendar,
    language: Language,
    parquet: bool,
}

impl<'a> Report<'a> {
    /// A report in English, without Parquet.
    pub fn of(results: &'a StudyResults, calendar: &'a TradingCalendar) -> Self {
        Self { results, calendar, language: Language::English, parquet: false }
    }

    /// Headline and claims in this language.
    #[must_use]
    pub fn language(mut self, language: Language) -> Self {
        self.language = language;
        self
    }

    /// Also writes the tables as Parquet.
    #[must_use]
    pub fn parquet(mut self, parquet: bool) -> Self {
        self.parquet = parquet;
        self
    }

    /// The results as JSON: every number, the choices, the provenance and the exclusions.
    ///
    /// # Errors
    /// [`ReportError::Format`] only for a defect of this program.
    pub fn json(&self) -> Result<String, ReportError> {
        let failed =
            |e: serde_json::Error| ReportError::Format { format: "JSON", reason: e.to_string() };
        serde_json::to_string_pretty(self.results).map(|text| text + "\n").map_err(failed)
    }

    /// The abnormal returns as CSV, one row for every event, ticker and session.
    ///
    /// # Errors
    /// [`ReportError::Format`] only for a defect of this program.
    pub fn csv(&self) -> Result<Vec<u8>, ReportError> {
        table::csv(&self.results.abnormal_returns().map_err(table::failed)?)
    }

    /// Writes the report into a folder, which is made if it is not there: `report.png` and
    /// `report.svg` (a folder for each event, if there are several), `results.json`,
    /// `abnormal_returns.csv`, `intraday_paths.csv`, and on request the tables as Parquet. Returns
    /// the paths written.
    ///
    /// # Errors
    /// [`ReportError`]; nothing is written unless everything could be made.
    pub fn write(&self, folder: &Path) -> Result<Vec<PathBuf>, ReportError> {
        let mut made: Vec<(PathBuf, Vec<u8>)> = Vec::new();
        let several = self.results.events.len() > 1;
        for event in self.results.events.iter().filter(|e| e.has_result()) {
            let page = chart::page(event, &self.results.provenance, self.calendar, self.language)?;
            let place =
                if several { PathBuf::from(event.event.id.as_str()) } else { PathBuf::new() };
            made.push((place.join("report.png"), page.png));
            made.push((place.join("report.svg"), page.svg.into_bytes()));
        }
        made.push(("results.json".into(), self.json()?.into_bytes()));
        made.push(("abnormal_returns.csv".into(), self.csv()?));
        let paths = self.results.intraday_paths().map_err(table::failed)?;
        if paths.height() > 0 {
            made.push(("intraday_paths.csv".into(), table::csv(&paths)?));
        }
        if self.parquet {
            let returns = self.results.abnormal_returns().map_err(table::failed)?;
            made.push(("abnormal_returns.parquet".into(), table::parquet(returns)?));
            if paths.height() > 0 {
                made.push(("intraday_paths.parquet".into(), table::parquet(paths)?));
            }
        }
        made.into_iter()
            .map(|(name, bytes)| {
                let path = folder.join(name);
                files::write(&path, &[bytes])?;
                Ok(path)
            })
            .collect()
    }
}
