//! Instants on the exchange's clock.

use chrono::{DateTime, NaiveDate, Utc};

use crate::calendar::{GapClass, Moment, Session, TradingCalendar};

pub(super) fn instant(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}

/// The session in which the instant just before `t` lies.
pub(super) fn session_ending(t: i64, calendar: &TradingCalendar) -> Option<Session> {
    match calendar.moment(instant(t - 1)) {
        Ok(Moment::Open { session, .. }) => Some(session),
        _ => None,
    }
}

/// The trade date of an instant in a session, else the local date.
pub(super) fn trade_date(t: i64, calendar: &TradingCalendar) -> Option<NaiveDate> {
    match calendar.moment(instant(t)) {
        Ok(Moment::Open { date, .. }) => Some(date),
        Ok(Moment::Closed { .. }) => Some(calendar.local(instant(t)).date_naive()),
        Err(_) => None,
    }
}

/// The end of the last post-market that ended by `t`.
pub(super) fn last_end_before(t: i64, calendar: &TradingCalendar) -> Option<i64> {
    let days = calendar.days();
    let after = days.partition_point(|d| d.post_end.timestamp() <= t);
    after.checked_sub(1).map(|i| days[i].post_end.timestamp())
}

/// The classes of the closed nights between two instants.
pub(super) fn gaps(from: i64, to: i64, calendar: &TradingCalendar) -> Vec<GapClass> {
    let (Some(first), Some(last)) = (trade_date(from, calendar), trade_date(to - 1, calendar))
    else {
        return Vec::new();
    };
    let mut classes = Vec::new();
    let mut date = first;
    while date < last {
        let Some(next) = date.succ_opt().and_then(|d| calendar.next_on_or_after(d)) else { break };
        classes.push(GapClass::from_nights(calendar.nights_between(date, next.date)));
        date = next.date;
    }
    classes
}
