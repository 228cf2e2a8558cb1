use eventstudy::calendar::TradingCalendar;

fn moment(instant: &str) -> String {
    let calendar = TradingCalendar::new_york();
    calendar.moment(instant.parse().unwrap()).unwrap().to_string()
}

#[test]
fn a_weekday_night_is_overnight_and_anything_longer_is_not() {
    assert_eq!(
        moment("2025-12-10T02:00:00Z"), // Tuesday 21:00 in New York
        "closed overnight, next session 2025-12-10"
    );
    assert_eq!(
        moment("2025-12-13T02:00:00Z"), // Friday 21:00
        "closed for a weekend or holiday, next session 2025-12-15"
    );
    assert_eq!(
        moment("2025-12-24T22:00:00Z"), // 17:00 on Christmas Eve, a half day
        "closed for a weekend or holiday, next session 2025-12-26"
    );
}

#[test]
fn the_first_days_of_the_calendar_have_no_session_before_them() {
    assert_eq!(
        moment("2005-01-01T05:00:00Z"),
        "closed for a weekend or holiday, next session 2005-01-03"
    );
}
