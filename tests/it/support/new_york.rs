//! Dates and times of the exchange.

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;
use eventstudy::calendar::TradingCalendar;

pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An instant given on the New York clock, `2025-12-10 08:00:00`.
pub fn new_york(text: &str) -> DateTime<Utc> {
    let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap();
    let zoned = Tz::America__New_York.from_local_datetime(&local);
    zoned.single().unwrap().to_utc()
}

/// The hours of a date on the New York clock, as one comparable phrase.
pub fn hours(calendar: &TradingCalendar, date: NaiveDate) -> String {
    let Some(day) = calendar.day(date) else {
        return "closed".to_owned();
    };
    let clock = |instant: DateTime<Utc>| {
        let local = calendar.local(instant);
        assert_eq!(local.date_naive(), date, "a session of {date} on another day");
        local.format("%H:%M").to_string()
    };
    assert_eq!(clock(day.pre_open), "04:00", "premarket of {date}");
    format!("{}-{}, post-market to {}", clock(day.open), clock(day.close), clock(day.post_end))
}

/// Day 0 of an instant on the New York clock, and why.
pub fn day_zero(published: &str) -> (String, String) {
    let calendar = TradingCalendar::new_york();
    let zero = calendar.day_zero(new_york(published)).unwrap();
    (zero.date.to_string(), zero.reason)
}
