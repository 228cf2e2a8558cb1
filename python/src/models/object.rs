//! A Python object that estimates itself.

use eventstudy::models::Estimate;
use eventstudy::returns::EstimationSample;
use pyo3::prelude::*;

use super::estimate::PythonEstimate;
use super::{Raised, Refused, columns, numbers};

/// Calls the object with the sample and takes the estimate it returns.
pub(super) fn estimate(
    py: Python<'_>,
    object: &Py<PyAny>,
    sample: &EstimationSample<'_>,
    raised: &Raised,
) -> Result<Box<dyn Estimate>, Refused> {
    let firm = numbers(py, sample.firm);
    let market = numbers(py, sample.market);
    let estimate = object.call1(py, (firm, market, columns(py, sample.factors)))?;
    Ok(Box::new(PythonEstimate::of(estimate.bind(py), sample.firm.len(), raised)?))
}
