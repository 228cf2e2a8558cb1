use eventstudy::calendar::DayKind;
use eventstudy::calendar::internals::{LocalHours, clock};

#[test]
fn the_kind_of_a_day_follows_from_its_hours() {
    assert_eq!(LocalHours::FULL.kind(), DayKind::Full);
    assert_eq!(LocalHours::EARLY_CLOSE.kind(), DayKind::EarlyClose);
    let clipped = LocalHours { post_end: clock(13, 0), ..LocalHours::EARLY_CLOSE };
    assert_eq!(clipped.kind(), DayKind::Irregular);
}

#[test]
fn hours_in_order_need_a_regular_session_but_no_post_market() {
    let hours = |open, close, post_end| LocalHours { open, close, post_end };
    assert!(hours(clock(9, 30), clock(15, 56), clock(15, 56)).in_order());
    assert!(!hours(clock(9, 30), clock(9, 30), clock(20, 0)).in_order());
    assert!(!hours(clock(3, 59), clock(16, 0), clock(20, 0)).in_order());
    assert!(!hours(clock(9, 30), clock(16, 0), clock(15, 0)).in_order());
    assert!(!hours(clock(9, 30), clock(16, 0), clock(20, 1)).in_order());
}
