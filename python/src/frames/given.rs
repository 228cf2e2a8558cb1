//! From any frame with an Arrow capsule to a frame of the library.

use arrow_array::ffi::to_ffi;
use arrow_array::{Array as _, ArrayRef, RecordBatch};
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType, TimeUnit};
use polars::prelude::{Column, DataFrame, PlSmallStr, PolarsError, Series};
use polars_arrow::array::Array as PolarsArray;
use polars_arrow::ffi::{import_array_from_c, import_field_from_c};
use pyo3::prelude::*;
use pyo3_arrow::input::AnyRecordBatch;

use super::{array_in, schema_in};
use crate::errors::{Failure, TakesFrames};

/// The frame behind a Python object; `name` is what errors call it.
///
/// Buffers are shared with the owner of the frame; only columns of a type that the library does not
/// have, such as dictionaries or decimals, are converted.
pub fn given<E: TakesFrames>(name: &str, object: &Bound<'_, PyAny>) -> PyResult<DataFrame> {
    let reader = object.extract::<AnyRecordBatch>()?.into_reader()?;
    let schema = reader.schema();
    let mut chunks: Vec<Vec<Box<dyn PolarsArray>>> = vec![Vec::new(); schema.fields().len()];
    let mut rows = 0;
    // A stream without a batch still has columns of some type.
    let empty = RecordBatch::new_empty(schema.clone());
    for batch in std::iter::once(Ok(empty)).chain(reader) {
        let batch = batch.map_err(defect)?;
        rows += batch.num_rows();
        for (at, column) in batch.columns().iter().enumerate() {
            let field = schema.field(at);
            let found = || field.data_type().to_string();
            let refused = || -> Failure { E::column(name, field.name(), found()).into() };
            let plain = plain(column.clone()).ok_or_else(refused)?;
            if !plain.is_empty() {
                chunks[at].retain(|chunk| !chunk.is_empty());
            } else if !chunks[at].is_empty() {
                continue;
            }
            chunks[at].push(shared(&plain)?);
        }
    }
    let columns = schema.fields().iter().zip(chunks).map(|(field, chunks)| -> PyResult<Column> {
        let name = PlSmallStr::from_str(field.name());
        Ok(Column::from(Series::try_from((name, chunks)).map_err(broken)?))
    });
    DataFrame::new(rows, columns.collect::<PyResult<Vec<_>>>()?).map_err(broken)
}

/// The column in a type that the library has; `None` for structures and the like.
fn plain(column: ArrayRef) -> Option<ArrayRef> {
    use DataType as T;
    let to = match column.data_type() {
        T::Int8 | T::Int16 | T::UInt8 | T::UInt16 => T::Int32,
        T::Float16 => T::Float32,
        T::Decimal32(..) | T::Decimal64(..) | T::Decimal128(..) | T::Decimal256(..) => T::Float64,
        T::Date64 => T::Timestamp(TimeUnit::Millisecond, None),
        T::Timestamp(TimeUnit::Second, zone) => T::Timestamp(TimeUnit::Millisecond, zone.clone()),
        T::Dictionary(_, values) => values.as_ref().clone(),
        T::RunEndEncoded(_, values) => values.data_type().clone(),
        T::Null => T::Float64,
        T::Boolean | T::Int32 | T::Int64 | T::UInt32 | T::UInt64 | T::Float32 | T::Float64 => {
            return Some(column);
        }
        T::Utf8 | T::LargeUtf8 | T::Utf8View | T::Date32 | T::Timestamp(..) => return Some(column),
        // Lists of numbers travel in the records of a study; events and prices have none.
        T::List(of) | T::LargeList(of) if of.data_type().is_primitive() => return Some(column),
        _ => return None,
    };
    let converted = cast(&column, &to).ok()?;
    // What was in a dictionary may itself be of a further type.
    if converted.data_type() == column.data_type() { None } else { plain(converted) }
}

fn shared(column: &ArrayRef) -> PyResult<Box<dyn PolarsArray>> {
    let (array, schema) = to_ffi(&column.to_data()).map_err(defect)?;
    let (array, schema) = (array_in(array), schema_in(schema));
    // SAFETY: both were exported a line above.
    unsafe {
        let field = import_field_from_c(&schema).map_err(broken)?;
        import_array_from_c(array, field.dtype).map_err(broken)
    }
}

fn defect(error: ArrowError) -> PyErr {
    pyo3_arrow::error::PyArrowError::from(error).into()
}

fn broken(error: PolarsError) -> PyErr {
    pyo3::exceptions::PyRuntimeError::new_err(error.to_string())
}
