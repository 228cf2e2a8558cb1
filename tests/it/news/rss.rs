use eventstudy::news::internals::{depth, feed_request, read};
use eventstudy::prices::vendor::internals::Problem;

#[test]
fn a_feed_that_is_too_deep_or_breaks_its_reader_is_told() {
    let deep = format!("<rss>{}", "<a>".repeat(100_000));
    let told = read(deep.as_bytes()).unwrap_err();
    assert!(matches!(&told, Problem::Malformed { reason } if reason.contains("nested")));
    let cdata = format!("<rss><![CDATA[{}]]></rss>", "<a>".repeat(1000));
    assert_eq!(depth(cdata.as_bytes()), 1);
    assert_eq!(depth(b"<?xml?><a><b/><c></c><d>"), 2);
    let playing = format!(
        "<rss version=\"2.0\" xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\">\
         <channel><item><title>x</title><itunes:duration>{}</itunes:duration></item></channel></rss>",
        "9".repeat(30)
    );
    assert!(read(playing.as_bytes()).is_err());
}

#[test]
fn the_address_of_a_feed_is_taken_apart_without_its_key() {
    let asks = feed_request("https://press.example.com/rss?category=a%20b&token=SECRET").unwrap();
    assert_eq!(asks.to_string(), "https://press.example.com/rss?category=a%20b");
    for bad in ["http://press.example.com/", "press.example.com", "https://", "https://a@b.c/"] {
        assert_eq!(feed_request(bad), None, "{bad}");
    }
}
