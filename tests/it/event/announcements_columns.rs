use std::path::Path;

use eventstudy::event::EventError;
use eventstudy::event::internals::Layout;

fn layout(header: &str) -> Result<Layout, EventError> {
    let header: Vec<String> = header.split(',').map(str::to_owned).collect();
    Layout::of(Path::new("x.csv"), &header)
}

#[test]
fn names_of_other_tools_are_known() {
    let found = layout("Event_Date,Symbol,sector,size").unwrap();
    assert_eq!((found.time, found.ticker, found.id), (0, 1, None));
    assert_eq!(found.attributes, [("sector".to_owned(), 2), ("size".to_owned(), 3)]);
}

#[test]
fn our_own_name_goes_first_and_nothing_else_is_guessed_between() {
    let found = layout("published,date,ticker").unwrap();
    assert_eq!((found.time, found.attributes[0].0.as_str()), (0, "date"));
    let error = layout("date,time,ticker").unwrap_err();
    assert!(matches!(error, EventError::TwoColumns { .. }), "{error}");
    assert!(error.hint().contains("published"));
}

#[test]
fn a_table_without_time_or_ticker_is_refused() {
    let error = layout("when,ticker").unwrap_err();
    assert!(error.to_string().contains("when"), "{error}");
    assert!(layout("date,firm").unwrap_err().to_string().contains("ticker"));
    assert!(layout("date,ticker,x,x").is_err());
}
