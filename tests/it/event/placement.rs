use std::sync::LazyLock;

use eventstudy::calendar::TradingCalendar;
use eventstudy::event::{NewsTiming, Placement, Published};
use proptest::prelude::*;

static CALENDAR: LazyLock<TradingCalendar> = LazyLock::new(TradingCalendar::new_york);

/// What [`NewsTiming`] says, in the words of a placement.
fn by_timing(published: &Published, calendar: &TradingCalendar) -> Option<Placement> {
    let timing = NewsTiming::of(published, calendar).ok()?;
    let index = |date| calendar.index_of(date).map(|i| i as u32);
    Some(Placement {
        day_zero: index(timing.day_zero)?,
        alternative: timing.day_zero_alternative.and_then(index),
        date_only: timing.date_only(),
        session: timing.sessions.first().copied(),
        later_session: timing.sessions.get(1).copied(),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]
    #[test]
    fn it_agrees_with_the_timing_of_one_event(
        // From before the first to after the last day of the calendar.
        seconds in 1_104_000_000_i64..1_862_000_000,
        width in 0_i64..200_000,
        form in 0..6,
    ) {
        let calendar = &*CALENDAR;
        let at = |s: i64| chrono::DateTime::from_timestamp(s, 0).unwrap().to_rfc3339();
        let day = at(seconds)[..10].to_owned();
        let text = match form {
            0 => day,
            1 => format!("{day} pre"),
            2 => format!("{day} overnight"),
            3 => format!("<={}", at(seconds)),
            4 => format!("{}..{}", at(seconds), at(seconds + width)),
            // Whole half hours fall on the very opens and closes.
            _ => at(seconds / 1800 * 1800),
        };
        let published: Published = text.parse().unwrap();
        prop_assert_eq!(
            Placement::of(&published, calendar).ok(),
            by_timing(&published, calendar),
            "{}", text
        );
    }
}

#[test]
fn a_time_outside_the_calendar_is_an_error() {
    let calendar = TradingCalendar::new_york();
    for text in ["1999-01-04", "2031-01-02T09:00Z", "<=2001-01-02T09:00Z"] {
        assert!(Placement::of(&text.parse().unwrap(), &calendar).is_err(), "{text}");
    }
}
