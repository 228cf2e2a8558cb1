//! The result of a study of many events.

use std::path::PathBuf;

use eventstudy::report::chart;
use eventstudy::report::cross_section::{CrossSectionReport, FileKind};
use eventstudy::request::Choice as _;
use eventstudy::study::many::CrossSectionResults;
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;

use super::{Picture, names, picture, plain};
use crate::errors::Failure;
use crate::frames::Table;

/// The library's results.
#[pyclass(frozen, module = "eventstudy._eventstudy")]
pub struct ManyResult {
    results: CrossSectionResults,
    /// What a user should look at in the factor files.
    #[pyo3(get)]
    warnings: Vec<String>,
}

impl ManyResult {
    pub fn new(results: CrossSectionResults, warnings: Vec<String>) -> Self {
        Self { results, warnings }
    }

    fn report(&self, files: &[String]) -> Result<CrossSectionReport<'_>, Failure> {
        let report = CrossSectionReport::of(&self.results);
        let kind = |name: &String| FileKind::given("files", name);
        let kinds = files.iter().map(kind).collect::<Result<Vec<FileKind>, _>>()?;
        Ok(if kinds.is_empty() { report } else { report.files(&kinds) })
    }
}

#[pymethods]
impl ManyResult {
    /// The bytes of `results.json`.
    fn json(&self, py: Python<'_>) -> PyResult<String> {
        let bytes = py.detach(|| CrossSectionReport::of(&self.results).json());
        let text = String::from_utf8(bytes.map_err(Failure::from)?);
        text.map_err(|e| pyo3::exceptions::PyRuntimeError::new_err(e.to_string()))
    }

    /// The tables for a paper.
    fn latex(&self) -> String {
        CrossSectionReport::of(&self.results).latex()
    }

    /// The summary that the command prints.
    fn summary(&self) -> String {
        plain(&CrossSectionReport::of(&self.results).summary())
    }

    /// A table by name.
    fn table(&self, py: Python<'_>, name: &str) -> PyResult<Table> {
        let r = &self.results;
        py.detach(|| match name {
            "abnormal_returns" => Table::new(r.abnormal_returns_frame()),
            "events" => Table::new(r.events_frame()),
            "ledger" => Table::new(r.ledger_frame()),
            "path" => Table::new(r.path_frame()),
            "windows" => Table::new(r.windows_frame()),
            "days" => Table::new(r.days_frame()),
            "family" => Table::new(r.family_frame()),
            "regression" => Table::new(r.regression_frame()),
            "volatility" => Table::new(r.volatility_frame()),
            "volume" => Table::new(r.volume_frame()),
            "calendar_time" => Table::new(r.calendar_time_frame()),
            "placebo_dates" => Table::new(r.placebo_dates_frame()),
            "power" => Table::new(r.power_frame()),
            "sensitivity" => Table::new(r.sensitivity_frame()),
            _ => Err(PyKeyError::new_err(name.to_owned())),
        })
    }

    /// The page with all figures, or one of them by name, as SVG and PNG.
    #[pyo3(signature = (figure=None))]
    fn page<'py>(&self, py: Python<'py>, figure: Option<&str>) -> PyResult<Picture<'py>> {
        let Some(figure) = figure else {
            let page = py.detach(|| chart::sample_page(&self.results));
            return Ok(picture(py, &page.map_err(Failure::from)?));
        };
        let drawn = py.detach(|| chart::sample_figures(&self.results)).map_err(Failure::from)?;
        let found = drawn.iter().find(|(name, _)| *name == figure);
        found.map(|(_, page)| picture(py, page)).ok_or_else(|| {
            let names: Vec<&str> = chart::SAMPLE_FIGURES.iter().map(|f| f.name).collect();
            PyKeyError::new_err(format!("`{figure}`; there are {}", names.join(", ")))
        })
    }

    /// Writes the report; returns the paths.
    fn write(&self, py: Python<'_>, folder: PathBuf, files: Vec<String>) -> PyResult<Vec<String>> {
        let report = self.report(&files)?;
        names(py.detach(|| report.write(&folder)).map_err(Failure::from))
    }
}
