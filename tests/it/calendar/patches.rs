//! Calendars with announced closures and hours.

use eventstudy::calendar::{
    CalendarError, CalendarPatch, ClosedKind, DayKind, Moment, TradingCalendar,
};

use crate::support::new_york::{date, day_zero, hours, new_york};

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
