//! What qualifies the result of an event, in words.

use chrono::TimeDelta;

use crate::calendar::{TradingCalendar, TradingDay};
use crate::event::{Confounder, Event, NewsTiming};

/// Confounders that may lie within half an hour of the news: nearer ones cannot be told apart from
/// it, and a time that is known only within bounds may be one of them.
pub(super) fn confounders_near<'a>(
    event: &'a Event,
    timing: &NewsTiming,
    calendar: &TradingCalendar,
) -> Vec<&'a Confounder> {
    let margin = TimeDelta::minutes(30);
    event
        .confounders
        .iter()
        .filter(|c| {
            NewsTiming::of(&c.time, calendar).is_ok_and(|other| {
                other.earliest <= timing.latest + margin && timing.earliest - margin <= other.latest
            })
        })
        .collect()
}

pub(super) fn event_notes(
    event: &Event,
    timing: &NewsTiming,
    calendar: &TradingCalendar,
) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(other) = timing.day_zero_alternative {
        notes.push(match timing.date_only() {
            true => format!("only the date is known: if the news came after the close, {other} is day 0; see [0,+1] beside [0,0]"),
            false => format!("the bounds of the publication time leave day 0 open: it may also be {other}"),
        });
    }
    if !confounders_near(event, timing, calendar).is_empty() {
        notes.push("CONFOUNDED: other news may fall within half an hour of the story; the figures stand, what caused them is not attributed".into());
    }
    let day = calendar.day(timing.day_zero);
    for confounder in &event.confounders {
        let Some(t) = confounder.time.latest() else { continue };
        let opens = calendar.previous(timing.day_zero).map(|d| d.close);
        let within = |d: &TradingDay| opens.is_some_and(|o| o < t) && t < d.close;
        if t > timing.latest && day.is_some_and(within) {
            let word = if confounder.time.instant().is_some() { "at" } else { "by" };
            let clock = calendar.local(t).format("%Y-%m-%d %H:%M ET");
            notes.push(format!(
                "{} came {word} {clock}: returns to the close of day 0 contain it",
                confounder.headline.in_language("en")
            ));
        }
    }
    notes
}
