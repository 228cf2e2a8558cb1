//! What a study returns.

use chrono::TimeDelta;
use serde::Serialize;

use super::{ClaimResult, DailyResult, LegResult, LegsResult};
use crate::calendar::{TradingCalendar, TradingDay};
use crate::event::{Confounder, Event, LedgerPart, NewsTiming, Reason, Ticker};
use crate::inference::Outcome;
use crate::intraday::{IntradayResult, WindowName};
use crate::returns::Window;
use crate::study::{Provenance, StudySpec};

/// Everything a study found, in a form that can be written out whole.
#[derive(Clone, Debug, Serialize)]
pub struct StudyResults {
    /// Where the numbers come from.
    pub provenance: Provenance,
    /// The choices.
    pub spec: StudySpec,
    /// One entry per event, in the order asked for.
    pub events: Vec<EventResult>,
    /// Everything that was asked for and could not be given, with its reason.
    pub exclusions: Vec<Exclusion>,
}

/// One event.
#[derive(Clone, Debug, Serialize)]
pub struct EventResult {
    /// The event as it was given.
    pub event: Event,
    /// Where it falls; `None` outside the calendar.
    pub timing: Option<NewsTiming>,
    /// One entry per ticker with data.
    pub firms: Vec<FirmResult>,
    /// The claims.
    pub claims: Vec<ClaimResult>,
    /// What qualifies the result: confounders, open day 0.
    pub notes: Vec<String>,
}

/// One event and ticker.
#[derive(Clone, Debug, Serialize)]
pub struct FirmResult {
    /// The ticker.
    pub ticker: Ticker,
    /// Its part in the story.
    pub role: Option<String>,
    /// What it is compared with.
    pub benchmark: String,
    /// The answer in short.
    pub answer: Answer,
    /// The daily study.
    pub daily: Option<DailyResult>,
    /// Why there is no daily study.
    pub daily_missing: Option<String>,
    /// The legs of day 0.
    pub legs: Option<LegsResult>,
    /// The intraday study.
    pub intraday: Option<IntradayResult>,
    /// What to know when reading the figures.
    pub notes: Vec<String>,
    /// Legs up to the time of a text, by the number of the event's claim.
    #[serde(skip)]
    pub(super) legs_by_text: Vec<(usize, LegResult)>,
}

/// Whether the move is more than noise: over the headline window of daily returns, and on the
/// intraday path from the last price before the news.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answer {
    /// Whether the abnormal return of the headline window is; `None` where it cannot be told.
    pub more_than_noise: Option<bool>,
    /// The headline window.
    pub window: Option<Window>,
    /// The abnormal return over it.
    pub abnormal: Option<f64>,
    /// Its standard error.
    pub standard_error: Option<f64>,
    /// The p-value of the scaled sample-quantile test: for a single event a normal z alone is not
    /// to be trusted.
    pub p_value: Option<f64>,
    /// Whether the intraday path to the close is more than noise; `None` where it cannot be told.
    pub path_more_than_noise: Option<bool>,
    /// The p-value of the intraday path, abnormal where the benchmark has bars.
    pub p_path: Option<f64>,
    /// The return over the first half hour (log), where the minute of the news is known.
    pub first_half_hour: Option<f64>,
    /// Whether it is more than noise; `None` where it cannot be told.
    pub half_hour_more_than_noise: Option<bool>,
    /// Its p-value by size among the same clock of earlier days.
    pub p_first_half_hour: Option<f64>,
}

/// Something asked for that could not be given.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Exclusion {
    /// The event.
    pub event: String,
    /// The ticker; `None` for the event as a whole.
    pub ticker: Option<Ticker>,
    /// Which part of the study.
    pub part: LedgerPart,
    /// The reason code.
    pub code: Reason,
    /// The reason in words.
    pub reason: String,
}

impl Exclusion {
    pub(super) fn new(
        event: &Event,
        ticker: &Ticker,
        part: LedgerPart,
        code: Reason,
        reason: String,
    ) -> Self {
        Self { event: event.id.to_string(), ticker: Some(ticker.clone()), part, code, reason }
    }

    pub(super) fn whole(event: &Event, code: Reason, reason: String) -> Self {
        Self { event: event.id.to_string(), ticker: None, part: LedgerPart::Event, code, reason }
    }
}

impl Answer {
    pub(super) fn of(
        daily: Option<&DailyResult>,
        intraday: Option<&IntradayResult>,
        spec: &StudySpec,
    ) -> Self {
        let headline = daily.and_then(|d| d.windows.first());
        let p_value = headline.and_then(|w| w.sample_quantile.as_ref()?.p_value());
        let p_path = intraday.and_then(|i| {
            i.abnormal.as_ref().map(|a| a.path.p_path).or(i.raw.as_ref().map(|r| r.p_path))
        });
        let car = headline.and_then(|w| w.car);
        let half_hour = intraday.and_then(|i| i.window(WindowName::After(30)));
        // Where even the most extreme rank is above the level, nothing can be told.
        let attainable = |smallest: f64| smallest <= spec.alpha;
        let ranks = headline.and_then(|w| match w.sample_quantile.as_ref()? {
            Outcome::Applies(result) => Some(2.0 / (result.observations + 1) as f64),
            Outcome::NotApplicable { .. } => None,
        });
        let paths = intraday.and_then(|i| {
            i.abnormal.as_ref().map(|a| &a.path).or(i.raw.as_ref()).map(|p| p.reference_paths)
        });
        let half_hour_rank = half_hour.and_then(|w| w.rank.as_ref()).map(|r| r.rank);
        let below = |p: Option<f64>, smallest: Option<f64>| {
            p.filter(|_| smallest.is_some_and(attainable)).map(|p| p <= spec.alpha)
        };
        Self {
            more_than_noise: below(p_value, ranks),
            window: headline.map(|w| w.window),
            abnormal: car.map(|c| c.value),
            standard_error: car.map(|c| c.standard_error).filter(|se| se.is_finite()),
            p_value,
            path_more_than_noise: below(p_path, paths.map(|k| 1.0 / (k + 1) as f64)),
            p_path,
            first_half_hour: half_hour.and_then(|w| w.value),
            half_hour_more_than_noise: below(
                half_hour_rank.map(|r| r.p_abs),
                half_hour_rank.map(|r| r.smallest()),
            ),
            p_first_half_hour: half_hour_rank.map(|r| r.p_abs),
        }
    }
}

impl EventResult {
    /// Whether any part of the study gave a tested figure.
    pub fn has_result(&self) -> bool {
        self.firms.iter().any(|f| f.daily.is_some() || f.intraday.is_some())
    }
}

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
