//! Errors of the library as exceptions: one class for each stage, with message and hint.

use eventstudy::Error;
use eventstudy::calendar::CalendarError;
use eventstudy::event::EventError;
use eventstudy::prices::PriceError;
use eventstudy::report::ReportError;
use eventstudy::study::StudyError;
use pyo3::prelude::*;

use crate::hints::{keyword_hint, with_keywords};

/// An error of the library on its way to Python.
pub struct Failure(Error);

macro_rules! raised_from {
    ($($stage:ty),*) => {$(
        impl From<$stage> for Failure {
            fn from(error: $stage) -> Self {
                Self(error.into())
            }
        }
    )*};
}

raised_from!(Error, CalendarError, EventError, PriceError, StudyError, ReportError);

impl From<Failure> for PyErr {
    fn from(failure: Failure) -> Self {
        let Failure(error) = failure;
        Python::attach(|py| {
            let raised = || -> PyResult<PyErr> {
                let class = py.import("eventstudy._errors")?.getattr(class_of(&error))?;
                Ok(PyErr::from_value(
                    class.call1((with_keywords(&error.to_string()), keyword_hint(&error)))?,
                ))
            };
            raised().unwrap_or_else(|failed| failed)
        })
    }
}

/// The class of an error: that of the stage in which it arose, however it was passed on.
const fn class_of(error: &Error) -> &'static str {
    match error {
        Error::Calendar(_) => "CalendarError",
        Error::Event(EventError::Calendar(_)) => "CalendarError",
        Error::Event(_) => "EventError",
        Error::Prices(_) | Error::Study(StudyError::Prices(_)) => "PriceError",
        // Where prices come from, for those who build the package with it.
        Error::Fetch(_) | Error::Store(_) => "PriceError",
        Error::Model(_) => "ModelError",
        Error::Claim(_) => "ClaimError",
        Error::Study(_) => "StudyError",
        Error::Certificate(_) => "CertificateError",
        Error::Report(_) => "ReportError",
        // A stage that this package does not know yet.
        _ => "EventStudyError",
    }
}

/// A stage that takes frames, and what it calls a column that it cannot take.
pub trait TakesFrames: Into<Failure> {
    /// The error for a column of a type that no column has in this library.
    fn column(frame: &str, column: &str, found: String) -> Self;
}

impl TakesFrames for EventError {
    fn column(frame: &str, column: &str, found: String) -> Self {
        Self::ColumnType {
            path: frame.into(),
            column: column.to_owned(),
            role: "text, a number, a date or a time",
            found,
            needed: "one of these",
        }
    }
}

impl TakesFrames for PriceError {
    fn column(frame: &str, column: &str, found: String) -> Self {
        Self::ColumnType {
            path: frame.into(),
            column: column.to_owned(),
            role: "text, a number, a date or a time",
            found,
        }
    }
}
