use chrono::Datelike;
use eventstudy::calendar::internals::{closures, date, early_closes, easter_sunday};

#[test]
fn easter_falls_on_the_published_sundays() {
    // 1954 and 1981 are the two years of the twentieth century with a moved full moon.
    for (year, month, day) in [
        (1954, 4, 18),
        (1981, 4, 19),
        (2000, 4, 23),
        (2005, 3, 27),
        (2008, 3, 23),
        (2011, 4, 24),
        (2024, 3, 31),
        (2025, 4, 20),
        (2026, 4, 5),
        (2038, 4, 25),
        (2049, 4, 18),
        (2076, 4, 19),
    ] {
        assert_eq!(easter_sunday(year), date(year, month, day));
    }
}

#[test]
fn a_weekend_holiday_is_kept_on_the_nearest_weekday() {
    let kept = |year| closures(year).into_iter().map(|(date, _)| date);
    assert!(kept(2026).any(|kept| kept == date(2026, 7, 3)));
    assert!(kept(2027).any(|kept| kept == date(2027, 7, 5)));
    assert!(kept(2027).any(|kept| kept == date(2027, 12, 24)));
    assert!(kept(2023).any(|kept| kept == date(2023, 1, 2)));
}

#[test]
fn every_scheduled_exception_is_a_weekday_and_no_day_is_both() {
    for year in 2005..=2028 {
        let closed = closures(year);
        let early = early_closes(year);
        for (date, name) in closed.iter().chain(&early) {
            assert!(date.weekday().num_days_from_monday() < 5, "{name} {date}");
        }
        for (date, _) in &early {
            assert!(closed.iter().all(|(closed, _)| closed != date), "{date}");
        }
    }
}
