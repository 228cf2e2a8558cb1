//! What every vendor of news plans, and what it refuses before anything is sent.

use eventstudy::news::{NewsRequest, news_vendor};
use eventstudy::prices::vendor::internals::Place;

use super::stored::{all, at, request};

#[test]
fn requests_go_to_the_vendor_with_keys_in_slots_only() {
    let asked = request(&["META", "BRK.B"], "2025-12-09T00:00:00Z", "2025-12-11T00:00:00Z");
    for stored in all() {
        let access = stored.vendor.capabilities().access;
        let plan = stored.vendor.plan(&asked, at("2025-12-12T12:00:00Z")).unwrap();
        assert!(!plan.chunks.is_empty());
        for ticker in &asked.tickers {
            assert!(plan.chunks.iter().any(|c| c.symbols.contains(ticker)), "{}", stored.id());
        }
        for chunk in plan.chunks {
            let host = chunk.request.origin.strip_prefix("https://").expect("TLS only");
            assert!(access.hosts.contains(&host), "{}: {host}", stored.id());
            let slots: Vec<&str> = chunk.request.secrets.iter().map(|s| s.key).collect();
            let keys: Vec<&str> = access.keys.iter().map(|k| k.name).collect();
            assert_eq!(slots, keys, "{}: every key has its place", stored.id());
            assert_eq!((chunk.from, chunk.until), (asked.from, asked.until), "{}", stored.id());
        }
    }
}

/// The vendor cuts by the time of the last change: a story that was touched up after the span is in
/// it all the same.
#[test]
fn alpaca_is_asked_for_changes_after_the_span_too_but_not_for_the_future() {
    let alpaca = news_vendor("alpaca").unwrap();
    let asked = request(&["META"], "2025-12-09T21:00:00Z", "2025-12-10T21:00:00Z");
    let ends = |now: &str| {
        let plan = alpaca.plan(&asked, at(now)).unwrap();
        let first = plan.chunks[0].request.value("start").map(str::to_owned);
        let end = plan.chunks.last().unwrap().request.value("end").map(str::to_owned);
        (first.unwrap(), end.unwrap())
    };
    let start = "2025-12-09T21:00:00Z".to_owned();
    assert_eq!(ends("2026-01-01T00:00:00Z"), (start.clone(), "2025-12-13T20:59:59Z".into()));
    assert_eq!(ends("2025-12-10T22:00:00Z"), (start, "2025-12-10T21:59:59Z".into()));
    let old = request(&["META"], "2014-06-01T00:00:00Z", "2014-06-02T00:00:00Z");
    let refusal = alpaca.plan(&old, at("2026-01-01T00:00:00Z")).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "alpaca does not have news of 2014-06-01: its history begins in 2015"
    );
}

#[test]
fn a_long_span_is_cut_without_a_gap() {
    let alpaca = news_vendor("alpaca").unwrap();
    let asked = request(&["META"], "2025-09-01T00:00:00Z", "2025-12-01T00:00:00Z");
    let plan = alpaca.plan(&asked, at("2026-01-01T00:00:00Z")).unwrap();
    let bound = |chunk: usize, name: &str| at(plan.chunks[chunk].request.value(name).unwrap());
    assert!(plan.chunks.len() > 10);
    for next in 1..plan.chunks.len() {
        assert_eq!((bound(next, "start") - bound(next - 1, "end")).num_seconds(), 1);
    }
}

#[test]
fn finnhub_is_asked_day_by_day() {
    let finnhub = news_vendor("finnhub").unwrap();
    let asked = request(&["META", "BABA"], "2025-12-09T20:00:00Z", "2025-12-11T00:00:00Z");
    let plan = finnhub.plan(&asked, at("2025-12-12T12:00:00Z")).unwrap();
    let days: Vec<_> = plan.chunks.iter().map(|c| c.request.value("from").unwrap()).collect();
    assert_eq!(days, ["2025-12-09", "2025-12-10", "2025-12-09", "2025-12-10"]);
    assert!(plan.chunks.iter().all(|c| c.request.value("from") == c.request.value("to")));
    assert!(plan.notes.is_empty());
    let late = finnhub.plan(&asked, at("2027-01-01T00:00:00Z")).unwrap();
    assert!(late.notes[0].contains("2026-01-01"), "{:?}", late.notes);
    let long = request(&["META"], "2015-01-01T00:00:00Z", "2025-01-01T00:00:00Z");
    assert!(finnhub.plan(&long, at("2025-12-12T12:00:00Z")).is_err());
}

#[test]
fn a_feed_of_one_s_own_is_read_where_it_is() {
    let rss = news_vendor("rss").unwrap();
    let asked = request(&["META"], "2025-12-09T20:00:00Z", "2025-12-11T00:00:00Z");
    let own = |address: &str| {
        let asked = NewsRequest { feed: Some(address.into()), ..asked.clone() };
        rss.plan(&asked, at("2025-12-12T12:00:00Z"))
    };
    let plan = own("https://press.example.com/feed?lang=en").unwrap();
    assert_eq!(plan.chunks[0].request.to_string(), "https://press.example.com/feed?lang=en");
    for bad in ["http://press.example.com/feed", "file:///etc/passwd", "", "https://localhost/"] {
        assert!(own(bad).unwrap_err().why.contains("https://"), "{bad}");
    }
    let plan = rss.plan(&asked, at("2025-12-12T12:00:00Z")).unwrap();
    let address = plan.chunks[0].request.to_string();
    assert_eq!(
        address,
        "https://feeds.finance.yahoo.com/rss/2.0/headline?s=META&region=US&lang=en-US"
    );
    assert!(!rss.plan(&asked, at("2026-06-01T00:00:00Z")).unwrap().notes.is_empty());
}

#[test]
fn the_sec_is_told_whom_to_write_to() {
    let edgar = news_vendor("edgar").unwrap();
    let asked = request(&["META"], "2025-12-09T20:00:00Z", "2025-12-11T00:00:00Z");
    let plan = edgar.plan(&asked, at("2025-12-12T12:00:00Z")).unwrap();
    let slot = &plan.chunks[0].request.secrets[0];
    assert_eq!(slot.place, Place::Header { name: "User-Agent", prefix: "eventstudy " });
}
