use std::path::Path;

use eventstudy::event::Announcements;
use eventstudy::event::internals::events;

#[test]
fn rows_of_one_id_are_one_event() {
    let csv = "id,published,headline,tickers,claims\n\
               a,2025-02-11T09:00-05:00,H,BABA;META,META fell\n\
               b,2025-02-12,I,IBM,\n";
    let table = Announcements::from_csv(Path::new("x"), csv.as_bytes()).unwrap();
    let events = events(&table).unwrap();
    assert_eq!(events.len(), 2);
    assert_eq!(events[0].ticker_list().len(), 2);
    assert_eq!(events[0].claims[0].ticker.as_str(), "META");
    assert_eq!(events[1].headline.in_language("en"), "I");
}

#[test]
fn a_table_of_broken_rows_says_what_is_broken() {
    let csv = "published,ticker\n2025-02-11T09:00,BABA\n";
    let table = Announcements::from_csv(Path::new("x"), csv.as_bytes()).unwrap();
    let error = events(&table).unwrap_err().to_string();
    assert!(error.contains("row 2") && error.contains("no time zone"), "{error}");
}
