//! A Python function that gives the regressors of a linear model.

use eventstudy::models::{Design, Estimate, LinearEstimate};
use eventstudy::returns::{EstimationSample, EventSample};
use pyo3::prelude::*;

use super::{Raised, Refused, columns, numbers};

/// Calls the function on a sample: names and columns, as `eventstudy._models` puts them in order.
fn design(
    py: Python<'_>,
    function: &Py<PyAny>,
    window: &EventSample<'_>,
) -> PyResult<Vec<(String, Vec<f64>)>> {
    let (market, factors) = (numbers(py, window.market), columns(py, window.factors));
    function.call1(py, (window.bars, market, factors))?.extract(py)
}

/// Least squares on the regressors.
pub(super) fn estimate(
    py: Python<'_>,
    function: &Py<PyAny>,
    sample: &EstimationSample<'_>,
    raised: &Raised,
) -> Result<Box<dyn Estimate>, Refused> {
    let bars = sample.firm.len();
    let window = EventSample { market: sample.market, factors: sample.factors, bars, steps: 1 };
    let (names, columns): (Vec<String>, Vec<Vec<f64>>) =
        design(py, function, &window)?.into_iter().unzip();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (again, width, raised) = (function.clone_ref(py), columns.len(), raised.clone());
    let former = move |window: &EventSample<'_>| {
        let formed = Python::attach(|py| design(py, &again, window));
        let columns = match formed {
            Ok(formed) => formed.into_iter().map(|(_, column)| column).collect(),
            Err(error) => {
                // The study goes on to its end and then raises this.
                raised.keep(error);
                vec![vec![f64::NAN; window.bars]; width]
            }
        };
        Design { columns, ..Design::default() }
    };
    let formed = Design { columns, ..Design::default() };
    let firm = sample.firm.to_vec();
    // Least squares needs no interpreter.
    let fitted = py.detach(|| LinearEstimate::with_design(&firm, formed, &names, former));
    Ok(Box::new(fitted?))
}
