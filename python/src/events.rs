//! The events of a study: from the catalogue, a file, a frame, or one time.

use std::path::PathBuf;

use eventstudy::event::{Announcements, Catalog, Event, EventError, Ticker};
use pyo3::prelude::*;

use crate::errors::Failure;
use crate::frames::given;
use crate::options::Choices;

/// What is called a frame of events in errors and in the provenance.
pub const FRAME: &str = "the frame of events";

/// Where events come from.
pub enum Source {
    Bundled,
    File(PathBuf),
    Frame(Box<Announcements>),
}

impl Source {
    pub fn of(object: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let Some(object) = object else { return Ok(Self::Bundled) };
        if let Ok(path) = object.extract::<PathBuf>() {
            return Ok(Self::File(path));
        }
        let frame = given::<EventError>(FRAME, object)?;
        let table = Announcements::from_frame(FRAME, &frame).map_err(Failure::from)?;
        Ok(Self::Frame(Box::new(table)))
    }

    /// The events as a sample; `None` where one event was chosen, or there is only one.
    pub fn sample(&self, choices: &Choices) -> Result<Option<Announcements>, Failure> {
        if choices.event.is_some() || choices.event_time.is_some() {
            return Ok(None);
        }
        let table = match self {
            Self::Bundled => return Ok(None),
            Self::File(path) => Announcements::from_any_file(path)?,
            Self::Frame(table) => (**table).clone(),
        };
        let pairs = table.len() + table.rejected.len();
        if pairs > 1 && !choices.tickers.is_empty() {
            return Err(EventError::TickersOfMany { option: "tickers", path: self.path() }.into());
        }
        Ok((pairs > 1).then_some(table))
    }

    fn path(&self) -> PathBuf {
        match self {
            Self::File(path) => path.clone(),
            Self::Bundled | Self::Frame(_) => FRAME.into(),
        }
    }

    /// The events that are studied one by one, and all that are known.
    pub fn one_by_one(&self, choices: &Choices) -> Result<(Vec<Event>, Vec<Event>), Failure> {
        let catalog = match self {
            Self::Bundled => Catalog::bundled()?,
            Self::File(path) => Catalog::from_file(path)?,
            Self::Frame(table) => Catalog::from_events(FRAME, table.events()?)?,
        };
        let known = catalog.events().to_vec();
        let tickers = Ticker::list(&choices.tickers)?;
        let mut chosen = match (&choices.event, &choices.event_time) {
            (Some(id), _) => vec![catalog.get(id)?.clone()],
            (None, Some(published)) => {
                let headline = choices.headline.as_deref().unwrap_or("(no headline given)");
                vec![Event::one_off(published.parse()?, headline, &tickers)?]
            }
            (None, None) if !matches!(self, Self::Bundled) => known.clone(),
            (None, None) => {
                let ids = known.iter().map(|e| e.id.to_string()).collect();
                return Err(EventError::NoneChosen { ids }.into());
            }
        };
        if !tickers.is_empty() {
            chosen = chosen.into_iter().map(|event| event.for_tickers(&tickers)).collect();
        }
        if let [event] = chosen.as_mut_slice() {
            choices.claims.iter().try_for_each(|text| event.add_claim(text))?;
        }
        if let Some(event) = chosen.iter().find(|e| e.tickers.is_empty()) {
            return Err(EventError::NoTickers { id: event.id.to_string() }.into());
        }
        Ok((chosen, known))
    }
}
