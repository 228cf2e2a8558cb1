use eventstudy::inference::internals::{Common, Run, intersect, runs};

/// Event 1 has the calendar bars 0, 1, 2, 4, 5; event 2 has 1, 2, 3, 4.
#[test]
fn bars_are_matched_by_calendar_and_not_by_event_time() {
    let (a, b) = (runs(10, &[-10, -9, -8, -6, -5]), runs(12, &[-11, -10, -9, -8]));
    assert_eq!(a[1], Run { calendar: 4, offset: 3, len: 2 });
    let mut common = Vec::new();
    assert_eq!(intersect(&a, &b, &mut common), 3);
    let want = [Common { left: 1, right: 0, len: 2 }, Common { left: 3, right: 3, len: 1 }];
    assert_eq!(common, want);
    assert_eq!(intersect(&a, &runs(100, &[-2]), &mut common), 0);
}
