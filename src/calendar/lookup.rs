//! From dates to sessions and back.

use chrono::{DateTime, NaiveDate, Utc};

use super::{CalendarError, TradingCalendar, TradingDay};

impl TradingCalendar {
    /// Every session, in ascending order of date.
    ///
    /// ```
    /// use eventstudy::calendar::TradingCalendar;
    ///
    /// let calendar = TradingCalendar::new_york();
    /// assert_eq!(calendar.days()[0].date.to_string(), "2005-01-03");
    /// ```
    pub fn days(&self) -> &[TradingDay] {
        &self.days
    }

    /// The session of a date, or `None` when the exchange is closed on it or the calendar does not
    /// cover it.
    ///
    /// ```
    /// use eventstudy::calendar::TradingCalendar;
    ///
    /// let calendar = TradingCalendar::new_york();
    /// assert!(calendar.day("2026-07-02".parse().unwrap()).is_some());
    /// assert!(calendar.day("2026-07-03".parse().unwrap()).is_none());
    /// ```
    pub fn day(&self, date: NaiveDate) -> Option<&TradingDay> {
        self.next_on_or_after(date).filter(|day| day.date == date)
    }

    /// Position of a session date in [`TradingCalendar::days`]; differences between positions
    /// count sessions. One table look-up.
    ///
    /// ```
    /// use eventstudy::calendar::TradingCalendar;
    ///
    /// let calendar = TradingCalendar::new_york();
    /// let friday = calendar.index_of("2025-12-12".parse().unwrap()).unwrap();
    /// let monday = calendar.index_of("2025-12-15".parse().unwrap()).unwrap();
    /// assert_eq!(monday - friday, 1);
    /// ```
    pub fn index_of(&self, date: NaiveDate) -> Option<usize> {
        let index = self.sessions_before(date)?;
        self.days.get(index).filter(|day| day.date == date).map(|_| index)
    }

    /// Whether the calendar knows about a date, be it a session or not.
    ///
    /// ```
    /// use eventstudy::calendar::TradingCalendar;
    ///
    /// let calendar = TradingCalendar::new_york();
    /// assert!(calendar.covers("2028-12-31".parse().unwrap()));
    /// assert!(!calendar.covers("2029-01-01".parse().unwrap()));
    /// ```
    pub fn covers(&self, date: NaiveDate) -> bool {
        self.first <= date && date <= self.last
    }

    /// The last session strictly before a date. `None` when there is none, and also for a date the
    /// calendar does not cover: the nearest session it knows would be the wrong one.
    ///
    /// ```
    /// use eventstudy::calendar::TradingCalendar;
    ///
    /// let calendar = TradingCalendar::new_york();
    /// let before_christmas = calendar.previous("2025-12-25".parse().unwrap()).unwrap();
    /// assert_eq!(before_christmas.date.to_string(), "2025-12-24");
    /// ```
    pub fn previous(&self, date: NaiveDate) -> Option<&TradingDay> {
        let index = self.sessions_before(date)?.checked_sub(1)?;
        self.days.get(index)
    }

    /// The first session on or after a date. `None` when there is none, and also for a date the
    /// calendar does not cover: the nearest session it knows would be the wrong one.
    ///
    /// ```
    /// use eventstudy::calendar::TradingCalendar;
    ///
    /// let calendar = TradingCalendar::new_york();
    /// let after_christmas = calendar.next_on_or_after("2025-12-25".parse().unwrap()).unwrap();
    /// assert_eq!(after_christmas.date.to_string(), "2025-12-26");
    /// ```
    pub fn next_on_or_after(&self, date: NaiveDate) -> Option<&TradingDay> {
        self.days.get(self.sessions_before(date)?)
    }

    pub(super) fn sessions_before(&self, date: NaiveDate) -> Option<usize> {
        let offset = date.signed_duration_since(self.first).num_days();
        let offset = usize::try_from(offset).ok()?;
        self.sessions_before.get(offset).copied()
    }

    /// Rebuilds the table behind the look-ups after the sessions have changed.
    pub(super) fn index(&mut self) {
        let mut count = 0;
        self.sessions_before = self
            .first
            .iter_days()
            .take_while(|date| *date <= self.last)
            .map(|date| {
                let before = count;
                if self.days.get(count).is_some_and(|day| day.date == date) {
                    count += 1;
                }
                before
            })
            .collect();
    }

    pub(super) fn require_instant(&self, t: DateTime<Utc>) -> Result<(), CalendarError> {
        // Compared in UTC: the extreme instants have no local time, and bars come in millions.
        let (start, end) = self.covered;
        if start <= t && t < end {
            return Ok(());
        }
        Err(CalendarError::InstantOutsideRange { instant: t, first: self.first, last: self.last })
    }

    pub(super) fn no_later_session(&self, after: String) -> CalendarError {
        CalendarError::NoLaterSession { after, last: self.last }
    }
}
