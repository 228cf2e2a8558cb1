//! Columns of frames that come back from elsewhere.

use polars::prelude::*;

use crate::study::StudyError;

/// A frame whose columns are read by name and type.
#[derive(Clone, Copy)]
pub(crate) struct TypedFrame<'a> {
    pub(crate) frame: &'a DataFrame,
    /// `plan` or `records`.
    pub(crate) what: &'static str,
}

impl<'a> TypedFrame<'a> {
    pub(crate) fn integers(&self, name: &'static str) -> Result<&'a Int32Chunked, StudyError> {
        self.typed(name, "Int32", |column| column.i32())
    }

    pub(crate) fn numbers(&self, name: &'static str) -> Result<&'a Float64Chunked, StudyError> {
        self.typed(name, "Float64", |column| column.f64())
    }

    pub(crate) fn texts(&self, name: &'static str) -> Result<&'a StringChunked, StudyError> {
        self.typed(name, "String", |column| column.str())
    }

    pub(crate) fn dates(&self, name: &'static str) -> Result<&'a DateChunked, StudyError> {
        self.typed(name, "Date", |column| column.date())
    }

    pub(crate) fn booleans(&self, name: &'static str) -> Result<&'a BooleanChunked, StudyError> {
        self.typed(name, "Boolean", |column| column.bool())
    }

    /// A column of lists whose values are of this type.
    pub(crate) fn lists(
        &self,
        name: &'static str,
        inner: &DataType,
    ) -> Result<&'a ListChunked, StudyError> {
        let wanted = if *inner == DataType::Int32 { "List(Int32)" } else { "List(Float64)" };
        let lists = self.typed(name, wanted, |column| column.list())?;
        if lists.inner_dtype() != inner {
            return Err(self.wrong_type(name, wanted));
        }
        Ok(lists)
    }

    /// A value that must be there.
    pub(crate) fn value<T>(
        &self,
        value: Option<T>,
        name: &'static str,
        row: usize,
    ) -> Result<T, StudyError> {
        value.ok_or_else(|| self.bad(name, row))
    }

    /// The error for a value that cannot be.
    pub(crate) fn bad(&self, name: &str, row: usize) -> StudyError {
        let what = self.what;
        StudyError::Records {
            what: format!("row {} of the {what} has no usable `{name}`", row + 1),
            help: format!("send the {what} on as they were made, with every row and column"),
        }
    }

    fn typed<T>(
        &self,
        name: &'static str,
        wanted: &str,
        read: impl Fn(&'a Column) -> PolarsResult<T>,
    ) -> Result<T, StudyError> {
        let what = self.what;
        let column = self.frame.column(name).map_err(|_| StudyError::Records {
            what: format!("the {what} have no column `{name}`"),
            help: format!("send the {what} on as they were made, with every row and column"),
        })?;
        read(column).map_err(|_| self.wrong_type(name, wanted))
    }

    fn wrong_type(&self, name: &str, wanted: &str) -> StudyError {
        let found =
            self.frame.column(name).map_or_else(|_| String::new(), |c| c.dtype().to_string());
        StudyError::Records {
            what: format!("the column `{name}` of the {} has the type {found}", self.what),
            help: format!("it was made as {wanted}; keep the types on the way"),
        }
    }
}
