//! The events of a request: which of those that there are, and whether they are a sample.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::Error;
use crate::event::{Announcements, Catalog, Event, EventError, Ticker};

/// Where events come from.
pub enum EventSource {
    /// The bundled catalogue.
    Bundled,
    /// A file of one's own: a catalogue or a table.
    File(PathBuf),
    /// A frame of one's own, with the name that it has in errors.
    Frame(&'static str, Box<Announcements>),
}

/// The events that were asked for.
#[derive(Clone, Debug, Default)]
pub struct EventChoice {
    /// One of them by its id.
    pub event: Option<String>,
    /// The time at which a one-off event became public.
    pub event_time: Option<String>,
    /// The headline of the one-off event.
    pub headline: Option<String>,
    /// Claims about the tickers.
    pub claims: Vec<String>,
    /// Tickers instead of those of the events.
    pub tickers: Vec<String>,
}

/// Events that were read for a request.
pub enum Requested {
    /// Events that are studied one by one, of a catalogue.
    OneByOne(Catalog),
    /// Several pairs of event and firm; with the catalogue where they were read from one.
    Sample(Box<Announcements>, Option<Catalog>),
}

impl EventSource {
    /// The events as a catalogue, which has more to say of each than a table.
    ///
    /// # Errors
    /// As [`Catalog::from_file`].
    pub fn catalog(&self) -> Result<Catalog, EventError> {
        match self {
            Self::Bundled => Catalog::bundled(),
            Self::File(path) => Catalog::from_file(path),
            Self::Frame(name, table) => Catalog::from_events(*name, table.events()?),
        }
    }

    fn path(&self) -> PathBuf {
        match self {
            Self::Bundled => PathBuf::new(),
            Self::File(path) => path.clone(),
            Self::Frame(name, _) => name.into(),
        }
    }
}

impl EventChoice {
    /// Reads the events: as a sample where no single one was chosen and there are several pairs of
    /// event and firm.
    ///
    /// # Errors
    /// Events that cannot be read, or tickers given for several of them.
    pub fn read(&self, source: &EventSource) -> Result<Requested, EventError> {
        let one = self.event.is_some() || self.event_time.is_some();
        let (table, catalog) = match source {
            EventSource::Bundled => return Ok(Requested::OneByOne(source.catalog()?)),
            _ if one => return Ok(Requested::OneByOne(source.catalog()?)),
            EventSource::Frame(_, table) => ((**table).clone(), None),
            EventSource::File(path) if Announcements::is_table(path) => {
                (Announcements::from_file(path)?, None)
            }
            EventSource::File(path) => {
                let catalog = Catalog::from_file(path)?;
                (Announcements::from_events(catalog.events()), Some(catalog))
            }
        };
        let pairs = table.len() + table.rejected.len();
        if pairs > 1 && !self.tickers.is_empty() {
            return Err(EventError::TickersOfMany { path: source.path() });
        }
        let several = || {
            let ids = table.ids.iter().chain(table.rejected.iter().map(|row| &row.id));
            ids.collect::<BTreeSet<_>>().len() > 1
        };
        if !self.claims.is_empty() && several() {
            return Err(EventError::ClaimsOfMany);
        }
        match catalog {
            catalog if pairs > 1 => Ok(Requested::Sample(Box::new(table), catalog)),
            Some(catalog) => Ok(Requested::OneByOne(catalog)),
            None => Ok(Requested::OneByOne(source.catalog()?)),
        }
    }

    /// The events of the catalogue that were chosen: one by its id, one of its own time, or all of
    /// a catalogue that is not the bundled one.
    ///
    /// # Errors
    /// Nothing chosen, an unknown id, a time, ticker or claim that is not understood, or an event
    /// without tickers.
    pub fn chosen(&self, catalog: &Catalog, source: &EventSource) -> Result<Vec<Event>, Error> {
        let tickers = Ticker::list(&self.tickers)?;
        let mut chosen = match (&self.event, &self.event_time) {
            (Some(id), _) => vec![catalog.get(id)?.clone()],
            (None, Some(published)) => {
                let headline = self.headline.as_deref().unwrap_or("(no headline given)");
                vec![Event::one_off(published.parse()?, headline, &tickers)?]
            }
            (None, None) if !matches!(source, EventSource::Bundled) => catalog.events().to_vec(),
            (None, None) => {
                let ids = catalog.events().iter().map(|e| e.id.to_string()).collect();
                return Err(EventError::NoneChosen { ids }.into());
            }
        };
        if !tickers.is_empty() {
            chosen = chosen.into_iter().map(|event| event.for_tickers(&tickers)).collect();
        }
        match chosen.as_mut_slice() {
            [event] => self.claims.iter().try_for_each(|text| event.add_claim(text))?,
            _ if self.claims.is_empty() => {}
            _ => return Err(EventError::ClaimsOfMany.into()),
        }
        if let Some(event) = chosen.iter().find(|e| e.tickers.is_empty()) {
            return Err(EventError::NoTickers { id: event.id.to_string() }.into());
        }
        Ok(chosen)
    }
}
