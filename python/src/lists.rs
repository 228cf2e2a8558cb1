//! What there is to choose from.

use eventstudy::event::Catalog;
use eventstudy::inference::TESTS;
use eventstudy::models::MODELS;
use pyo3::prelude::*;

use crate::errors::Failure;

/// The events of a catalogue as JSON: the bundled one, or that of a file.
#[pyfunction]
#[pyo3(signature = (path=None))]
pub fn events(path: Option<std::path::PathBuf>) -> PyResult<String> {
    let catalog = match path {
        Some(path) => Catalog::from_file(&path),
        None => Catalog::bundled(),
    };
    let catalog = catalog.map_err(Failure::from)?;
    let text = serde_json::to_string(catalog.events());
    text.map_err(|e| pyo3::exceptions::PyRuntimeError::new_err(e.to_string()))
}

/// Every model: id, formula and source.
#[pyfunction]
pub fn models() -> Vec<(&'static str, &'static str, &'static str)> {
    MODELS.iter().map(|m| (m.id, m.formula, m.reference)).collect()
}

/// Every test: id, what it is for, and source.
#[pyfunction]
pub fn tests() -> Vec<(&'static str, &'static str, &'static str)> {
    TESTS.iter().map(|t| (t.id.id(), t.what, t.reference)).collect()
}
