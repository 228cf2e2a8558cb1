use eventstudy::event::{EventId, Ticker};

#[test]
fn names_that_could_leave_a_folder_are_refused() {
    for text in ["../x", "a/b", "a\\b", "", ".hidden", "a\0b", "a\nb", "c:x", "x..y", "Ünï"] {
        assert!(text.parse::<EventId>().is_err(), "{text:?} was accepted as an id");
        assert!(text.parse::<Ticker>().is_err(), "{text:?} was accepted as a ticker");
    }
    assert!("x".repeat(65).parse::<EventId>().is_err());
    assert!("^GSPC".parse::<Ticker>().is_ok());
}
