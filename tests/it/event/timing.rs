use eventstudy::calendar::TradingCalendar;
use eventstudy::event::{NewsTiming, SessionOfNews};

fn timing(text: &str) -> NewsTiming {
    NewsTiming::of(&text.parse().unwrap(), &TradingCalendar::new_york()).unwrap()
}

#[test]
fn an_unknown_minute_before_the_open_still_has_one_day_zero() {
    let t = timing("2025-12-10T00:00:00-05:00..2025-12-10T09:10:40-05:00");
    assert_eq!(t.sessions, [SessionOfNews::Overnight, SessionOfNews::Pre]);
    assert_eq!((t.day_zero.to_string(), t.day_zero_alternative), ("2025-12-10".into(), None));
    assert!(!t.to_the_minute());
}

#[test]
fn without_a_lower_bound_the_last_close_is_the_earliest_instant() {
    let t = timing("<=2025-12-10T09:10:40-05:00");
    assert_eq!(t.earliest.to_rfc3339(), "2025-12-09T21:00:00+00:00");
    assert_eq!(t.day_zero.to_string(), "2025-12-10");
}

#[test]
fn bounds_across_a_close_leave_day_zero_open() {
    let t = timing("2025-12-09T15:00:00-05:00..2025-12-09T17:00:00-05:00");
    assert_eq!(t.day_zero.to_string(), "2025-12-09");
    assert_eq!(t.day_zero_alternative.unwrap().to_string(), "2025-12-10");
}

#[test]
fn a_date_is_its_own_session_or_the_next() {
    assert_eq!(timing("2025-12-10").day_zero.to_string(), "2025-12-10");
    assert_eq!(timing("2025-12-13").day_zero.to_string(), "2025-12-15");
    assert!(timing("2025-12-10").date_only());
    assert_eq!(timing("2025-12-10").day_zero_alternative.unwrap().to_string(), "2025-12-11");
}

#[test]
fn a_named_session_is_its_bounds() {
    let t = timing("2025-12-10 pre");
    assert_eq!(t.sessions, [SessionOfNews::Pre]);
    assert_eq!(t.earliest.to_rfc3339(), "2025-12-10T09:00:00+00:00");
}

#[test]
fn a_saturday_story_belongs_to_the_next_session() {
    let t = timing("2025-02-15T12:00-05:00");
    assert_eq!(t.sessions, [SessionOfNews::WeekendHoliday]);
    assert_eq!(t.day_zero.to_string(), "2025-02-18");
}
