//! One trading date and the instants at which its sessions start and end.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::Session;
use super::hours::{DayKind, LocalHours, OVERNIGHT_FROM, OVERNIGHT_OPEN, PRE_OPEN};

/// One trading date with the instants, in UTC, that bound its sessions.
///
/// Sessions are half-open, `[start, end)`: the instant of the official close belongs to the
/// post-market, not to the regular session. The overnight session belongs to the date whose
/// premarket follows it, so it starts on the evening before `date`.
///
/// ```
/// use eventstudy::calendar::TradingCalendar;
///
/// let calendar = TradingCalendar::new_york();
/// let day = calendar.day("2025-12-10".parse().unwrap()).unwrap();
/// assert_eq!(day.pre_open.to_rfc3339(), "2025-12-10T09:00:00+00:00");
/// assert_eq!(day.close.to_rfc3339(), "2025-12-10T21:00:00+00:00");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TradingDay {
    /// The trading date, in exchange-local time.
    pub date: NaiveDate,
    /// Whether the date keeps the usual hours.
    pub kind: DayKind,
    /// Start of the overnight session; `None` on dates before overnight trading existed.
    pub overnight_open: Option<DateTime<Utc>>,
    /// Start of the premarket, and end of the overnight session where there is one.
    pub pre_open: DateTime<Utc>,
    /// Official open: start of the regular session.
    pub open: DateTime<Utc>,
    /// Official close: end of the regular session, the instant the day-0 rule compares with.
    pub close: DateTime<Utc>,
    /// End of the post-market; equal to `close` when there was none.
    pub post_end: DateTime<Utc>,
}

impl TradingDay {
    /// Places a weekday's local hours on the time line. `date` must be a weekday.
    #[doc(hidden)]
    pub fn new(time_zone: Tz, date: NaiveDate, hours: LocalHours) -> Self {
        let at = |date: NaiveDate, time: NaiveTime| {
            time_zone
                .from_local_datetime(&date.and_time(time))
                .single()
                .expect(
                    "New York moves its clocks in the small hours of Sundays, \
                     when no session starts or ends",
                )
                .to_utc()
        };
        let evening_before = date - Days::new(1);
        Self {
            date,
            kind: hours.kind(),
            overnight_open: (date >= OVERNIGHT_FROM).then(|| at(evening_before, OVERNIGHT_OPEN)),
            pre_open: at(date, PRE_OPEN),
            open: at(date, hours.open),
            close: at(date, hours.close),
            post_end: at(date, hours.post_end),
        }
    }

    /// The session of this date that contains the instant, or `None` when the instant lies before
    /// the first or at or after the end of the last of them.
    ///
    /// ```
    /// use eventstudy::calendar::{Session, TradingCalendar};
    ///
    /// let calendar = TradingCalendar::new_york();
    /// let half_day = calendar.day("2025-11-28".parse().unwrap()).unwrap();
    /// assert_eq!(half_day.session_at(half_day.close), Some(Session::Post));
    /// assert_eq!(half_day.session_at(half_day.post_end), None);
    /// ```
    pub fn session_at(&self, t: DateTime<Utc>) -> Option<Session> {
        if t < self.overnight_open.unwrap_or(self.pre_open) || t >= self.post_end {
            None
        } else if t < self.pre_open {
            Some(Session::Overnight)
        } else if t < self.open {
            Some(Session::Pre)
        } else if t < self.close {
            Some(Session::Regular)
        } else {
            Some(Session::Post)
        }
    }

    /// Start (inclusive) and end (exclusive) of a session of this date, or `None` when the date
    /// has no such session.
    ///
    /// ```
    /// use eventstudy::calendar::{Session, TradingCalendar};
    ///
    /// let calendar = TradingCalendar::new_york();
    /// let day = calendar.day("2025-12-10".parse().unwrap()).unwrap();
    /// assert_eq!(day.bounds(Session::Pre), Some((day.pre_open, day.open)));
    /// assert_eq!(day.bounds(Session::Overnight), None);
    /// ```
    pub fn bounds(&self, s: Session) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        let (start, end) = match s {
            Session::Overnight => (self.overnight_open?, self.pre_open),
            Session::Pre => (self.pre_open, self.open),
            Session::Regular => (self.open, self.close),
            Session::Post => (self.close, self.post_end),
        };
        (start < end).then_some((start, end))
    }
}
