//! The trading calendar: dates, their sessions, and where they apply.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

use super::TradingDay;

/// The trading dates of a market and the sessions of each.
///
/// ```
/// use eventstudy::calendar::TradingCalendar;
///
/// let calendar = TradingCalendar::new_york();
/// let friday = calendar.previous("2025-12-15".parse().unwrap()).unwrap();
/// assert_eq!(friday.date.to_string(), "2025-12-12");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct TradingCalendar {
    pub(super) id: &'static str,
    pub(super) time_zone: Tz,
    pub(super) first: NaiveDate,
    pub(super) last: NaiveDate,
    /// The range in instants: midnight to midnight, local time, end exclusive.
    pub(super) covered: (DateTime<Utc>, DateTime<Utc>),
    #[doc(hidden)]
    pub days: Vec<TradingDay>,
    /// For each calendar date from `first` on, how many sessions lie strictly before it.
    pub(super) sessions_before: Vec<usize>,
    /// Why a weekday is closed, or why its hours are not the usual ones.
    pub(super) notes: BTreeMap<NaiveDate, String>,
}

impl TradingCalendar {
    pub(super) fn from_days(
        id: &'static str,
        time_zone: Tz,
        (first, last): (NaiveDate, NaiveDate),
        days: Vec<TradingDay>,
        notes: BTreeMap<NaiveDate, String>,
    ) -> Self {
        let midnight = |date: NaiveDate| {
            time_zone
                .from_local_datetime(&date.and_time(NaiveTime::MIN))
                .single()
                .expect("the clocks of New York do not change at midnight")
                .to_utc()
        };
        let mut calendar = Self {
            id,
            time_zone,
            first,
            last,
            covered: (midnight(first), midnight(last + Days::new(1))),
            days,
            sessions_before: Vec::new(),
            notes,
        };
        calendar.index();
        calendar
    }

    /// The calendar's name: the market identifier code of its leading exchange.
    ///
    /// ```
    /// use eventstudy::calendar::TradingCalendar;
    ///
    /// assert_eq!(TradingCalendar::new_york().id(), "XNYS");
    /// ```
    pub fn id(&self) -> &str {
        self.id
    }

    /// The exchange's time zone.
    ///
    /// ```
    /// use eventstudy::calendar::TradingCalendar;
    ///
    /// assert_eq!(TradingCalendar::new_york().time_zone().name(), "America/New_York");
    /// ```
    pub fn time_zone(&self) -> Tz {
        self.time_zone
    }

    /// An instant on the exchange's clock.
    ///
    /// ```
    /// use eventstudy::calendar::TradingCalendar;
    ///
    /// let calendar = TradingCalendar::new_york();
    /// let summer = calendar.local("2025-07-01T08:00:00Z".parse().unwrap());
    /// assert_eq!(summer.format("%H:%M %Z").to_string(), "04:00 EDT");
    /// ```
    pub fn local(&self, t: DateTime<Utc>) -> DateTime<Tz> {
        t.with_timezone(&self.time_zone)
    }

    /// First and last date the calendar covers, in exchange-local time.
    ///
    /// ```
    /// use eventstudy::calendar::TradingCalendar;
    ///
    /// let (first, last) = TradingCalendar::new_york().range();
    /// assert_eq!((first.to_string(), last.to_string()), ("2005-01-01".into(), "2028-12-31".into()));
    /// ```
    pub fn range(&self) -> (NaiveDate, NaiveDate) {
        (self.first, self.last)
    }

    /// Why the exchange is closed on a weekday, or why a session's hours are not the usual ones;
    /// `None` for ordinary sessions, weekends and dates outside the calendar.
    ///
    /// ```
    /// use eventstudy::calendar::TradingCalendar;
    ///
    /// let calendar = TradingCalendar::new_york();
    /// assert_eq!(calendar.note("2012-10-29".parse().unwrap()), Some("Hurricane Sandy"));
    /// ```
    pub fn note(&self, date: NaiveDate) -> Option<&str> {
        self.notes.get(&date).map(String::as_str)
    }
}

/// Thousands of days help nobody who prints a calendar.
impl fmt::Debug for TradingCalendar {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TradingCalendar")
            .field("id", &self.id)
            .field("first", &self.first)
            .field("last", &self.last)
            .field("sessions", &self.days.len())
            .finish_non_exhaustive()
    }
}
