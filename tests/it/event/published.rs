use eventstudy::event::{EventError, Precision, Published};

fn read(text: &str) -> Published {
    text.parse().unwrap()
}

#[test]
fn every_form_survives_a_round_trip() {
    for text in [
        "2025-02-11T09:00:12-05:00",
        "2025-02-11T09:00-05:00",
        "<=2025-12-10T09:10:40-05:00",
        "2025-12-10T00:00:00-05:00..2025-12-10T09:10:40-05:00",
        "2025-12-10 pre",
        "2025-12-10",
    ] {
        assert_eq!(read(text).to_string(), text);
    }
}

#[test]
fn utc_and_named_zones_are_the_same_instant() {
    let utc = read("2025-07-01T13:30Z").instant();
    assert_eq!(utc, read("2025-07-01T09:30[America/New_York]").instant());
    assert_eq!(utc, read("2025-07-01 09:30 -04:00").instant());
}

#[test]
fn precision_is_read_from_the_text() {
    assert_eq!(read("2025-02-11T09:00-05:00").precision(), Precision::Minute);
    assert_eq!(read("2025-02-11T09:00:00-05:00").precision(), Precision::Second);
    assert_eq!(read("2025-12-10").instant(), None);
}

#[test]
fn naive_and_nonsense_times_are_refused() {
    let naive = "2025-02-11T09:00".parse::<Published>().unwrap_err();
    assert!(matches!(naive, EventError::NaiveTimestamp { .. }));
    assert!(naive.hint().contains("-05:00"));
    assert!("yesterday".parse::<Published>().is_err());
    assert!("2025-13-01".parse::<Published>().is_err());
    let gap = "2025-03-09T02:30[America/New_York]".parse::<Published>().unwrap_err();
    assert!(matches!(gap, EventError::AmbiguousLocalTime { .. }));
    let reversed = "2025-12-10T10:00Z..2025-12-10T09:00Z".parse::<Published>().unwrap_err();
    assert!(matches!(reversed, EventError::ReversedBounds { .. }));
}
