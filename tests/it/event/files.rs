use std::path::Path;

use eventstudy::event::internals::{from_csv, from_json, from_toml};

const CSV: &str = "id,published,headline,tickers,claims\n\
    first,2025-02-11T09:00-05:00,\"A, with a comma\",BABA;META,BABA rose before the open\n\
    old,1969-07-20,Before 1970,IBM,\n";

#[test]
fn csv_rows_are_events() {
    let events = from_csv(Path::new("x.csv"), CSV).unwrap();
    assert_eq!(events.len(), 2);
    assert_eq!(events[0].headline.in_language("en"), "A, with a comma");
    assert_eq!(events[0].claims[0].ticker.as_str(), "BABA");
    assert_eq!(events[1].published.to_string(), "1969-07-20");
}

#[test]
fn a_naive_time_in_a_file_is_refused_with_its_row() {
    let text = "id,published,headline,tickers\nx,2025-02-11T09:00,H,BABA\n";
    let error = from_csv(Path::new("x.csv"), text).unwrap_err().to_string();
    assert!(error.contains("no time zone") && error.contains("event `x`"), "{error}");
}

#[test]
fn unknown_fields_are_refused() {
    let text = "[[event]]\nid='x'\nheadline='h'\npublished='2025-01-02'\nwhen='now'\n";
    assert!(from_toml(Path::new("x.toml"), text).is_err());
    let json = r#"[{"id":"x","headline":"h","published":"2025-01-02","tickers":[{"ticker":"A"}]}]"#;
    assert_eq!(from_json(Path::new("x.json"), json).unwrap()[0].id.as_str(), "x");
}
