use eventstudy::prices::internals::HttpRequest;
use eventstudy::prices::vendor::internals::Place;

#[test]
fn an_address_to_follow_keeps_to_the_hosts_and_loses_its_key() {
    let first = HttpRequest::get("http://127.0.0.1:9", "/v2/aggs");
    let hosts = ["api.massive.com"];
    let next = "https://api.massive.com/v2/x%20y?cursor=a%2Bb&apiKey=SECRET&limit=5#there";
    let next = first.following(next, &hosts).unwrap();
    assert_eq!(next.to_string(), "http://127.0.0.1:9/v2/x%20y?cursor=a%2Bb&limit=5");
    for bad in [
        "https://evil.example/v2",
        "http://api.massive.com/v2",
        "https://api.massive.com.evil.example/",
        "https://api.massive.com@evil.example/",
        "//api.massive.com/",
        "https://api.massive.com/%zz",
    ] {
        assert_eq!(first.following(bad, &hosts), None, "{bad}");
    }
}

#[test]
fn an_address_has_escaped_values_and_no_key() {
    let request = HttpRequest::get("https://data.alpaca.markets", "/v2/stocks/bars")
        .query("symbols", "META,BABA")
        .secret("key", Place::Header { name: "APCA-API-KEY-ID", prefix: "" });
    let address = "https://data.alpaca.markets/v2/stocks/bars?symbols=META%2CBABA";
    assert_eq!(request.to_string(), address);
}

#[test]
fn a_parameter_set_again_has_the_new_value_only() {
    let request = HttpRequest::get("https://x.example", "/").query("a", "1").query("a", "2&3");
    assert_eq!(request.to_string(), "https://x.example/?a=2%263");
    assert_eq!(request.value("a"), Some("2&3"));
}
