//! The sessions that a command works on.

use std::path::Path;

use eventstudy::Error;
use eventstudy::calendar::{CalendarPatch, TradingCalendar};
use eventstudy::event::EventError;

/// The calendar of New York, with the user's patch where there is one.
pub fn calendar(patch: Option<&Path>) -> Result<TradingCalendar, Error> {
    let calendar = TradingCalendar::new_york();
    let Some(path) = patch else { return Ok(calendar) };
    let text = std::fs::read_to_string(path)
        .map_err(|e| EventError::UnreadableFile { path: path.into(), reason: e.to_string() })?;
    Ok(calendar.with_patch(&CalendarPatch::from_toml_str(&text)?)?)
}
