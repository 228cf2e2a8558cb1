//! What the commands do and say when everything goes well, and when the request is wrong.

use eventstudy::calendar::TradingCalendar;
use eventstudy::prices::store::Selection;

use crate::market::{self, alpaca};
use crate::place::{Place, date, files};
use crate::server::{Reply, Server};

fn server() -> Server {
    Server::new(|asked, _| alpaca(asked, 10_000))
}

const EVENT: [&str; 4] = ["--event", "meta-avocado", "--tickers", "META,BABA"];

#[test]
fn the_main_job_uses_what_was_fetched_and_names_it() {
    let (place, server) = (Place::new(), server());
    let ran = place.fetch(&server.url, &EVENT).done();
    assert!(ran.out.contains("Alpaca, feed sip, adjustment all, daily bars:"), "{}", ran.out);
    assert!(ran.out.contains("Alpaca, feed sip, adjustment raw, 1-minute bars:"), "{}", ran.out);
    assert_eq!(ran.err, "");
    let asked = server.count();
    place.has_minutes("SPY", date("2025-09-09"), date("2025-12-18"));

    // What is stored is not asked for again.
    let again = place.fetch(&server.url, &EVENT).done();
    assert!(again.out.contains("all of them were stored already"), "{}", again.out);
    assert_eq!(server.count(), asked);

    let study = place.run(&mut place.bare(&EVENT)).done();
    assert!(!study.out.contains("SIMULATED"), "{}", study.out);
    let results = place.folder.path().join("reports/meta-avocado/results.json");
    let results: serde_json::Value =
        serde_json::from_slice(&std::fs::read(results).unwrap()).unwrap();
    let provenance = &results["provenance"];
    assert_eq!(provenance["simulated"], false);
    let source = provenance.to_string();
    for words in
        ["stored bars of alpaca, feed sip", "adjustment all", "adjustment raw", "fetched 20"]
    {
        assert!(source.contains(words), "no `{words}` in {source}");
    }
    assert!(results["events"][0]["firms"][0]["intraday"].is_object(), "no intraday study");

    let sample = place.run(&mut place.bare(&[&EVENT[..], &["--source", "sample"]].concat())).done();
    assert!(sample.out.starts_with("SIMULATED"));
}

#[test]
fn a_study_never_mixes_sources_and_never_falls_back() {
    let (place, server) = (Place::new(), server());
    let span = ["--from", "2024-11-01", "--to", "2025-12-30"];
    let fetch = |more: &[&str]| place.fetch(&server.url, &[&span[..], more].concat()).done();
    fetch(&["--tickers", "META,BABA"]);
    // The benchmark is not stored, and the sample is no substitute.
    let study = |more: &[&str]| place.run(&mut place.bare(&[&EVENT[..], more].concat()));
    study(&[]).failed(
        1,
        "bars of SPY are not stored from alpaca",
        "eventstudy fetch --tickers SPY",
    );
    study(&["--source", "tiingo"]).failed(1, "are not stored from tiingo", "--source tiingo");
    fetch(&["--tickers", "SPY"]);
    study(&[]).done();
    fetch(&["--tickers", "SPY,META,BABA", "--feed", "iex"]);
    study(&[]).failed(1, "alpaca (iex) and alpaca (sip)", "--source alpaca --feed iex");
    study(&["--feed", "sip"]).done();
}

#[test]
fn an_extended_series_of_adjusted_prices_is_one_vintage() {
    let (place, server) = (Place::new(), server());
    let fetch = |to: &str| {
        let span = ["--tickers", "META", "--from", "2025-11-03", "--to", to];
        place.fetch(&server.url, &span).done()
    };
    fetch("2025-11-28");
    fetch("2025-12-10");
    let series = place.store().series().unwrap();
    assert_eq!(series.len(), 1, "{series:?}");
    let manifest = place.store().manifest(&series[0]).unwrap().unwrap();
    assert_eq!(manifest.sessions.len(), 27);
    assert_eq!(manifest.rows(), 27);
    assert_eq!(place.verified().bars, 27);
    assert!(manifest.sessions.values().all(|s| s.is_final));
}

