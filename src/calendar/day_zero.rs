//! The day-0 rule: the first session whose daily return can contain the news.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::hours::ZONE_LABEL;
use super::{CalendarError, DayKind, Moment, Session, TradingCalendar, TradingDay};

/// Day 0 of an event, and why it is that session.
///
/// ```
/// use eventstudy::calendar::TradingCalendar;
///
/// let calendar = TradingCalendar::new_york();
/// let day_zero = calendar.day_zero("2025-12-10T13:00:00Z".parse().unwrap())?;
/// assert_eq!(
///     day_zero.reason,
///     "published before the close of 2025-12-10 (16:00 ET), so that session is day 0"
/// );
/// # Ok::<(), eventstudy::calendar::CalendarError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayZero {
    /// Trading date of day 0.
    pub date: NaiveDate,
    /// A sentence for people.
    pub reason: String,
}

impl TradingCalendar {
    /// Day 0 of news published at an instant.
    ///
    /// # Formula
    ///
    /// Day 0 is the first session whose official close is *strictly* after the instant of
    /// publication; early and irregular closes count as they were. News at the instant of the close
    /// cannot be in that day's closing price any more and belongs to the next session.
    ///
    /// # Errors
    ///
    /// [`CalendarError::InstantOutsideRange`] when the calendar does not cover the instant's local
    /// date, [`CalendarError::NoLaterSession`] when it ends before day 0.
    ///
    /// ```
    /// use eventstudy::calendar::TradingCalendar;
    ///
    /// let calendar = TradingCalendar::new_york();
    /// let at_the_close = "2025-12-12T21:00:00Z".parse().unwrap(); // Friday 16:00 in New York
    /// let day_zero = calendar.day_zero(at_the_close)?;
    /// assert_eq!(day_zero.date.to_string(), "2025-12-15");
    /// # Ok::<(), eventstudy::calendar::CalendarError>(())
    /// ```
    pub fn day_zero(&self, published: DateTime<Utc>) -> Result<DayZero, CalendarError> {
        let zero = &self.days[self.day_zero_index(published)?];
        let published_on = self.local(published).date_naive();
        let reason = if let Ok(Moment::Open { date, session: Session::Overnight }) =
            self.moment(published)
        {
            format!("published in the overnight session of {date}, so that session is day 0")
        } else if zero.date == published_on {
            let close = self.close_in_words(zero);
            format!("published before the close of {close}, so that session is day 0")
        } else if let Some(over) = self.day(published_on) {
            let close = self.close_in_words(over);
            let next = next_in_words(zero.date);
            format!("published at or after the close of {close}; the {next}, is day 0")
        } else {
            let closed = self.closed_in_words(published_on);
            let next = next_in_words(zero.date);
            format!("published on {closed}; the {next}, is day 0")
        };
        Ok(DayZero { date: zero.date, reason })
    }

    /// Day 0 of news of which only the date is known: that session if there is one, else the next.
    ///
    /// The news may have come after the close, so a study of such an event reports the window
    /// `[0,+1]` next to `[0,0]`.
    ///
    /// # Errors
    ///
    /// [`CalendarError::DateOutsideRange`] when the calendar does not cover the date,
    /// [`CalendarError::NoLaterSession`] when it ends before day 0.
    ///
    /// ```
    /// use eventstudy::calendar::TradingCalendar;
    ///
    /// let calendar = TradingCalendar::new_york();
    /// let day_zero = calendar.day_zero_of_date("2025-12-25".parse().unwrap())?;
    /// assert_eq!(
    ///     day_zero.reason,
    ///     "only the date of publication is known: Thursday 2025-12-25, when the exchange is closed \
    ///      (Christmas Day); the next session, Friday 2025-12-26, is day 0"
    /// );
    /// # Ok::<(), eventstudy::calendar::CalendarError>(())
    /// ```
    pub fn day_zero_of_date(&self, date: NaiveDate) -> Result<DayZero, CalendarError> {
        let zero = &self.days[self.day_zero_index_of_date(date)?];
        let reason = if zero.date == date {
            format!(
                "only the date of publication is known: {date}, so that session is day 0, \
                 and the reaction may extend to the next"
            )
        } else {
            format!(
                "only the date of publication is known: {}; the {}, is day 0",
                self.closed_in_words(date),
                next_in_words(zero.date)
            )
        };
        Ok(DayZero { date: zero.date, reason })
    }

    /// The position of day 0 in [`TradingCalendar::days`], by the rule of
    /// [`TradingCalendar::day_zero`]; for events in the hundred thousands, whose reasons nobody
    /// reads one by one.
    ///
    /// # Errors
    ///
    /// As [`TradingCalendar::day_zero`].
    pub(crate) fn day_zero_index(&self, published: DateTime<Utc>) -> Result<usize, CalendarError> {
        self.require_instant(published)?;
        let index = self.days.partition_point(|day| day.close <= published);
        if index == self.days.len() {
            return Err(self.no_later_session(published.to_string()));
        }
        Ok(index)
    }

    /// The position of day 0 of news of which only the date is known, by the rule of
    /// [`TradingCalendar::day_zero_of_date`].
    ///
    /// # Errors
    ///
    /// As [`TradingCalendar::day_zero_of_date`].
    pub(crate) fn day_zero_index_of_date(&self, date: NaiveDate) -> Result<usize, CalendarError> {
        let Some(index) = self.sessions_before(date) else {
            return Err(CalendarError::DateOutsideRange {
                date,
                first: self.first,
                last: self.last,
            });
        };
        if index == self.days.len() {
            return Err(self.no_later_session(date.to_string()));
        }
        Ok(index)
    }

    fn close_in_words(&self, day: &TradingDay) -> String {
        let clock = self.local(day.close).format("%H:%M").to_string();
        let remark = match day.kind {
            DayKind::Full => "",
            DayKind::EarlyClose => ", a half day",
            DayKind::Irregular => ", irregular hours",
        };
        format!("{} ({clock} {ZONE_LABEL}{remark})", day.date)
    }

    fn closed_in_words(&self, date: NaiveDate) -> String {
        let holiday = match self.note(date) {
            Some(note) => format!(" ({note})"),
            None => String::new(),
        };
        let date = date.format("%A %Y-%m-%d");
        format!("{date}, when the exchange is closed{holiday}")
    }
}

fn next_in_words(next: NaiveDate) -> String {
    format!("next session, {}", next.format("%A %Y-%m-%d"))
}
