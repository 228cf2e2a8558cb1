//! An estimate that lives in Python.

use eventstudy::models::{Coefficient, Estimate, EstimateNote};
use eventstudy::returns::EventSample;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::{Raised, columns, numbers};

/// The figures of an `eventstudy.Estimate`, and the functions that make the others.
pub(super) struct PythonEstimate {
    coefficients: Vec<Coefficient>,
    residuals: Vec<f64>,
    variance: f64,
    degrees_of_freedom: f64,
    expected: Py<PyAny>,
    forecast_variance: Option<Py<PyAny>>,
    notes: Vec<EstimateNote>,
    raised: Raised,
}

impl PythonEstimate {
    pub(super) fn of(estimate: &Bound<'_, PyAny>, bars: usize, raised: &Raised) -> PyResult<Self> {
        let residuals: Vec<f64> = estimate.getattr("residuals")?.extract()?;
        if residuals.len() != bars {
            let text = format!("the estimate has {} residuals for {bars} bars", residuals.len());
            return Err(PyValueError::new_err(text));
        }
        let coefficients: Vec<(String, f64, f64)> = estimate.getattr("coefficients")?.extract()?;
        let notes: Vec<String> = estimate.getattr("notes")?.extract()?;
        Ok(Self {
            coefficients: coefficients
                .into_iter()
                .map(|(name, value, standard_error)| Coefficient { name, value, standard_error })
                .collect(),
            residuals,
            variance: estimate.getattr("residual_variance")?.extract()?,
            degrees_of_freedom: estimate.getattr("degrees_of_freedom")?.extract()?,
            expected: estimate.getattr("expected")?.unbind(),
            forecast_variance: estimate.getattr("forecast_variance")?.extract()?,
            notes: notes.into_iter().map(note).collect(),
            raised: raised.clone(),
        })
    }

    /// A missing value in the place of one that raised; the study raises it at its end.
    fn or_missing<T>(&self, outcome: PyResult<T>, missing: T) -> T {
        outcome.unwrap_or_else(|error| {
            self.raised.keep(error);
            missing
        })
    }
}

impl Estimate for PythonEstimate {
    fn coefficients(&self) -> Vec<Coefficient> {
        self.coefficients.clone()
    }

    fn residuals(&self) -> &[f64] {
        &self.residuals
    }

    fn residual_variance(&self) -> f64 {
        self.variance
    }

    fn degrees_of_freedom(&self) -> f64 {
        self.degrees_of_freedom
    }

    fn expected(&self, window: &EventSample<'_>) -> Vec<f64> {
        let expected = Python::attach(|py| -> PyResult<Vec<f64>> {
            let market = numbers(py, window.market);
            let call = (window.bars, market, columns(py, window.factors));
            let expected: Vec<f64> = self.expected.call1(py, call)?.extract(py)?;
            if expected.len() == window.bars {
                return Ok(expected);
            }
            let (found, bars) = (expected.len(), window.bars);
            let text = format!("the model expects {found} returns for {bars} bars");
            Err(PyValueError::new_err(text))
        });
        self.or_missing(expected, vec![f64::NAN; window.bars])
    }

    fn forecast_variance(&self, window: &EventSample<'_>, weights: &[f64]) -> f64 {
        let Some(own) = &self.forecast_variance else {
            return self.variance * weights.iter().map(|w| w * w).sum::<f64>();
        };
        let variance = Python::attach(|py| -> PyResult<f64> {
            let (market, weights) = (numbers(py, window.market), numbers(py, weights));
            let call = (window.bars, market, columns(py, window.factors), weights);
            own.call1(py, call)?.extract(py)
        });
        self.or_missing(variance, f64::NAN)
    }

    fn residual_sum_variance(&self, from: usize, to: usize) -> f64 {
        self.variance * (to - from) as f64
    }

    fn notes(&self) -> Vec<EstimateNote> {
        self.notes.clone()
    }
}

/// Events with the same words are counted together: a text from Python has no shorter form.
fn note(text: String) -> EstimateNote {
    EstimateNote { gist: text.clone().into(), text }
}