#[test]
fn a_symbol_or_a_session_without_bars_is_said_and_asked_for_again_later() {
    let place = Place::new();
    let server = Server::new(|asked, _| match asked.value("symbols").unwrap().as_str() {
        "META" => Reply::json(r#"{"bars":{},"next_page_token":null}"#),
        _ => alpaca(asked, 100),
    });
    let span = ["--from", "2025-12-08", "--to", "2025-12-10", "--interval", "1m"];
    let ran = place.fetch(&server.url, &[&span[..], &["--tickers", "META"]].concat()).done();
    assert!(ran.err.contains("no bars of META of the whole span"), "{}", ran.err);
    let ran = place.fetch(&server.url, &[&span[..], &["--tickers", "NOSUCH,BABA"]].concat()).done();
    assert!(ran.err.contains("no bars of NOSUCH of the whole span"), "{}", ran.err);
    place.has_minutes("BABA", date("2025-12-08"), date("2025-12-10"));
    place.verified();
}

#[test]
fn what_a_vendor_does_not_have_is_refused_before_any_traffic() {
    let (place, server) = (Place::new(), server());
    let mut yahoo = place.bare(&[
        "fetch",
        "--tickers",
        "META",
        "--from",
        "2025-12-10",
        "--to",
        "2025-12-10",
        "--interval",
        "1m",
        "--source",
        "yahoo",
    ]);
    place.run(yahoo.env("EVENTSTUDY_YAHOO_URL", &server.url)).failed(
        1,
        "yahoo does not have 1-minute bars of META of 2025-12-10",
        "--source alpaca",
    );
    let old = ["--tickers", "META", "--from", "2012-05-18", "--to", "2012-06-01"];
    place.fetch(&server.url, &old).failed(1, "its history begins in 2016", "--source yahoo");
    let hour =
        ["--tickers", "META", "--from", "2025-12-10", "--to", "2025-12-10", "--interval", "60m"];
    place.fetch(&server.url, &hour).failed(1, "60-minute", "help");
    let span = ["--tickers", "META", "--from", "2025-12-10", "--to", "2025-12-10"];
    let with = |more: &[&str]| place.fetch(&server.url, &[&span[..], more].concat());
    with(&["--feed", "otc"]).failed(2, "alpaca has no feed `otc`", "sip, iex");
    place
        .fetch(&server.url, &["--tickers", "META", "--from", "2025-12-13", "--to", "2025-12-14"])
        .failed(2, "no trading session from 2025-12-13 to 2025-12-14", "trading day");
    place
        .fetch(&server.url, &["--tickers", "META", "--from", "2025-12-13", "--to", "2025-12-01"])
        .failed(2, "is after", "2025-12-10");
    place.fetch(&server.url, &["--tickers", "META"]).failed(2, "no span is given", "dates");
    place
        .fetch(&server.url, &["--tickers", "../x", "--from", "2025-12-01", "--to", "2025-12-02"])
        .failed(2, "../x", "");
    place.run(&mut place.bare(&["fetch", "--source", "yaho", "--tickers", "META"])).failed(
        2,
        "no source named `yaho`",
        "yahoo",
    );
    assert_eq!(server.count(), 0);
    assert_eq!(files(&place.home()), Vec::<std::path::PathBuf>::new());
}

#[test]
fn a_study_without_intraday_bars_is_told_who_has_them() {
    let place = Place::new();
    let server = Server::new(|_, _| {
        Reply::status(
            404,
            r#"{"chart":{"result":null,"error":{"code":"Not Found","description":"No data found, symbol may be delisted"}}}"#,
        )
    });
    let mut fetch = place.bare(&[&["fetch", "--source", "yahoo"], &EVENT[..]].concat());
    fetch.env("EVENTSTUDY_YAHOO_URL", &server.url).env("EVENTSTUDY_YAHOO_PER_MINUTE", "60000");
    let ran = place.run(&mut fetch);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.err.contains("warning: yahoo does not have 1-minute bars"), "{}", ran.err);
    assert!(ran.err.contains("error: yahoo does not know BABA"), "{}", ran.err);
}

#[test]
fn the_sources_are_a_table() {
    let place = Place::new();
    let ran = place.run(&mut place.bare(&["sources"])).done();
    for words in
        ["yahoo", "alpaca", "EVENTSTUDY_ALPACA_KEY", "2016", "sip, iex", "180/min", "momentum"]
    {
        assert!(ran.out.contains(words), "no `{words}` in {}", ran.out);
    }
}

