//! Expected-return models that are written in Python.

mod estimate;
mod function;
mod object;

use std::sync::{Arc, Mutex, PoisonError};

use eventstudy::models::{Estimate, ExpectedReturnModel, ModelError};
use eventstudy::returns::{EstimationSample, FirmReturns, Regressor};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

/// The first exception that a model raised, kept until the study is back in Python.
#[derive(Clone, Default)]
pub struct Raised(Arc<Mutex<Option<PyErr>>>);

impl Raised {
    fn keep(&self, error: PyErr) {
        let mut first = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        first.get_or_insert(error);
    }

    /// Raises it.
    pub fn again(&self) -> PyResult<()> {
        let first = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        first.map_or(Ok(()), Err)
    }
}

/// What the library asks of any model, answered once in Python.
pub struct PythonModel {
    id: String,
    name: String,
    needs_market: bool,
    factors: Vec<Regressor>,
    kind: Kind,
    raised: Raised,
}

enum Kind {
    /// A function from the benchmark's returns to the regressors of a linear model.
    Regressors(Py<PyAny>),
    /// An object that estimates itself.
    Object(Py<PyAny>),
}

/// The model behind `eventstudy._models.Described`.
pub fn given(described: &Bound<'_, PyAny>, raised: &Raised) -> PyResult<PythonModel> {
    let factors: Vec<String> = described.getattr("factors")?.extract()?;
    let what = described.getattr("model")?.unbind();
    let linear: bool = described.getattr("linear")?.extract()?;
    Ok(PythonModel {
        id: described.getattr("id")?.extract()?,
        name: described.getattr("name")?.extract()?,
        needs_market: described.getattr("needs_market")?.extract()?,
        factors: factors.into_iter().map(Regressor::Factor).collect(),
        kind: if linear { Kind::Regressors(what) } else { Kind::Object(what) },
        raised: raised.clone(),
    })
}

impl ExpectedReturnModel for PythonModel {
    fn id(&self) -> &str {
        &self.id
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn needs_market(&self) -> bool {
        self.needs_market
    }

    fn factors(&self) -> Vec<Regressor> {
        self.factors.clone()
    }

    fn firm_returns(&self) -> FirmReturns {
        FirmReturns::EachBar
    }

    fn estimate(&self, sample: &EstimationSample<'_>) -> Result<Box<dyn Estimate>, ModelError> {
        let outcome = Python::attach(|py| match &self.kind {
            Kind::Regressors(function) => function::estimate(py, function, sample, &self.raised),
            Kind::Object(object) => object::estimate(py, object, sample, &self.raised),
        });
        outcome.map_err(|error| self.refusal(error))
    }
}

impl PythonModel {
    /// A `ModelError` of Python is a reason of the ledger; anything else is a mistake in the model
    /// and ends the study.
    fn refusal(&self, refused: Refused) -> ModelError {
        match refused {
            Refused::ByLibrary(error) => error,
            Refused::InPython(error) => Python::attach(|py| {
                let reason = reason(py, &error);
                if reason.is_none() {
                    self.raised.keep(error.clone_ref(py));
                }
                let reason = reason.unwrap_or_else(|| error.to_string());
                ModelError::Refused { model: self.name.clone(), reason }
            }),
        }
    }
}

/// Why a model has no estimate.
enum Refused {
    ByLibrary(ModelError),
    InPython(PyErr),
}

impl From<PyErr> for Refused {
    fn from(error: PyErr) -> Self {
        Self::InPython(error)
    }
}

impl From<ModelError> for Refused {
    fn from(error: ModelError) -> Self {
        Self::ByLibrary(error)
    }
}

fn reason(py: Python<'_>, error: &PyErr) -> Option<String> {
    let class = py.import("eventstudy._errors").ok()?.getattr("ModelError").ok()?;
    let own = error.value(py).is_instance(&class).ok()?;
    own.then(|| error.value(py).getattr("message").ok()?.extract().ok()).flatten()
}

/// Numbers on their way to Python: `eventstudy._models` makes an array of them.
fn numbers<'py>(py: Python<'py>, values: &[f64]) -> Bound<'py, PyBytes> {
    let bytes: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
    PyBytes::new(py, &bytes)
}

fn columns<'py>(py: Python<'py>, factors: &[Vec<f64>]) -> Vec<Bound<'py, PyBytes>> {
    factors.iter().map(|column| numbers(py, column)).collect()
}
