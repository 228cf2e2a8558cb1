//! A frame of the library as Python sees it.

use std::sync::Arc;

use arrow_array::ffi::from_ffi;
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions, StructArray, make_array};
use arrow_schema::{Field, Schema};
use polars::prelude::{AnyValue, CompatLevel, DataFrame, PolarsError};
use polars_arrow::ffi::{export_array_to_c, export_field_to_c};
use pyo3::IntoPyObjectExt as _;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyList};
use pyo3_arrow::ffi::{ArrayIterator, to_stream_pycapsule};

use super::{array_out, schema_out};

/// A frame that any library with Arrow capsules can take.
#[pyclass(frozen, module = "eventstudy._eventstudy")]
pub struct Table(DataFrame);

impl Table {
    pub fn new(frame: Result<DataFrame, PolarsError>) -> PyResult<Self> {
        frame.map(Self).map_err(broken)
    }

    /// The table as one batch. Text has the older of Arrow's forms, which every library reads.
    fn batch(&self) -> PyResult<RecordBatch> {
        let level = CompatLevel::oldest();
        let (mut fields, mut arrays) = (Vec::new(), Vec::new());
        for column in self.0.columns() {
            let series = column.as_materialized_series().rechunk();
            let field = series.field().to_arrow(level);
            let schema = schema_out(export_field_to_c(&field));
            let array = array_out(export_array_to_c(series.to_arrow(0, level)));
            // SAFETY: both were exported a line above, from one column.
            let data = unsafe { from_ffi(array, &schema) }.map_err(defect)?;
            fields.push(Field::try_from(&schema).map_err(defect)?);
            arrays.push(make_array(data));
        }
        let options = RecordBatchOptions::new().with_row_count(Some(self.0.height()));
        RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), arrays, &options)
            .map_err(defect)
    }
}

#[pymethods]
impl Table {
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let batch = self.batch()?;
        let field = Arc::new(Field::new_struct("", batch.schema().fields().clone(), false));
        let rows: ArrayRef = Arc::new(StructArray::from(batch));
        let stream = ArrayIterator::new(std::iter::once(Ok(rows)), field);
        Ok(to_stream_pycapsule(py, Box::new(stream), requested_schema)?)
    }

    /// The names of the columns.
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.0.get_column_names().iter().map(|n| n.to_string()).collect()
    }

    /// The number of rows.
    fn __len__(&self) -> usize {
        self.0.height()
    }

    /// The values of a column from one row to another, as plain Python objects.
    fn values<'py>(
        &self,
        py: Python<'py>,
        name: &str,
        first: usize,
        count: usize,
    ) -> PyResult<Bound<'py, PyList>> {
        let column = self.0.column(name).map_err(broken)?.slice(first as i64, count);
        let values = PyList::empty(py);
        for at in 0..column.len() {
            values.append(object(py, &column.get(at).map_err(broken)?)?)?;
        }
        Ok(values)
    }
}

fn object<'py>(py: Python<'py>, value: &AnyValue<'_>) -> PyResult<Bound<'py, PyAny>> {
    use AnyValue as V;
    match value {
        V::Null => Ok(py.None().into_bound(py)),
        V::Boolean(v) => v.into_bound_py_any(py),
        V::String(v) => v.into_bound_py_any(py),
        V::StringOwned(v) => v.as_str().into_bound_py_any(py),
        V::Int32(v) => v.into_bound_py_any(py),
        V::Int64(v) => v.into_bound_py_any(py),
        V::UInt32(v) => v.into_bound_py_any(py),
        V::UInt64(v) => v.into_bound_py_any(py),
        V::Float64(v) => v.into_bound_py_any(py),
        V::Date(days) => chrono::NaiveDate::from_epoch_days(*days).into_bound_py_any(py),
        V::Datetime(micros, ..) => {
            chrono::DateTime::from_timestamp_micros(*micros).into_bound_py_any(py)
        }
        other => Err(PyRuntimeError::new_err(format!("a table has a value {other}"))),
    }
}

fn defect(error: arrow_schema::ArrowError) -> PyErr {
    PyRuntimeError::new_err(error.to_string())
}

fn broken(error: PolarsError) -> PyErr {
    PyRuntimeError::new_err(error.to_string())
}
