//! Results, ready for Python.

mod many;
mod single;

pub use many::ManyResult;
pub use single::SingleResult;

use std::path::PathBuf;

use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::errors::Failure;

/// A picture as SVG and as PNG.
type Picture<'py> = (String, Bound<'py, PyBytes>);

fn picture<'py>(py: Python<'py>, page: &eventstudy::report::chart::Page) -> Picture<'py> {
    (page.svg.clone(), PyBytes::new(py, &page.png))
}

fn names(paths: Result<Vec<PathBuf>, Failure>) -> PyResult<Vec<String>> {
    Ok(paths?.iter().map(|path| path.display().to_string()).collect())
}

/// A text for terminals without its colours.
fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}
