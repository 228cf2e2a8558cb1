use chrono::NaiveDate;
use eventstudy::prices::internals::{Stamp, StampError, from_integer, stamps_read as read};

#[test]
fn instants_agree_in_every_form() {
    let expected = read("2025-12-10T14:30:00Z").unwrap();
    for text in [
        "2025-12-10T09:30:00-05:00",
        "2025-12-10 14:30:00+00:00",
        "2025-12-10 14:30:00 UTC",
        "1765377000",
        "1765377000000",
        "1765377000000000",
        "1765377000000000000",
    ] {
        assert_eq!(read(text), Ok(expected), "{text}");
    }
}

#[test]
fn dates_are_read_and_ambiguous_ones_refused() {
    let expected = Stamp::Date(NaiveDate::from_ymd_opt(2025, 12, 10).unwrap());
    for text in ["2025-12-10", "20251210", "2025/12/10", "2025-12-10 00:00:00"] {
        assert_eq!(read(text), Ok(expected), "{text}");
    }
    assert_eq!(from_integer(20251210), Some(expected));
    assert_eq!(from_integer(20251310), None);
    assert_eq!(from_integer(1_765_377_000), read("2025-12-10T14:30:00Z").ok());
    assert_eq!(read("12/10/2025"), Err(StampError::Unreadable));
    assert_eq!(read("2025-12-10 09:30:00"), Err(StampError::Naive));
    assert_eq!(read("soon"), Err(StampError::Unreadable));
}
