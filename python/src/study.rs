//! From choices, events and prices to results.

use std::sync::Arc;

use eventstudy::event::{Announcements, Catalog, Event};
use eventstudy::request::{EventSource, Requested, Studied};
use eventstudy::study::many::CrossSectionStudy;
use eventstudy::study::{Study, Watch};
use pyo3::IntoPyObjectExt as _;
use pyo3::prelude::*;

use crate::errors::Failure;
use crate::models::{Raised, given};
use crate::options::Given;
use crate::results::{ManyResult, SingleResult};
use crate::supervised::supervised;
use crate::{events, prices};

/// Prices in frames, each with its ticker where it has no such column.
type Frames<'py> = Vec<(Option<String>, Bound<'py, PyAny>)>;

/// Runs a study: of one event, or of many as a sample.
#[pyfunction]
pub fn run<'py>(
    py: Python<'py>,
    choices: Given,
    events: Option<Bound<'py, PyAny>>,
    frames: Frames<'py>,
    model: Option<Bound<'py, PyAny>>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let source = events::source(events.as_ref())?;
    match choices.event_choice().read(&source).map_err(Failure::from)? {
        Requested::Sample(sample, _) => {
            choices.refuse_idle(Studied::Sample)?;
            many(py, &choices, &sample, frames, model, progress)?.into_bound_py_any(py)
        }
        Requested::OneByOne(catalog) => {
            choices.refuse_idle(Studied::OneByOne)?;
            let events = (&catalog, &source);
            single(py, &choices, events, frames, model, progress)?.into_bound_py_any(py)
        }
    }
}

/// Runs a study of each event on its own, however many there are.
#[pyfunction]
pub fn run_one_by_one<'py>(
    py: Python<'py>,
    choices: Given,
    events: Option<Bound<'py, PyAny>>,
    frames: Frames<'py>,
    model: Option<Bound<'py, PyAny>>,
    progress: Option<Py<PyAny>>,
) -> PyResult<SingleResult> {
    let source = events::source(events.as_ref())?;
    let catalog = source.catalog().map_err(Failure::from)?;
    single(py, &choices, (&catalog, &source), frames, model, progress)
}

fn single(
    py: Python<'_>,
    choices: &Given,
    (catalog, source): (&Catalog, &EventSource),
    frames: Frames<'_>,
    model: Option<Bound<'_, PyAny>>,
    progress: Option<Py<PyAny>>,
) -> PyResult<SingleResult> {
    let calendar = choices.calendar()?;
    let chosen = choices.event_choice().chosen(catalog, source).map_err(Failure::from)?;
    let spec = choices.spec()?;
    spec.validate_for(&chosen).map_err(Failure::from)?;
    let prices = prices::Source::of(choices, frames)?;
    let (watch, raised) = (Arc::new(Watch::default()), Raised::default());
    let own = model.map(|model| given(&model, &raised)).transpose()?;
    let warnings = prices.warnings();
    let results = supervised(py, &watch, progress.as_ref(), || {
        let needed: Vec<_> = chosen.iter().flat_map(Event::ticker_list).collect();
        let bars = prices.bars(&spec.tickers_of(&chosen), &needed, &calendar)?;
        let mut study = Study::new(spec, &calendar)
            .with_known_events(catalog.events())
            .watched_by(Arc::clone(&watch));
        if let Some(own) = own {
            study = study.with_model(own);
        }
        study.run(&chosen, &bars).map_err(Failure::from)
    })?;
    raised.again()?;
    Ok(SingleResult::new(results?, calendar, choices.language()?, warnings))
}

fn many(
    py: Python<'_>,
    choices: &Given,
    announcements: &Announcements,
    frames: Frames<'_>,
    model: Option<Bound<'_, PyAny>>,
    progress: Option<Py<PyAny>>,
) -> PyResult<ManyResult> {
    let calendar = choices.calendar()?;
    let spec = choices.spec()?;
    let prices = prices::Source::of(choices, frames)?;
    let (watch, raised) = (Arc::new(Watch::default()), Raised::default());
    let own = model.map(|model| given(&model, &raised)).transpose()?;
    let warnings = prices.warnings();
    let results = supervised(py, &watch, progress.as_ref(), || {
        let panel = prices.panel(&spec.tickers_with(&announcements.tickers), &calendar)?;
        let mut study = CrossSectionStudy::new(spec, &calendar).watched_by(Arc::clone(&watch));
        if let Some(own) = own {
            study = study.with_model(own);
        }
        study.run(announcements, &panel).map_err(Failure::from)
    })?;
    raised.again()?;
    Ok(ManyResult::new(results?, warnings))
}
