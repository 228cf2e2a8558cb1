use chrono_tz::Tz;
use eventstudy::calendar::internals::{LocalHours, date};
use eventstudy::calendar::{Session, TradingDay};

fn every_kind() -> [TradingDay; 3] {
    let irregular =
        LocalHours { post_end: LocalHours::EARLY_CLOSE.close, ..LocalHours::EARLY_CLOSE };
    [
        (date(2025, 12, 10), LocalHours::FULL),
        (date(2026, 12, 24), LocalHours::EARLY_CLOSE),
        (date(2005, 6, 1), irregular),
    ]
    .map(|(date, hours)| TradingDay::new(Tz::America__New_York, date, hours))
}

#[test]
fn sessions_are_half_open_and_meet_without_a_gap() {
    for day in every_kind() {
        let mut previous_end = None;
        for session in Session::ALL {
            let Some((start, end)) = day.bounds(session) else {
                continue;
            };
            assert_eq!(day.session_at(start), Some(session));
            assert_ne!(day.session_at(end), Some(session));
            assert!(previous_end.is_none_or(|previous| previous == start));
            previous_end = Some(end);
        }
        assert_eq!(day.session_at(day.post_end), None);
    }
}

#[test]
fn a_day_without_post_market_has_no_post_market() {
    let [_, _, clipped] = every_kind();
    assert_eq!(clipped.bounds(Session::Post), None);
    assert_eq!(clipped.session_at(clipped.close), None);
}
