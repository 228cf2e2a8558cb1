//! The catalogue of events: the bundled one, or the user's own.

use std::path::Path;

use super::{Event, EventError, EventId, files};

/// A list of events with distinct ids.
///
/// ```
/// use eventstudy::prelude::*;
/// let catalog = Catalog::bundled()?;
/// let event = catalog.get("meta-avocado")?;
/// assert_eq!(event.tickers.len(), 2);
/// # Ok::<(), EventError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Catalog {
    name: String,
    events: Vec<Event>,
}

impl Catalog {
    /// The catalogue that comes with the program (`data/events.toml`).
    ///
    /// # Errors
    /// [`EventError::Malformed`] only if the file was edited and broken before the build.
    pub fn bundled() -> Result<Self, EventError> {
        let text = include_str!("../../data/events.toml");
        let events = files::from_toml(Path::new("data/events.toml"), text)?;
        Self::from_events("the bundled catalogue", events)
    }

    /// The events of a file; the format follows from the ending: `.toml`, `.csv` or `.json`.
    ///
    /// # Errors
    /// A file that cannot be read or understood, two events with one id, naive times, unsafe names.
    pub fn from_file(path: &Path) -> Result<Self, EventError> {
        let events = files::read(path)?;
        if events.is_empty() {
            let reason = "it has no event".to_owned();
            return Err(EventError::Malformed { path: path.to_owned(), reason });
        }
        Self::from_events(path.display().to_string(), events)
    }

    /// A catalogue of events made in code.
    ///
    /// # Errors
    /// [`EventError::DuplicateId`] where two events share an id.
    pub fn from_events(name: impl Into<String>, events: Vec<Event>) -> Result<Self, EventError> {
        let name = name.into();
        let mut events = events;
        for event in &mut events {
            // The same ticker twice would count one price move as two.
            let mut tickers = std::collections::BTreeSet::new();
            event.tickers.retain(|t| tickers.insert(t.ticker.clone()));
        }
        let mut seen = std::collections::BTreeSet::new();
        for event in &events {
            if !seen.insert(&event.id) {
                return Err(EventError::DuplicateId { id: event.id.to_string(), catalogue: name });
            }
        }
        Ok(Self { name, events })
    }

    /// All events, in the order of the file.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The event with this id.
    ///
    /// # Errors
    /// [`EventError::UnknownId`] with the nearest ids.
    pub fn get(&self, id: &str) -> Result<&Event, EventError> {
        self.events.iter().find(|e| e.id.as_str() == id).ok_or_else(|| EventError::UnknownId {
            id: id.chars().take(80).flat_map(char::escape_default).collect(),
            catalogue: self.name.clone(),
            nearest: self.nearest(id),
        })
    }

    fn nearest(&self, id: &str) -> Vec<String> {
        /// Below this similarity a suggestion confuses more than it helps.
        const SIMILAR: f64 = 0.6;
        let mut scored: Vec<(f64, &EventId)> = self
            .events
            .iter()
            .map(|e| (strsim::jaro_winkler(e.id.as_str(), id), &e.id))
            .filter(|(score, _)| *score >= SIMILAR)
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0));
        scored.into_iter().take(3).map(|(_, id)| id.to_string()).collect()
    }
}
