//! Day 0 of many events.

use serde::Serialize;

use super::timing::{bounds, session_of};
use super::{EventError, Published, SessionOfNews};
use crate::calendar::TradingCalendar;

/// Where a story falls, as positions in [`TradingCalendar::days`]: what [`NewsTiming`](super::NewsTiming) says of an
/// event, without its sentences, for events by the hundred thousand.
///
/// ```
/// use eventstudy::event::Placement;
/// use eventstudy::prelude::*;
/// let calendar = TradingCalendar::new_york();
/// let placed = Placement::of(&"2025-02-14T16:00:00-05:00".parse()?, &calendar)?;
/// assert_eq!(calendar.days()[placed.day_zero as usize].date.to_string(), "2025-02-18");
/// # Ok::<(), eventstudy::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Placement {
    /// The session whose return is the first that can contain the news.
    pub day_zero: u32,
    /// Another session that could be day 0, where the bounds leave it open.
    pub alternative: Option<u32>,
    /// Whether only the date is known, so that `[0,+1]` is reported next to `[0,0]`.
    pub date_only: bool,
    /// The part of the trading day of the earliest possible instant; `None` where only the date is
    /// known.
    pub session: Option<SessionOfNews>,
    /// The part of the trading day of the latest possible instant, where it is another one.
    pub later_session: Option<SessionOfNews>,
}

impl Placement {
    /// Places a publication time on a calendar, by the rule of [`NewsTiming`](super::NewsTiming).
    ///
    /// # Errors
    /// A time outside the calendar.
    pub fn of(published: &Published, calendar: &TradingCalendar) -> Result<Self, EventError> {
        if let Published::Date(date) = published {
            let day_zero = calendar.day_zero_index_of_date(*date)?;
            let next_day = date.succ_opt().and_then(|d| calendar.next_on_or_after(d));
            let next = next_day.and_then(|d| calendar.index_of(d.date));
            return Ok(Self {
                day_zero: day_zero as u32,
                alternative: next.filter(|i| *i != day_zero).map(|i| i as u32),
                date_only: true,
                session: None,
                later_session: None,
            });
        }
        let (earliest, latest) = bounds(published, calendar)?;
        let day_zero = calendar.day_zero_index(earliest)?;
        let session = session_of(calendar.moment(earliest)?);
        let (mut alternative, mut later_session) = (None, None);
        if latest != earliest {
            alternative = Some(calendar.day_zero_index(latest)?).filter(|i| *i != day_zero);
            later_session = Some(session_of(calendar.moment(latest)?)).filter(|s| *s != session);
        }
        Ok(Self {
            day_zero: day_zero as u32,
            alternative: alternative.map(|i| i as u32),
            date_only: false,
            session: Some(session),
            later_session,
        })
    }
}
