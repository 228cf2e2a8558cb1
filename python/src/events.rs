//! The events of a study: from the catalogue, a file, or a frame.

use std::path::PathBuf;

use eventstudy::event::{Announcements, EventError};
use eventstudy::request::EventSource;
use pyo3::prelude::*;

use crate::errors::Failure;
use crate::frames::given;

/// What is called a frame of events in errors and in the provenance.
pub const FRAME: &str = "the frame of events";

/// Where the events of a keyword come from.
pub fn source(object: Option<&Bound<'_, PyAny>>) -> PyResult<EventSource> {
    let Some(object) = object else { return Ok(EventSource::Bundled) };
    if let Ok(path) = object.extract::<PathBuf>() {
        return Ok(EventSource::File(path));
    }
    let frame = given::<EventError>(FRAME, object)?;
    let table = Announcements::from_frame(FRAME, &frame).map_err(Failure::from)?;
    Ok(EventSource::Frame(FRAME, Box::new(table)))
}
