//! Windows of the same clock on earlier days.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use serde::Serialize;

use super::IntradayOptions;
use super::clock::{instant, trade_date};
use super::measure::{Day, Measured};
use super::tape::Tape;
use crate::calendar::{DayKind, GapClass, Moment, Session, TradingCalendar};
use crate::inference::median;

/// Why an earlier day is no reference day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// The session closed early, and the event's did not (or the other way round).
    EarlyClose,
    /// Another event of the firm lies within half an hour of the window.
    OwnNews,
    /// A dividend or split falls into a window that crosses a night.
    ExDate,
    /// The user keeps the day out.
    KeptOut,
    /// No price before the clock time, or too old a one.
    NoBaseline,
    /// The window has no return on that day.
    Missing,
    /// The window crosses a weekend where the event's does not, or the other way round.
    GapClass,
    /// The window would reach the news itself.
    ReachesEvent,
}

/// The reference days of a window.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ReferenceDays {
    /// The dates used, newest first.
    pub dates: Vec<NaiveDate>,
    /// How many earlier days were left out, by reason.
    pub skipped: BTreeMap<SkipReason, usize>,
}

/// What decides whether a day is a reference day.
pub(super) struct Rules<'a> {
    pub(super) options: &'a IntradayOptions,
    pub(super) calendar: &'a TradingCalendar,
    /// Bounds of the other known events of the firm.
    pub(super) own_news: &'a [(DateTime<Utc>, DateTime<Utc>)],
    /// The news of the event (seconds): nothing after it may enter.
    pub(super) published: i64,
}

/// The earlier days with the instant that corresponds to the publication, newest first.
fn candidates(tape: &Tape, published: i64, calendar: &TradingCalendar) -> Vec<(NaiveDate, i64)> {
    let Ok(moment) = calendar.moment(instant(published)) else { return Vec::new() };
    let dates = tape.trade_dates();
    match moment {
        Moment::Open { date, session } if session != Session::Overnight => {
            let clock = calendar.local(instant(published)).time();
            dates
                .into_iter()
                .rev()
                .filter(|d| *d < date)
                .filter_map(|d| {
                    let local = calendar.time_zone().from_local_datetime(&d.and_time(clock));
                    Some((d, local.earliest()?.timestamp()))
                })
                .collect()
        }
        Moment::Open { date: next, .. } | Moment::Closed { next, .. } => {
            let class = night_before(next, calendar);
            dates
                .into_iter()
                .rev()
                .filter(|d| *d < next && night_before(*d, calendar) == class)
                // Any instant of the closed night belongs to the same bars.
                .filter_map(|d| Some((d, calendar.previous(d)?.post_end.timestamp())))
                .collect()
        }
    }
}

fn night_before(date: NaiveDate, calendar: &TradingCalendar) -> Option<GapClass> {
    let before = calendar.previous(date)?.date;
    Some(GapClass::from_nights(calendar.nights_between(before, date)))
}

impl Rules<'_> {
    /// Whether a day may serve at all: news and day 0 on sessions of the same length, in the same
    /// part of the day, and the user's word.
    pub(super) fn day(&self, date: NaiveDate, this: &Day, event: &Day) -> Result<(), SkipReason> {
        let early = |d: NaiveDate| self.calendar.day(d).is_some_and(|d| d.kind != DayKind::Full);
        let part = |day: &Day| match self.calendar.moment(instant(day.published)) {
            Ok(Moment::Open { date, session }) => Some((session, early(date))),
            _ => None,
        };
        if early(this.day_zero) != early(event.day_zero) || part(this) != part(event) {
            return Err(SkipReason::EarlyClose);
        }
        if self.options.excluded_days.contains(&date) {
            return Err(SkipReason::KeptOut);
        }
        Ok(())
    }

    /// Whether a window of another day may stand beside the event's.
    pub(super) fn window(
        &self,
        tape: &Tape,
        this: &Measured,
        event: &Measured,
    ) -> Result<(), SkipReason> {
        const MARGIN: i64 = 30 * 60;
        if this.to > self.published {
            return Err(SkipReason::ReachesEvent);
        }
        if this.gaps != event.gaps {
            return Err(SkipReason::GapClass);
        }
        let dates =
            trade_date(this.from, self.calendar).zip(trade_date(this.to - 1, self.calendar));
        if dates.is_some_and(|(after, through)| tape.goes_ex(after, through)) {
            return Err(SkipReason::ExDate);
        }
        let near = |(from, to): &(DateTime<Utc>, DateTime<Utc>)| {
            from.timestamp() - MARGIN <= this.to && this.from <= to.timestamp() + MARGIN
        };
        if self.own_news.iter().any(near) {
            return Err(SkipReason::OwnNews);
        }
        Ok(())
    }
}

/// The days that could be reference days, with the day measured at the same clock.
pub(super) struct Reference {
    pub(super) date: NaiveDate,
    pub(super) day: Result<Day, SkipReason>,
}

pub(super) fn reference_days(tape: &Tape, event: &Day, rules: &Rules<'_>) -> Vec<Reference> {
    candidates(tape, event.published, rules.calendar)
        .into_iter()
        .map(|(date, published)| {
            let day = Day::of(tape, published, rules.calendar)
                .map_err(|_| SkipReason::NoBaseline)
                .and_then(|day| rules.day(date, &day, event).map(|()| day));
            Reference { date, day }
        })
        .collect()
}

/// The volatility of a day as it was known before: the square root of the median realised variance
/// of the regular session over the twenty days before.
pub(super) struct Volatility {
    realised: Vec<(NaiveDate, f64)>,
}

impl Volatility {
    pub(super) fn of(tape: &Tape) -> Self {
        let mut realised: Vec<(NaiveDate, f64)> = Vec::new();
        for i in 0..tape.starts.len() {
            if tape.sessions[i] != Session::Regular {
                continue;
            }
            let new_day = realised.last().is_none_or(|(d, _)| *d != tape.dates[i]);
            if new_day {
                realised.push((tape.dates[i], 0.0));
            }
            let before = if new_day { tape.open[i] } else { tape.close[i - 1] };
            let step = (tape.close[i] / before).ln();
            if let Some((_, sum)) = realised.last_mut() {
                *sum += step * step;
            }
        }
        Self { realised }
    }

    pub(super) fn before(&self, date: NaiveDate) -> Option<f64> {
        const DAYS: usize = 20;
        const ENOUGH: usize = 10;
        let end = self.realised.partition_point(|(d, _)| *d < date);
        let window: Vec<f64> =
            self.realised[end.saturating_sub(DAYS)..end].iter().map(|(_, v)| *v).collect();
        if window.len() < ENOUGH {
            return None;
        }
        let median = median(window);
        (median > 0.0).then(|| median.sqrt())
    }
}
