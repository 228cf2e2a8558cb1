use chrono::NaiveDate;
use eventstudy::prices::internals::{HttpRequest, Rows, is_asked, midnight};
use eventstudy::prices::vendor::BarLength;
use eventstudy::prices::vendor::internals::{At, BarRow, Chunk};

fn chunk(from: &str, until: &str) -> Chunk {
    Chunk {
        request: HttpRequest::get("https://x.example", "/"),
        symbols: vec!["META".parse().unwrap()],
        from: from.parse().unwrap(),
        until: until.parse().unwrap(),
        step: String::new(),
    }
}

fn bar(symbol: &str, at: At, close: f64) -> BarRow {
    BarRow { close: Some(close), ..BarRow::new(symbol.parse().unwrap(), at) }
}

#[test]
fn the_span_is_half_open_and_the_last_of_two_counts() {
    let chunk = chunk("2025-12-10T09:00:00Z", "2025-12-10T09:03:00Z");
    let mut rows = Rows::new(&chunk, BarLength::Minutes(1));
    let at = |minute: u32| At::Instant(format!("2025-12-10T09:{minute:02}:00Z").parse().unwrap());
    for (symbol, minute, close) in
        [("META", 0, 1.0), ("META", 2, 2.0), ("META", 2, 3.0), ("META", 3, 4.0), ("BABA", 1, 5.0)]
    {
        rows.push(bar(symbol, at(minute), close)).unwrap();
    }
    rows.push(BarRow::new("META".parse().unwrap(), at(1))).unwrap();
    let closes: Vec<_> = rows.page().bars.iter().map(|b| b.close).collect();
    assert_eq!(closes, [Some(1.0), Some(3.0)]);
}

#[test]
fn a_label_off_the_grid_is_refused() {
    let chunk = chunk("2025-12-10T09:00:00Z", "2025-12-11T01:00:00Z");
    let half = At::Instant("2025-12-10T09:30:00Z".parse().unwrap());
    let push = |length, at| Rows::new(&chunk, length).push(bar("META", at, 1.0));
    let quarter = At::Instant("2025-12-10T09:15:00Z".parse().unwrap());
    // Hours begin with the session, at half past nine.
    assert!(push(BarLength::Minutes(60), half).is_ok());
    assert!(push(BarLength::Minutes(60), quarter).is_err());
    assert!(push(BarLength::Minutes(30), half).is_ok());
    assert!(push(BarLength::Minutes(30), quarter).is_err());
    assert!(push(BarLength::Day, half).is_err());
    assert!(push(BarLength::Minutes(1), At::Day(NaiveDate::MIN)).is_err());
}

#[test]
fn a_date_is_asked_for_by_the_clock_of_new_york() {
    // From midnight to midnight of 10 December in New York.
    let chunk = chunk("2025-12-10T05:00:00Z", "2025-12-11T05:00:00Z");
    let asked = |date: &str| is_asked(&chunk, At::Day(date.parse().unwrap()));
    assert_eq!(["2025-12-09", "2025-12-10", "2025-12-11"].map(asked), [false, true, false]);
    assert_eq!(midnight("2025-07-01".parse().unwrap()).to_rfc3339(), "2025-07-01T04:00:00+00:00");
}