#[test]
fn the_store_lists_exports_and_prunes() {
    let (place, server) = (Place::new(), server());
    let list = || place.run(&mut place.bare(&["store", "list"])).done().out;
    assert!(list().contains("Nothing is stored"));
    let span =
        ["--tickers", "META", "--from", "2025-12-08", "--to", "2025-12-10", "--interval", "1d,1m"];
    place.fetch(&server.url, &span).done();
    let listed = list();
    for words in ["alpaca", "sip", "raw", "all@20", "1m", "1d", "META", "2025-12-08", "2025-12-10"]
    {
        assert!(listed.contains(words), "no `{words}` in {listed}");
    }
    let out = place.folder.path().join("exported");
    let export = ["store", "export", "--tickers", "META", "--out", out.to_str().unwrap()];
    let ran = place.run(&mut place.bare(&export)).done();
    assert_eq!(ran.out.lines().count(), 2, "{}", ran.out);
    // An exported file is price data for --data.
    let minutes = out.join("alpaca_sip_raw/1m/META.parquet");
    let calendar = eventstudy::calendar::TradingCalendar::new_york();
    let request = eventstudy::prices::FileRequest {
        paths: vec![eventstudy::prices::DataPath::parse(minutes.to_str().unwrap())],
        ..Default::default()
    };
    let meta = "META".parse().unwrap();
    let prices = eventstudy::prices::Prices::from_files(&request, &[meta], &calendar).unwrap();
    let wanted = market::minutes("META", date("2025-12-08"), date("2025-12-10")).len();
    assert_eq!(prices.intraday.values().next().unwrap().frame.height(), wanted);

    let verify = || place.run(&mut place.bare(&["store", "verify"]));
    assert!(verify().done().out.contains("everything is as it was written"));
    let damaged = files(&place.home()).into_iter().find(|p| p.ends_with_parquet()).unwrap();
    let mut bytes = std::fs::read(&damaged).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&damaged, bytes).unwrap();
    verify().failed(1, "the store is damaged", "store prune --damaged");
    place.run(&mut place.bare(&["store", "prune", "--damaged"])).done();
    verify().done();
    place.fetch(&server.url, &span).done();
    place.has_minutes("META", date("2025-12-08"), date("2025-12-10"));
    let pruned =
        place.run(&mut place.bare(&["store", "prune", "--answers-before", "2999-01-01"])).done();
    assert!(pruned.out.contains("files with"), "{}", pruned.out);
    assert!(!files(&place.home()).iter().any(|p| p.extension().is_some_and(|e| e == "gz")));
    verify().done();
    place.has_minutes("META", date("2025-12-08"), date("2025-12-10"));
}

trait EndsWith {
    fn ends_with_parquet(&self) -> bool;
}
impl EndsWith for std::path::PathBuf {
    fn ends_with_parquet(&self) -> bool {
        self.extension().is_some_and(|e| e == "parquet")
    }
}

