//! The Python package: it converts and computes nothing.
//!
//! Options, frames and functions go from Python into the library; results, frames and pictures come
//! back. `eventstudy/*.py` beside this folder is what people see.

mod errors;
mod events;
mod frames;
mod hints;
mod lists;
mod models;
mod options;
mod prices;
mod results;
mod spark;
mod study;
mod supervised;

use pyo3::prelude::*;

#[pymodule]
mod _eventstudy {
    use pyo3::prelude::*;

    #[pymodule_export]
    use super::frames::Table;
    #[pymodule_export]
    use super::lists::{events, models, tests};
    #[pymodule_export]
    use super::options::{defaults, options};
    #[pymodule_export]
    use super::results::{ManyResult, SingleResult};
    #[pymodule_export]
    use super::spark::{conclude, measure, no_records, plan, price_columns};
    #[pymodule_export]
    use super::study::{run, run_one_by_one};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
