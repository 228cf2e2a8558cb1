//! Where in the trading day a story falls.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::Serialize;

use super::{EventError, Precision, Published};
use crate::calendar::{ClosedKind, Moment, Session, TradingCalendar, TradingDay};

/// The part of the trading day in which a story became public.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionOfNews {
    /// Before the open, in the premarket session.
    Pre,
    /// In the regular session.
    Regular,
    /// After the close, in the post-market session.
    Post,
    /// In the night between two sessions (an overnight venue may be open).
    Overnight,
    /// On a weekend or holiday.
    WeekendHoliday,
}

impl std::fmt::Display for SessionOfNews {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Pre => "premarket",
            Self::Regular => "regular session",
            Self::Post => "post-market",
            Self::Overnight => "overnight",
            Self::WeekendHoliday => "weekend or holiday",
        })
    }
}

/// The bounds of the publication instant on a calendar, and the session that is day 0.
///
/// Day 0 is the first session whose official close is strictly after publication; a story stamped
/// exactly at the close belongs to the next session.
///
/// ```
/// use eventstudy::prelude::*;
/// let calendar = TradingCalendar::new_york();
/// let timing = NewsTiming::of(&"2025-02-14T16:00:00-05:00".parse()?, &calendar)?;
/// assert_eq!(timing.day_zero.to_string(), "2025-02-18"); // Friday's close, then Presidents' Day
/// # Ok::<(), eventstudy::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NewsTiming {
    /// The earliest instant (UTC) at which the story may have become public.
    pub earliest: DateTime<Utc>,
    /// The latest such instant (UTC).
    pub latest: DateTime<Utc>,
    /// How precisely the time is known.
    pub precision: Precision,
    /// The session of the earliest and of the latest instant; one entry where they agree.
    pub sessions: Vec<SessionOfNews>,
    /// The session whose return is the first that can contain the news.
    pub day_zero: NaiveDate,
    /// Why that session.
    pub day_zero_reason: String,
    /// Another session that could be day 0, where the bounds leave it open.
    pub day_zero_alternative: Option<NaiveDate>,
}

impl NewsTiming {
    /// Places a publication time on a calendar.
    ///
    /// # Errors
    /// A time outside the calendar.
    pub fn of(published: &Published, calendar: &TradingCalendar) -> Result<Self, EventError> {
        if let Published::Date(date) = published {
            return Self::of_date(*date, calendar);
        }
        let (earliest, latest) = bounds(published, calendar)?;
        let first = calendar.day_zero(earliest)?;
        let last = calendar.day_zero(latest)?;
        let mut sessions = vec![session_of(calendar.moment(earliest)?)];
        let end = session_of(calendar.moment(latest)?);
        if end != sessions[0] {
            sessions.push(end);
        }
        Ok(Self {
            earliest,
            latest,
            precision: published.precision(),
            sessions,
            day_zero_alternative: (first.date != last.date).then_some(last.date),
            day_zero: first.date,
            day_zero_reason: first.reason,
        })
    }

    /// Places a publication with day 0 for those who act upon it so many seconds later; the bounds
    /// stay those of the publication.
    ///
    /// # Errors
    /// A time outside the calendar.
    pub fn with_latency(
        published: &Published,
        seconds: i64,
        calendar: &TradingCalendar,
    ) -> Result<Self, EventError> {
        let later = Self::of(&published.later_by(seconds), calendar)?;
        let timing = Self::of(published, calendar)?;
        Ok(Self {
            day_zero: later.day_zero,
            day_zero_reason: later.day_zero_reason,
            day_zero_alternative: later.day_zero_alternative,
            ..timing
        })
    }

    fn of_date(date: NaiveDate, calendar: &TradingCalendar) -> Result<Self, EventError> {
        let zero = calendar.day_zero_of_date(date)?;
        let next_day = date.succ_opt().and_then(|d| calendar.next_on_or_after(d));
        let (earliest, latest) = whole_day(date, calendar);
        Ok(Self {
            earliest,
            latest,
            precision: Precision::Date,
            sessions: Vec::new(),
            day_zero_alternative: next_day.map(|d| d.date).filter(|d| *d != zero.date),
            day_zero: zero.date,
            day_zero_reason: zero.reason,
        })
    }

    /// Whether the instant is known to the minute or better, so that minutes can be counted from it.
    pub fn to_the_minute(&self) -> bool {
        matches!(self.precision, Precision::Second | Precision::Minute)
    }

    /// Whether only the date is known.
    pub fn date_only(&self) -> bool {
        self.precision == Precision::Date
    }

    /// The sessions in words: `premarket`, or `overnight to premarket` where the bounds differ.
    pub fn session_words(&self) -> String {
        match self.sessions.as_slice() {
            [] => "time of day not known".to_owned(),
            [one] => one.to_string(),
            [first, .., last] => format!("{first} to {last}"),
        }
    }
}

pub(super) fn bounds(
    published: &Published,
    calendar: &TradingCalendar,
) -> Result<(DateTime<Utc>, DateTime<Utc>), EventError> {
    Ok(match published {
        Published::Second(t) | Published::Minute(t) => (t.to_utc(), t.to_utc()),
        Published::NoLaterThan { not_before, latest } => {
            let latest = latest.to_utc();
            let earliest = match not_before {
                Some(first) => first.to_utc(),
                // Without a lower bound, the last official close is the latest price that surely
                // does not know the news.
                None => last_close_before(latest, calendar).unwrap_or(latest),
            };
            (earliest, latest)
        }
        Published::Session { date, session } => {
            let day = calendar.next_on_or_after(*date);
            let day = day.filter(|d| d.date == *date);
            let night = |d: &TradingDay| Some((calendar.previous(d.date)?.post_end, d.pre_open));
            let within = match session {
                // The night before the date, whether or not a venue is open in it.
                Session::Overnight => day.and_then(night),
                _ => day.and_then(|d| d.bounds(*session)),
            };
            match within {
                Some((start, end)) => (start, end - TimeDelta::seconds(1)),
                // A session that the day does not have leaves only the date.
                None => whole_day(*date, calendar),
            }
        }
        Published::Date(date) => whole_day(*date, calendar),
    })
}

fn last_close_before(t: DateTime<Utc>, calendar: &TradingCalendar) -> Option<DateTime<Utc>> {
    let days = calendar.days();
    let after = days.partition_point(|d| d.close <= t);
    after.checked_sub(1).map(|i| days[i].close)
}

fn whole_day(date: NaiveDate, calendar: &TradingCalendar) -> (DateTime<Utc>, DateTime<Utc>) {
    let midnight = |d: NaiveDate| {
        let naive = d.and_time(chrono::NaiveTime::MIN);
        naive
            .and_local_timezone(calendar.time_zone())
            .earliest()
            .map_or(naive.and_utc(), |t| t.to_utc())
    };
    let next = date.succ_opt().unwrap_or(date);
    (midnight(date), midnight(next) - TimeDelta::seconds(1))
}

pub(super) fn session_of(moment: Moment) -> SessionOfNews {
    match moment {
        Moment::Open { session: Session::Pre, .. } => SessionOfNews::Pre,
        Moment::Open { session: Session::Regular, .. } => SessionOfNews::Regular,
        Moment::Open { session: Session::Post, .. } => SessionOfNews::Post,
        Moment::Open { session: Session::Overnight, .. }
        | Moment::Closed { kind: ClosedKind::Overnight, .. } => SessionOfNews::Overnight,
        Moment::Closed { kind: ClosedKind::WeekendHoliday, .. } => SessionOfNews::WeekendHoliday,
    }
}
