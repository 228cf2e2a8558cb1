//! The result of a study of one event, or of several one by one.

use std::path::PathBuf;

use eventstudy::calendar::TradingCalendar;
use eventstudy::report::{Language, Report, ReportError, chart, terminal};
use eventstudy::study::StudyResults;
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;

use super::{Picture, names, picture, plain};
use crate::errors::Failure;
use crate::frames::Table;

/// The library's results with what is needed to report them.
#[pyclass(frozen, module = "eventstudy._eventstudy")]
pub struct SingleResult {
    results: StudyResults,
    calendar: TradingCalendar,
    language: Language,
    /// What a user should look at in the factor files.
    #[pyo3(get)]
    warnings: Vec<String>,
}

impl SingleResult {
    pub fn new(
        results: StudyResults,
        calendar: TradingCalendar,
        language: Language,
        warnings: Vec<String>,
    ) -> Self {
        Self { results, calendar, language, warnings }
    }

    fn report(&self) -> Report<'_> {
        Report::of(&self.results, &self.calendar).language(self.language)
    }
}

#[pymethods]
impl SingleResult {
    /// The bytes of `results.json`.
    fn json(&self, py: Python<'_>) -> PyResult<String> {
        Ok(py.detach(|| self.report().json()).map_err(Failure::from)?)
    }

    /// The summary that the command prints.
    fn summary(&self) -> String {
        plain(&terminal::summary(&self.results, &self.calendar, self.language))
    }

    /// A table by name.
    fn table(&self, py: Python<'_>, name: &str) -> PyResult<Table> {
        py.detach(|| match name {
            "abnormal_returns" => Table::new(self.results.abnormal_returns()),
            "intraday_paths" => Table::new(self.results.intraday_paths()),
            _ => Err(PyKeyError::new_err(name.to_owned())),
        })
    }

    /// The page of an event as SVG and PNG.
    fn page<'py>(&self, py: Python<'py>, event: usize) -> PyResult<Picture<'py>> {
        let page = py.detach(|| {
            let event = &self.results.events[event];
            chart::page(event, &self.results.provenance, &self.calendar, self.language)
        });
        Ok(picture(py, &page.map_err(Failure::from)?))
    }

    /// Writes the report; returns the paths.
    fn write(&self, py: Python<'_>, folder: PathBuf, parquet: bool) -> PyResult<Vec<String>> {
        let write = || -> Result<Vec<PathBuf>, ReportError> {
            self.report().parquet(parquet).write(&folder)
        };
        names(py.detach(write).map_err(Failure::from))
    }
}