#[test]
fn two_sources_are_compared_bar_by_bar() {
    let (place, server) = (Place::new(), server());
    let span = ["--tickers", "META", "--from", "2025-12-01", "--to", "2025-12-10"];
    place.fetch(&server.url, &span).done();
    // Yahoo as it would serve the same days, with one close a per cent higher.
    let yahoo = Server::new(|_, _| Reply::json(yahoo_days("META", "2025-12-01", "2025-12-10")));
    let mut fetch = place.bare(&[&["fetch", "--source", "yahoo"], &span[..]].concat());
    fetch.env("EVENTSTUDY_YAHOO_URL", &yahoo.url).env("EVENTSTUDY_YAHOO_PER_MINUTE", "60000");
    place.run(&mut fetch).done();
    let compare = ["--tickers", "META", "--compare", "alpaca,yahoo"];
    let ran = place.run(&mut place.bare(&compare)).done();
    assert!(
        ran.out.contains("8 bars in both, 0 in the first only, 0 in the second only"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("differ by more than 1 bp at 2"), "{}", ran.out);
    assert!(ran.out.contains("2025-12-04"), "{}", ran.out);
    let compare = ["--tickers", "META", "--compare", "alpaca,tiingo"];
    place.run(&mut place.bare(&compare)).failed(
        1,
        "bars of META are not stored from tiingo",
        "--source tiingo",
    );
    let compare = ["--tickers", "META", "--compare", "alpaca"];
    place.run(&mut place.bare(&compare)).failed(2, "wants two sources", "alpaca,yahoo");
}

fn yahoo_days(symbol: &str, from: &str, to: &str) -> String {
    let calendar = eventstudy::calendar::TradingCalendar::new_york();
    let days = market::days(symbol, date(from), date(to));
    let stamps: Vec<String> =
        days.iter().map(|(d, _)| calendar.day(*d).unwrap().open.timestamp().to_string()).collect();
    let closes: Vec<f64> = days
        .iter()
        .map(|(d, close)| if *d == date("2025-12-04") { close * 1.01 } else { *close })
        .collect();
    let list = |values: &[f64]| values.iter().map(|v| v.to_string()).collect::<Vec<_>>().join(",");
    let (closes, volume) = (list(&closes), list(&vec![1000.0; days.len()]));
    format!(
        r#"{{"chart":{{"result":[{{"meta":{{"currency":"USD","symbol":"{symbol}","exchangeTimezoneName":"America/New_York","dataGranularity":"1d","range":""}},"timestamp":[{}],"indicators":{{"quote":[{{"open":[{closes}],"high":[{closes}],"low":[{closes}],"close":[{closes}],"volume":[{volume}]}}],"adjclose":[{{"adjclose":[{closes}]}}]}}}}],"error":null}}}}"#,
        stamps.join(",")
    )
}

#[test]
fn news_become_an_events_file() {
    let place = Place::new();
    let server = Server::new(|asked, _| {
        assert_eq!(asked.path(), "/v1beta1/news");
        let item = |id: u32, headline: &str, created: &str, updated: &str| {
            format!(
                r#"{{"id":{id},"headline":"{headline}","author":"x","created_at":"{created}","updated_at":"{updated}","summary":"","content":"","url":"https://www.example.com/{id}","images":[],"symbols":["META"],"source":"benzinga"}}"#
            )
        };
        match asked.value("page_token") {
            None => Reply::json(format!(
                r#"{{"news":[{}],"next_page_token":"2"}}"#,
                item(1, "Meta plans a new model", "2025-12-10T12:31:07Z", "2025-12-10T15:00:00Z")
            )),
            Some(_) => Reply::json(format!(
                r#"{{"news":[{}],"next_page_token":null}}"#,
                item(
                    2,
                    "Something else, \\\"quoted\\\"",
                    "2025-12-09T12:00:00Z",
                    "2025-12-09T12:00:00Z"
                )
            )),
        }
    });
    let out = place.folder.path().join("news.csv");
    let news = [
        "news",
        "--tickers",
        "META,BABA",
        "--from",
        "2025-12-09",
        "--to",
        "2025-12-11",
        "--source",
        "alpaca",
        "--out",
        out.to_str().unwrap(),
    ];
    let ran = place.run(&mut place.command(&server.url, &news)).done();
    assert!(ran.err.contains("2 pieces of news from Alpaca"), "{}", ran.err);
    let table = std::fs::read_to_string(&out).unwrap();
    assert!(table.contains("2025-12-10T12:31:07"), "{table}");
    assert!(table.lines().next().unwrap().starts_with("id,published,"), "{table}");
    let read = eventstudy::event::Announcements::from_file(&out).unwrap();
    assert_eq!((read.len(), read.rejected.len()), (2, 0), "{table}");
    // To the output stream without --out.
    let ran = place.run(&mut place.command(&server.url, &news[..9])).done();
    assert_eq!(ran.out, table);
    place
        .run(&mut place.bare(&[
            "news",
            "--tickers",
            "META",
            "--from",
            "2025-12-09",
            "--to",
            "2025-12-09",
            "--source",
            "bloomberg",
        ]))
        .failed(2, "no source named `bloomberg`", "alpaca");
}

#[test]
fn a_one_off_event_is_fetched_and_studied() {
    let (place, server) = (Place::new(), server());
    let own = ["--event-time", "2025-02-11T09:00-05:00", "--tickers", "BABA"];
    let patch = place.folder.path().join("patch.toml");
    std::fs::write(&patch, "").unwrap();
    place.fetch(&server.url, &own).done();
    let asked = server.count();
    let patched = [&own[..], &["--calendar-patch", patch.to_str().unwrap()]].concat();
    place.fetch(&server.url, &patched).done();
    assert_eq!(server.count(), asked);
    let study = place.run(&mut place.bare(&own)).done();
    assert!(study.out.contains("2025-02-11") && !study.out.contains("SIMULATED"), "{}", study.out);
    // Both at once would be two events.
    let both = [&own[..], &["--event", "meta-avocado"]].concat();
    assert_eq!(place.fetch(&server.url, &both).code, 2);
}

#[test]
fn raw_daily_bars_come_with_their_dividends() {
    let (place, server) = (Place::new(), server());
    let span = ["--tickers", "META", "--from", "2025-12-08", "--to", "2025-12-10"];
    let raw = ["--interval", "1d", "--adjustment", "raw"];
    place.fetch(&server.url, &[&span[..], &raw[..]].concat()).done();
    let asked = server.asked();
    assert_eq!(asked[1].path(), "/v1/corporate-actions");
    // A dividend is processed when it is paid, after its ex-date.
    assert_eq!(asked[1].value("end").as_deref(), Some("2026-04-09"));
    let selection = Selection { source: Some("alpaca".into()), ..Selection::default() };
    let (ticker, calendar) = ("META".parse().unwrap(), TradingCalendar::new_york());
    let prices = place.store().prices(&selection, &[ticker], &calendar).unwrap().unwrap();
    let daily = &prices.daily.values().next().unwrap().frame;
    let dividends = daily.column("dividend").unwrap().f64().unwrap();
    assert_eq!(dividends.iter().flatten().collect::<Vec<_>>(), [0.0, 0.525, 0.0]);
}
