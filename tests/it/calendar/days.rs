//! The trading calendar against the list of every exceptional day, and against the facts that
//! calendars are known to get wrong.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc, Weekday};
use eventstudy::calendar::internals::OVERNIGHT_FROM;
use eventstudy::calendar::{ClosedKind, DayKind, GapClass, Moment, Session, TradingCalendar};

use crate::support::new_york::{date, day_zero, hours, new_york};

const FULL: &str = "09:30-16:00, post-market to 20:00";
const HALF: &str = "09:30-13:00, post-market to 17:00";
const CLOSED: &str = "closed";

fn every_date() -> impl Iterator<Item = NaiveDate> {
    date("2005-01-01").iter_days().take_while(|day| *day <= date("2028-12-31"))
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

#[test]
fn every_day_agrees_with_the_published_exceptions() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/calendar/nyse_exceptions_2005_2028.csv");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!(
            "SKIPPED: the list of exceptional days is not beside this checkout, \
             so the comparison of every day with it was not made"
        );
        return;
    };
    let exceptions: BTreeMap<NaiveDate, String> = text
        .lines()
        .skip(1)
        .map(|line| {
            let fields: Vec<_> = line.split(',').collect();
            let hours = match fields[1] {
                "closed" => CLOSED.to_owned(),
                "special" => format!("{}-{}, post-market to {}", fields[2], fields[3], fields[4]),
                other => panic!("unknown kind of day {other}"),
            };
            (date(fields[0]), hours)
        })
        .collect();
    assert_eq!(exceptions.len(), 276);

    let calendar = TradingCalendar::new_york();
    for day in every_date() {
        let expected = match exceptions.get(&day) {
            Some(exception) => exception.as_str(),
            None if is_weekend(day) => CLOSED,
            None => FULL,
        };
        assert_eq!(hours(&calendar, day), expected, "{day}");
    }
}

#[test]
fn every_year_has_its_number_of_sessions_and_early_closes() {
    let calendar = TradingCalendar::new_york();
    let sessions = [
        252, 251, 251, 253, 252, 252, 252, 250, 252, 252, 252, 252, // 2005 to 2016
        251, 251, 252, 253, 252, 251, 250, 252, 250, 251, 251, 251, // 2017 to 2028
    ];
    let early_closes = [
        1, 2, 3, 3, 2, 1, 1, 3, 3, 3, 2, 1, // 2005 to 2016
        2, 3, 3, 2, 1, 1, 2, 3, 3, 2, 1, 2, // 2017 to 2028
    ];
    for (year, (sessions, early_closes)) in (2005..).zip(sessions.into_iter().zip(early_closes)) {
        let of_year = || calendar.days().iter().filter(|day| day.date.year() == year);
        assert_eq!(of_year().count(), sessions, "sessions of {year}");
        let early = of_year().filter(|day| day.kind == DayKind::EarlyClose);
        assert_eq!(early.count(), early_closes, "early closes of {year}");
    }
}

#[test]
fn days_that_calendars_get_wrong() {
    let calendar = TradingCalendar::new_york();
    for (day, expected) in [
        ("2007-01-02", CLOSED), // mourning, President Ford
        ("2012-10-29", CLOSED), // Hurricane Sandy
        ("2012-10-30", CLOSED),
        ("2012-10-31", FULL),
        ("2018-12-05", CLOSED), // mourning, President George H. W. Bush
        ("2025-01-09", CLOSED), // mourning, President Carter
        ("2010-12-31", FULL),   // New Year's Day on a Saturday is not observed
        ("2021-12-31", FULL),
        ("2022-01-03", FULL),
        ("2027-12-31", FULL),
        ("2023-01-02", CLOSED), // on a Sunday it is
        ("2021-06-18", FULL),   // Juneteenth came to the exchange in 2022
        ("2021-06-21", FULL),
        ("2022-06-20", CLOSED),
        ("2027-06-18", CLOSED),
        ("2027-06-21", FULL),
        ("2021-12-24", CLOSED), // Christmas on a Saturday closes the Friday
        ("2021-12-27", FULL),
        ("2027-12-24", CLOSED),
        ("2012-07-03", HALF),
        ("2013-07-03", HALF), // a Wednesday
        ("2013-07-05", FULL), // a Friday
        ("2019-07-03", HALF),
        ("2020-07-03", CLOSED),
        ("2023-07-03", HALF),
        ("2025-07-03", HALF),
        ("2026-07-02", FULL),
        ("2026-07-03", CLOSED),
        ("2027-07-05", CLOSED),
        ("2025-11-27", CLOSED),
        ("2025-11-28", HALF),
        ("2025-12-24", HALF),
        ("2026-11-27", HALF),
        ("2026-12-24", HALF),
        ("2024-03-29", CLOSED), // Good Friday
        ("2005-06-01", "09:30-15:56, post-market to 15:56"),
        ("2006-12-27", "09:32-16:00, post-market to 20:00"),
    ] {
        assert_eq!(hours(&calendar, date(day)), expected, "{day}");
    }
}

#[test]
fn days_with_hours_of_their_own_are_told_from_half_days() {
    let calendar = TradingCalendar::new_york();
    let kind = |day| calendar.day(date(day)).unwrap().kind;
    assert_eq!(kind("2005-06-01"), DayKind::Irregular);
    assert_eq!(kind("2006-12-27"), DayKind::Irregular);
    assert_eq!(kind("2025-11-28"), DayKind::EarlyClose);
    assert_eq!(kind("2025-12-10"), DayKind::Full);
    let closed_early = calendar.day(date("2005-06-01")).unwrap();
    assert_eq!(closed_early.bounds(Session::Post), None);
}

