use std::path::Path;

use eventstudy::prices::internals::{Layout, Role};
use eventstudy::prices::{ColumnMapping, PriceError};

fn layout(header: &[&str]) -> Layout {
    let header: Vec<String> = header.iter().map(|h| (*h).to_string()).collect();
    Layout::from_header(Path::new("x.csv"), &header, &ColumnMapping::default()).unwrap()
}

#[test]
fn raw_and_adjusted_columns_are_told_apart() {
    let l = layout(&[
        "date",
        "open",
        "high",
        "low",
        "close",
        "volume",
        "adj_open",
        "adj_close",
        "div_cash",
        "split_factor",
    ]);
    assert_eq!(l.get(Role::Close), Some(4));
    assert_eq!(l.get(Role::AdjustedClose), Some(7));
    assert_eq!(l.get(Role::Dividend), Some(8));
    assert_eq!(l.get(Role::Split), Some(9));
}

#[test]
fn the_utc_stamp_is_preferred() {
    let l = layout(&["ts_et", "ts_utc", "session", "open", "close"]);
    assert_eq!(l.get(Role::Time), Some(1));
    assert_eq!(layout(&["Date", "Close/Last", "Adj Close"]).get(Role::Close), Some(1));
}

#[test]
fn a_mapping_overrules_and_a_wrong_one_is_refused() {
    let mut mapping = ColumnMapping::default();
    mapping.add("close=PX").unwrap();
    let header = ["date".to_string(), "PX".into(), "close".into()];
    let l = Layout::from_header(Path::new("x"), &header, &mapping).unwrap();
    assert_eq!(l.get(Role::Close), Some(1));
    assert!(mapping.add("clos=PX").is_err());
    assert!(Layout::from_header(Path::new("x"), &["date".to_string()], &mapping).is_err());
}

#[test]
fn two_closes_are_not_guessed_between() {
    let header = ["date".to_string(), "Close".into(), "close".into()];
    let error =
        Layout::from_header(Path::new("x"), &header, &ColumnMapping::default()).unwrap_err();
    assert!(matches!(error, PriceError::TwoColumns { .. }));
}
