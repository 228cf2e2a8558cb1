//! Day 0 of an event and its reason, within the calendar and outside it.

use chrono::{DateTime, NaiveDate, Utc};
use eventstudy::calendar::{CalendarError, TradingCalendar, TradingDay};

use crate::support::new_york::{date, day_zero, new_york};

#[test]
fn day_zero_is_the_first_session_that_closes_strictly_after_the_news() {
    for (published, expected) in [
        ("2025-12-10 00:00:00", "2025-12-10"),
        ("2025-12-10 08:00:00", "2025-12-10"),
        ("2025-12-10 15:59:59", "2025-12-10"),
        ("2025-12-10 16:00:00", "2025-12-11"),
        ("2025-12-10 23:59:59", "2025-12-11"),
        ("2025-11-28 12:59:59", "2025-11-28"), // half day
        ("2025-11-28 13:00:00", "2025-12-01"),
        ("2005-06-01 15:55:59", "2005-06-01"), // irregular day
        ("2005-06-01 15:56:00", "2005-06-02"),
        ("2025-12-12 16:30:00", "2025-12-15"), // Friday
        ("2025-12-13 10:00:00", "2025-12-15"), // Saturday
        ("2025-12-25 10:00:00", "2025-12-26"), // holiday
        ("2012-10-29 10:00:00", "2012-10-31"), // hurricane
        ("2018-12-05 10:00:00", "2018-12-06"), // mourning
    ] {
        assert_eq!(day_zero(published).0, expected, "{published}");
    }
}

#[test]
fn day_zero_says_why() {
    for (published, reason) in [
        (
            "2025-12-10 08:00:00",
            "published before the close of 2025-12-10 (16:00 ET), so that session is day 0",
        ),
        (
            "2025-12-10 16:00:00",
            "published at or after the close of 2025-12-10 (16:00 ET); \
             the next session, Thursday 2025-12-11, is day 0",
        ),
        (
            "2025-11-28 13:00:00",
            "published at or after the close of 2025-11-28 (13:00 ET, a half day); \
             the next session, Monday 2025-12-01, is day 0",
        ),
        (
            "2005-06-01 12:00:00",
            "published before the close of 2005-06-01 (15:56 ET, irregular hours), \
             so that session is day 0",
        ),
        (
            "2025-12-13 10:00:00",
            "published on Saturday 2025-12-13, when the exchange is closed; \
             the next session, Monday 2025-12-15, is day 0",
        ),
        (
            "2026-07-03 10:00:00",
            "published on Friday 2026-07-03, when the exchange is closed \
             (Independence Day, observed); the next session, Monday 2026-07-06, is day 0",
        ),
        (
            "2012-10-29 10:00:00",
            "published on Monday 2012-10-29, when the exchange is closed (Hurricane Sandy); \
             the next session, Wednesday 2012-10-31, is day 0",
        ),
    ] {
        assert_eq!(day_zero(published).1, reason);
    }
}

#[test]
fn day_zero_of_a_date_is_that_session_or_the_next() {
    let calendar = TradingCalendar::new_york();
    let of = |day| calendar.day_zero_of_date(date(day)).unwrap();
    assert_eq!(of("2025-12-10").date, date("2025-12-10"));
    assert!(of("2025-12-10").reason.contains("only the date"));
    assert_eq!(of("2025-12-13").date, date("2025-12-15"));
    assert!(of("2025-12-13").reason.contains("Saturday 2025-12-13"));
    assert_eq!(of("2005-01-01").date, date("2005-01-03"));
}

#[test]
fn day_zero_agrees_with_a_plain_search_at_every_hour_of_a_year() {
    let calendar = TradingCalendar::new_york();
    let start = new_york("2026-06-01 00:00:00");
    for hour in 0..24 * 366 {
        let published = start + chrono::TimeDelta::hours(hour);
        let plain = calendar.days().iter().find(|day| day.close > published);
        let zero = calendar.day_zero(published).unwrap();
        assert_eq!(Some(zero.date), plain.map(|day| day.date), "{published}");
        assert!(zero.reason.starts_with("published "), "{published}: {}", zero.reason);
    }
}

#[test]
fn instants_outside_the_calendar_are_errors() {
    let calendar = TradingCalendar::new_york();
    for instant in [
        DateTime::<Utc>::MIN_UTC,
        DateTime::UNIX_EPOCH,
        new_york("2004-12-31 23:59:59"),
        new_york("2029-01-01 00:00:00"),
        DateTime::<Utc>::MAX_UTC,
    ] {
        let expected = |error: &CalendarError| {
            matches!(error, CalendarError::InstantOutsideRange { .. })
                && error.to_string().contains("2005-01-01 to 2028-12-31")
                && error.hint().contains("time zone")
        };
        assert!(expected(&calendar.moment(instant).unwrap_err()));
        assert!(expected(&calendar.day_zero(instant).unwrap_err()));
    }
    for outside in [NaiveDate::MIN, date("2004-12-31"), date("2029-01-01"), NaiveDate::MAX] {
        let error = calendar.day_zero_of_date(outside).unwrap_err();
        assert!(matches!(error, CalendarError::DateOutsideRange { .. }));
    }
}

#[test]
fn news_after_the_last_close_is_an_error_not_the_last_session() {
    let calendar = TradingCalendar::new_york();
    let last = calendar.days().last().map(|day: &TradingDay| day.date);
    assert_eq!(last, Some(date("2028-12-29")));
    assert!(calendar.day_zero(new_york("2028-12-29 15:59:59")).is_ok());
    for error in [
        calendar.day_zero(new_york("2028-12-29 16:00:00")).unwrap_err(),
        calendar.moment(new_york("2028-12-29 20:00:00")).unwrap_err(),
        calendar.day_zero_of_date(date("2028-12-30")).unwrap_err(),
    ] {
        assert!(matches!(error, CalendarError::NoLaterSession { .. }));
        assert!(error.hint().contains("2028-12-31"));
    }
}