#[test]
fn the_premarket_starts_at_four_on_both_sides_of_both_clock_changes() {
    let calendar = TradingCalendar::new_york();
    for (day, pre_open, close) in [
        ("2025-03-07", "09:00", "21:00"), // the Friday before clocks go forward
        ("2025-03-10", "08:00", "20:00"),
        ("2025-10-31", "08:00", "20:00"), // the Friday before they go back
        ("2025-11-03", "09:00", "21:00"),
    ] {
        let day = calendar.day(date(day)).unwrap();
        assert_eq!(day.pre_open.format("%H:%M").to_string(), pre_open);
        assert_eq!(day.close.format("%H:%M").to_string(), close);
    }
}

#[test]
fn sessions_of_full_and_half_days_begin_and_end_where_they_should() {
    let calendar = TradingCalendar::new_york();
    for (instant, expected) in [
        ("2025-12-10 03:59:59", "closed overnight, next session 2025-12-10"),
        ("2025-12-10 04:00:00", "premarket of 2025-12-10"),
        ("2025-12-10 09:29:59", "premarket of 2025-12-10"),
        ("2025-12-10 09:30:00", "regular session of 2025-12-10"),
        ("2025-12-10 15:59:59", "regular session of 2025-12-10"),
        ("2025-12-10 16:00:00", "post-market of 2025-12-10"),
        ("2025-12-10 19:59:59", "post-market of 2025-12-10"),
        ("2025-12-10 20:00:00", "closed overnight, next session 2025-12-11"),
        ("2025-11-28 12:59:59", "regular session of 2025-11-28"),
        ("2025-11-28 13:00:00", "post-market of 2025-11-28"),
        ("2025-11-28 16:59:59", "post-market of 2025-11-28"),
        ("2025-11-28 17:00:00", "closed for a weekend or holiday, next session 2025-12-01"),
        ("2006-12-27 09:31:00", "premarket of 2006-12-27"),
        ("2005-06-01 15:57:00", "closed overnight, next session 2005-06-02"),
    ] {
        let moment = calendar.moment(new_york(instant)).unwrap();
        assert_eq!(moment.to_string(), expected, "{instant}");
    }
}

#[test]
fn every_session_is_found_by_its_bounds_and_none_overlap() {
    let calendar = TradingCalendar::new_york();
    let mut latest_end = DateTime::<Utc>::MIN_UTC;
    for day in calendar.days() {
        for session in Session::ALL {
            let Some((start, end)) = day.bounds(session) else {
                continue;
            };
            assert!(latest_end <= start, "{session} of {}", day.date);
            latest_end = end;
            let here = Moment::Open { date: day.date, session };
            assert_eq!(calendar.moment(start).unwrap(), here);
            let last_second = end - chrono::TimeDelta::seconds(1);
            assert_eq!(calendar.moment(last_second).unwrap(), here);
        }
    }
}

#[test]
fn nights_between_sessions_make_the_gap_class() {
    let calendar = TradingCalendar::new_york();
    let class =
        |earlier, later| GapClass::from_nights(calendar.nights_between(date(earlier), date(later)));
    assert_eq!(class("2025-12-10", "2025-12-11"), GapClass::Weekday);
    assert_eq!(class("2025-12-12", "2025-12-15"), GapClass::Long);
    assert_eq!(class("2025-11-26", "2025-11-28"), GapClass::Long);
}

#[test]
fn before_the_first_overnight_session_the_night_is_closed() {
    let calendar = TradingCalendar::new_york();
    let friday = calendar.previous(OVERNIGHT_FROM).unwrap();
    assert_eq!(friday.date, date("2026-12-04"));
    assert_eq!(friday.overnight_open, None);
    assert_eq!(
        calendar.moment(new_york("2026-12-03 23:00:00")).unwrap(),
        Moment::Closed { kind: ClosedKind::Overnight, next: friday.date }
    );
}

#[test]
fn an_overnight_session_belongs_to_the_date_it_leads_to() {
    let calendar = TradingCalendar::new_york();
    for (instant, expected) in [
        ("2026-12-06 20:59:59", "closed for a weekend or holiday, next session 2026-12-07"),
        ("2026-12-06 21:00:00", "overnight of 2026-12-07"),
        ("2026-12-07 03:59:59", "overnight of 2026-12-07"),
        ("2026-12-07 04:00:00", "premarket of 2026-12-07"),
        ("2026-12-07 20:30:00", "closed overnight, next session 2026-12-08"),
        ("2026-12-07 22:00:00", "overnight of 2026-12-08"),
        // No night session leads to Christmas; the next one starts on Sunday.
        ("2026-12-24 22:00:00", "closed for a weekend or holiday, next session 2026-12-28"),
        ("2026-12-27 21:00:00", "overnight of 2026-12-28"),
        // The evening of a Monday holiday leads to Tuesday.
        ("2027-01-18 21:00:00", "overnight of 2027-01-19"),
    ] {
        let moment = calendar.moment(new_york(instant)).unwrap();
        assert_eq!(moment.to_string(), expected, "{instant}");
    }
    assert_eq!(
        day_zero("2026-12-07 22:00:00"),
        (
            "2026-12-08".to_owned(),
            "published in the overnight session of 2026-12-08, so that session is day 0".to_owned()
        )
    );
}

#[test]
fn every_trading_date_from_december_2026_has_an_overnight_session() {
    let calendar = TradingCalendar::new_york();
    for day in calendar.days() {
        assert_eq!(day.overnight_open.is_some(), day.date >= OVERNIGHT_FROM);
        if let Some(opens) = day.overnight_open {
            let eve = day.date - Days::new(1);
            assert_eq!(opens, new_york(&format!("{eve} 21:00:00")));
        }
    }
}
