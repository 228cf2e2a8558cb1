use eventstudy::calendar::TradingCalendar;
use eventstudy::prices::internals::{spans, too_old};
use eventstudy::prices::vendor::internals::BarRequest;
use eventstudy::prices::vendor::{BarLength, VendorAdjustment};

fn request(length: BarLength, from: &str, to: &str) -> BarRequest {
    let calendar = TradingCalendar::new_york();
    BarRequest {
        symbols: vec!["META".parse().unwrap()],
        days: BarRequest::days_of(&calendar, from.parse().unwrap(), to.parse().unwrap()),
        length,
        feed: "default".into(),
        adjustment: VendorAdjustment::Raw,
    }
}

#[test]
fn spans_cover_every_session_once() {
    let request = request(BarLength::Minutes(1), "2025-11-24", "2025-12-12");
    let spans = spans(&request, 7);
    assert_eq!(spans.len(), 3);
    for day in &request.days {
        let holds = spans.iter().filter(|s| s.from <= day.pre_open && day.post_end <= s.until);
        assert_eq!(holds.count(), 1, "{}", day.date);
    }
    // The first week ends with a half day, whose post-market ends at 17:00.
    assert_eq!(spans[0].until.to_rfc3339(), "2025-11-28T22:00:00+00:00");
}

#[test]
fn daily_spans_run_from_midnight_to_midnight_over_the_change_of_clocks() {
    let spans = spans(&request(BarLength::Day, "2025-03-07", "2025-03-10"), 10_000);
    assert_eq!(spans[0].from.to_rfc3339(), "2025-03-07T05:00:00+00:00");
    assert_eq!(spans[0].until.to_rfc3339(), "2025-03-11T04:00:00+00:00");
}

#[test]
fn what_is_too_old_is_said_with_the_first_date_that_is_not() {
    let now = "2025-12-12T12:00:00Z".parse().unwrap();
    let request = request(BarLength::Minutes(1), "2025-11-10", "2025-11-14");
    let (what, first) = too_old(&request, 30, now).unwrap();
    assert_eq!(what, "1-minute bars of META from 2025-11-10 to 2025-11-14");
    assert_eq!(first, "2025-11-13");
    assert_eq!(too_old(&request, 60, now), None);
}
