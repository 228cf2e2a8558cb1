//! The trading calendar against the list of every exceptional day, and against the facts that
//! calendars are known to get wrong.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use eventstudy::calendar::{
    CalendarError, CalendarPatch, ClosedKind, DayKind, GapClass, Moment, OVERNIGHT_FROM, Session,
    TradingCalendar, TradingDay,
};

const FULL: &str = "09:30-16:00, post-market to 20:00";
const HALF: &str = "09:30-13:00, post-market to 17:00";
const CLOSED: &str = "closed";

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An instant given on the New York clock, `2025-12-10 08:00:00`.
fn new_york(text: &str) -> DateTime<Utc> {
    let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap();
    let zoned = Tz::America__New_York.from_local_datetime(&local);
    zoned.single().unwrap().to_utc()
}

/// The hours of a date on the New York clock, as one comparable phrase.
fn hours(calendar: &TradingCalendar, date: NaiveDate) -> String {
    let Some(day) = calendar.day(date) else {
        return CLOSED.to_owned();
    };
    let clock = |instant: DateTime<Utc>| {
        let local = calendar.local(instant);
        assert_eq!(local.date_naive(), date, "a session of {date} on another day");
        local.format("%H:%M").to_string()
    };
    assert_eq!(clock(day.pre_open), "04:00", "premarket of {date}");
    format!("{}-{}, post-market to {}", clock(day.open), clock(day.close), clock(day.post_end))
}

fn every_date() -> impl Iterator<Item = NaiveDate> {
    date("2005-01-01").iter_days().take_while(|day| *day <= date("2028-12-31"))
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

fn day_zero(published: &str) -> (String, String) {
    let calendar = TradingCalendar::new_york();
    let zero = calendar.day_zero(new_york(published)).unwrap();
    (zero.date.to_string(), zero.reason)
}

// ---------------------------------------------------------------- every day of 24 years

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

// ---------------------------------------------------------------- sessions and clock changes

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

// ---------------------------------------------------------------- overnight sessions

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

// ---------------------------------------------------------------- day 0

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

// ---------------------------------------------------------------- patches

fn patched(text: &str) -> Result<TradingCalendar, CalendarError> {
    TradingCalendar::new_york().with_patch(&CalendarPatch::from_toml_str(text)?)
}

#[test]
fn a_patched_closure_moves_day_zero_on() {
    let calendar =
        patched("[[closed]]\ndate = 2027-03-05\nreason = \"national day of mourning\"").unwrap();
    let news = new_york("2027-03-05 08:00:00");
    assert_eq!(day_zero("2027-03-05 08:00:00").0, "2027-03-05");
    let zero = calendar.day_zero(news).unwrap();
    assert_eq!(zero.date, date("2027-03-08"));
    assert!(zero.reason.contains("(national day of mourning)"));
    assert_eq!(
        calendar.moment(news).unwrap(),
        Moment::Closed { kind: ClosedKind::WeekendHoliday, next: date("2027-03-08") }
    );
    // The sessions after it move up by one.
    let unpatched = TradingCalendar::new_york();
    let position = |calendar: &TradingCalendar, day| calendar.index_of(date(day)).unwrap();
    assert_eq!(position(&calendar, "2027-03-04"), position(&unpatched, "2027-03-04"));
    assert_eq!(position(&calendar, "2027-03-08") + 1, position(&unpatched, "2027-03-08"));
}

#[test]
fn a_patch_can_change_hours_and_announce_or_cancel_a_half_day() {
    let special = |day: &str, open: &str, close: &str, post_end: &str| {
        patched(&format!(
            "[[special]]\ndate = {day}\nopen = \"{open}\"\nclose = \"{close}\"\n\
             post_end = \"{post_end}\"\nreason = \"announced\""
        ))
    };
    let kind = |calendar: TradingCalendar, day| calendar.day(date(day)).unwrap().kind;

    let late = special("2027-03-04", "10:00", "16:00", "20:00").unwrap();
    assert_eq!(hours(&late, date("2027-03-04")), "10:00-16:00, post-market to 20:00");
    assert_eq!(late.note(date("2027-03-04")), Some("announced"));
    assert_eq!(kind(late, "2027-03-04"), DayKind::Irregular);

    let halved = special("2027-03-04", "09:30", "13:00", "17:00").unwrap();
    assert_eq!(kind(halved, "2027-03-04"), DayKind::EarlyClose);
    let restored = special("2027-11-26", "09:30", "16:00", "20:00").unwrap();
    assert_eq!(kind(restored, "2027-11-26"), DayKind::Full);

    let error = special("2027-03-04", "10:00", "09:00", "20:00").unwrap_err();
    assert!(matches!(error, CalendarError::PatchHours { .. }));
    assert!(error.to_string().contains("open 10:00, close 09:00"));
}

#[test]
fn a_patch_that_does_not_fit_is_an_error_with_a_hint() {
    let closed =
        |day: &str| patched(&format!("[[closed]]\ndate = {day}\nreason = \"storm\"")).unwrap_err();
    for (error, message) in [
        (
            closed("2027-12-24"),
            "2027-12-24, a day on which the exchange is closed (Christmas Day, observed)",
        ),
        (closed("2018-12-05"), "President George H. W. Bush"),
        (closed("2027-03-06"), "closed (a Saturday)"),
        (closed("2029-03-05"), "covers 2005-01-01 to 2028-12-31 only"),
        (closed("1999-03-05"), "covers 2005-01-01 to 2028-12-31 only"),
        (
            patched(
                "[[closed]]\ndate = 2027-03-05\nreason = \"storm\"\n\
                 [[special]]\ndate = 2027-03-05\nopen = \"09:30\"\nclose = \"12:00\"\n\
                 post_end = \"12:00\"\nreason = \"storm\"",
            )
            .unwrap_err(),
            "2027-03-05 more than once",
        ),
        (
            patched("[[closed]]\ndate = 2027-03-05\nreason = \"storm\"\nwhy = \"wind\"")
                .unwrap_err(),
            "line 4 of the calendar patch",
        ),
        (patched("timezone = \"UTC\"").unwrap_err(), "timezone"),
    ] {
        assert!(error.to_string().contains(message), "{error}");
        assert!(!error.hint().is_empty());
    }
}

// ---------------------------------------------------------------- outside the calendar

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
