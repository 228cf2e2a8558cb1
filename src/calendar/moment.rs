//! Where an instant falls: in a session, or in a closed period.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{CalendarError, Session, TradingCalendar};

/// Why no session is open at an instant.
///
/// ```
/// use eventstudy::calendar::ClosedKind;
///
/// assert_eq!(ClosedKind::WeekendHoliday.id(), "weekend_holiday");
/// assert_eq!(ClosedKind::Overnight.to_string(), "closed overnight");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosedKind {
    /// Between the sessions of two consecutive calendar days.
    Overnight,
    /// In any longer pause: a weekend, a holiday, an unscheduled closure, and the nights around it.
    WeekendHoliday,
}

impl ClosedKind {
    /// The name used in tables and files; the same word serde writes.
    ///
    /// ```
    /// use eventstudy::calendar::ClosedKind;
    ///
    /// assert_eq!(ClosedKind::Overnight.id(), "overnight");
    /// ```
    pub const fn id(self) -> &'static str {
        match self {
            Self::Overnight => "overnight",
            Self::WeekendHoliday => "weekend_holiday",
        }
    }
}

impl fmt::Display for ClosedKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Overnight => "closed overnight",
            Self::WeekendHoliday => "closed for a weekend or holiday",
        })
    }
}

/// What the market was doing at an instant.
///
/// ```
/// use eventstudy::calendar::{Moment, Session, TradingCalendar};
///
/// let calendar = TradingCalendar::new_york();
/// let published = "2025-12-10T13:00:00Z".parse().unwrap(); // 08:00 in New York
/// let moment = calendar.moment(published)?;
/// let date = "2025-12-10".parse().unwrap();
/// assert_eq!(moment, Moment::Open { date, session: Session::Pre });
/// assert_eq!(moment.to_string(), "premarket of 2025-12-10");
/// # Ok::<(), eventstudy::calendar::CalendarError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// A session was open.
    Open {
        /// The trading date the session belongs to; for an overnight session the date it leads to.
        date: NaiveDate,
        /// The session.
        session: Session,
    },
    /// No session was open.
    Closed {
        /// Why.
        kind: ClosedKind,
        /// The trading date of the next session.
        next: NaiveDate,
    },
}

impl fmt::Display for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open { date, session } => write!(formatter, "{session} of {date}"),
            Self::Closed { kind, next } => write!(formatter, "{kind}, next session {next}"),
        }
    }
}

impl TradingCalendar {
    /// The session that contains an instant, or the closed period it falls in.
    ///
    /// # Errors
    ///
    /// [`CalendarError::InstantOutsideRange`] when the calendar does not cover the instant's local
    /// date, [`CalendarError::NoLaterSession`] when the market was closed and the calendar ends
    /// before the next session.
    ///
    /// ```
    /// use eventstudy::calendar::{ClosedKind, Moment, TradingCalendar};
    ///
    /// let calendar = TradingCalendar::new_york();
    /// let saturday = "2025-12-13T17:00:00Z".parse().unwrap();
    /// assert_eq!(
    ///     calendar.moment(saturday)?,
    ///     Moment::Closed {
    ///         kind: ClosedKind::WeekendHoliday,
    ///         next: "2025-12-15".parse().unwrap(),
    ///     }
    /// );
    /// # Ok::<(), eventstudy::calendar::CalendarError>(())
    /// ```
    pub fn moment(&self, t: DateTime<Utc>) -> Result<Moment, CalendarError> {
        self.require_instant(t)?;
        let index = self.days.partition_point(|day| day.post_end <= t);
        let Some(day) = self.days.get(index) else {
            return Err(self.no_later_session(t.to_string()));
        };
        if let Some(session) = day.session_at(t) {
            return Ok(Moment::Open { date: day.date, session });
        }
        let one_night = index > 0 && self.nights_between(self.days[index - 1].date, day.date) == 1;
        Ok(Moment::Closed {
            kind: if one_night { ClosedKind::Overnight } else { ClosedKind::WeekendHoliday },
            next: day.date,
        })
    }
}
