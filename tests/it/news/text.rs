use eventstudy::news::NewsPrecision;
use eventstudy::news::internals::{headline, instant, stamp};
use proptest::prelude::*;

#[test]
fn entities_are_read_and_other_ampersands_stay() {
    assert_eq!(
        headline(" A &amp; B&#39;s\n  &quot;C&quot; &#x2014; D &unknown; & E"),
        "A & B's \"C\" \u{2014} D &unknown; & E"
    );
    assert_eq!(headline("&#0;&#1114112;x\u{7}"), "&#1114112;x");
}

#[test]
fn the_precision_is_read_from_the_text() {
    let read = |text| stamp(text).map(|(t, p)| (t.to_rfc3339(), p));
    let at = |text: &str, precision| Some((text.to_owned(), precision));
    let second = NewsPrecision::Second;
    assert_eq!(read("Mon, 10 Mar 2025 08:30:15 -0400"), at("2025-03-10T12:30:15+00:00", second));
    assert_eq!(read("2025-12-10T07:30:05-05:00"), at("2025-12-10T12:30:05+00:00", second));
    assert_eq!(read("Mon, 10 Mar 2025 12:30:15 UTC"), at("2025-03-10T12:30:15+00:00", second));
    let minute = NewsPrecision::Minute;
    assert_eq!(read("Thu, 01 Aug 2019 16:15 EDT"), at("2019-08-01T20:15:00+00:00", minute));
    assert_eq!(read("2025-12-10T07:30-05:00"), at("2025-12-10T12:30:00+00:00", minute));
    let date = NewsPrecision::Date;
    for text in ["2025-12-10", "Wed, 10 Dec 2025 00:00:00 +0000", "2025-12-10T00:00:00+09:00"] {
        assert_eq!(read(text), at("2025-12-10T12:00:00+00:00", date), "{text}");
    }
    for text in ["", "yesterday", "2025-12-10T07:30:05", "0001-01-01T00:00:00Z", "2025-12-10 07:30"]
    {
        assert_eq!(read(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn no_text_is_too_broken(text in "\\PC{0,40}", entity in "[&#x0-9a-z;:+TZ -]{0,40}") {
        for text in [text, entity] {
            let _ = (headline(&text), stamp(&text), instant(&text));
        }
    }
}
