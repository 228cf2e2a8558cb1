//! A vendor that fails in every way that vendors fail: answered in the end, or refused with a reason.

use std::io::Write as _;
use std::time::{Duration, Instant};

use crate::market::{alpaca, body};
use crate::place::{KEY, Place, SECRET, date};
use crate::server::{Asked, Reply, Server};

const FROM: &str = "2025-12-09";
const TO: &str = "2025-12-10";
const SPAN: [&str; 8] = ["--tickers", "META,BABA", "--from", FROM, "--to", TO, "--interval", "1m"];
/// Two symbols with some 820 minutes on each of two days.
const PAGE: usize = 900;
const PAGES: usize = 4;

/// The first answers are faulty, then the vendor recovers; every bar is there once.
#[track_caller]
fn recovers(faults: usize, fault: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Server {
    let place = Place::new();
    let server = Server::new(move |asked, before| match before {
        n if n < faults => fault(asked),
        _ => alpaca(asked, PAGE),
    });
    place.fetch(&server.url, &SPAN).done();
    assert_eq!(server.count(), faults + PAGES, "requests");
    for symbol in ["META", "BABA"] {
        place.has_minutes(symbol, date(FROM), date(TO));
    }
    place.verified();
    server
}

/// Nothing but the fault: how many requests that costs, and what the user sees.
#[track_caller]
fn refuses(
    requests: usize,
    message: &str,
    help: &str,
    fault: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
) {
    let place = Place::new();
    let server = Server::new(move |asked, _| fault(asked));
    let mut command =
        place.command(&server.url, &[&["fetch", "--source", "alpaca"], &SPAN[..]].concat());
    place.run(command.env("EVENTSTUDY_TIMEOUT", "1")).failed(1, message, help);
    assert_eq!(server.count(), requests, "requests");
    assert_eq!(place.verified().bars, 0);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

#[test]
fn delays_and_slow_drips_are_waited_for() {
    recovers(1, |asked| Reply::Late(Duration::from_millis(300), Box::new(alpaca_error(asked))));
    let place = Place::new();
    let server = Server::new(|asked, before| match before {
        0 => Reply::Drip(body(alpaca(asked, 20)), Duration::from_millis(1)),
        _ => Reply::Late(Duration::from_millis(100), Box::new(alpaca(asked, PAGE))),
    });
    place.fetch(&server.url, &SPAN).done();
    place.has_minutes("META", date(FROM), date(TO));
}

fn alpaca_error(_: &Asked) -> Reply {
    Reply::status(504, r#"{"message":"gateway timeout"}"#)
}

#[test]
fn a_connection_that_breaks_off_is_tried_again() {
    recovers(4, |_| Reply::Reset);
}

#[test]
fn a_wrong_length_is_tried_again() {
    recovers(2, |asked| {
        let body = body(alpaca(asked, PAGE));
        let length = body.len() + 100;
        Reply::Length(body, length)
    });
    recovers(1, |asked| {
        let body = body(alpaca(asked, PAGE));
        let length = body.len() - 100;
        Reply::Length(body, length)
    });
}

#[test]
fn truncated_data_a_web_page_and_a_server_error_are_tried_again() {
    recovers(2, |asked| {
        let mut body = body(alpaca(asked, PAGE));
        body.truncate(body.len() / 2);
        Reply::json(body)
    });
    recovers(1, |_| Reply::json("<!DOCTYPE html><title>Will be right back</title>"));
    recovers(3, |_| Reply::status(500, ""));
    recovers(1, |_| {
        Reply::Full(200, vec![("Content-Encoding", "gzip".into())], b"no gzip".to_vec())
    });
}

#[test]
fn a_packed_answer_is_unpacked() {
    let place = Place::new();
    let server = Server::new(|asked, _| {
        assert_eq!(asked.header("accept-encoding"), Some("gzip"));
        let packed = gzip(&body(alpaca(asked, PAGE)));
        Reply::Full(200, vec![("Content-Encoding", "gzip".into())], packed)
    });
    place.fetch(&server.url, &SPAN).done();
    place.has_minutes("META", date(FROM), date(TO));
}

#[test]
fn the_vendor_says_how_long_to_wait() {
    let started = Instant::now();
    let limited = |wait: Option<&str>| {
        let headers = wait.map(|w| ("Retry-After", w.to_owned())).into_iter().collect();
        Reply::Full(429, headers, br#"{"message":"too many requests."}"#.to_vec())
    };
    let server = recovers(1, move |_| limited(Some("2")));
    let asked = server.asked();
    let waited = asked[1].at - asked[0].at;
    assert!(waited >= Duration::from_millis(1990), "{waited:?}");
    recovers(2, move |_| limited(None));
    recovers(1, move |_| {
        let then = chrono::Utc::now().timestamp() + 2;
        Reply::Full(429, vec![("X-RateLimit-Reset", then.to_string())], b"{}".to_vec())
    });
    assert!(started.elapsed() < Duration::from_secs(60));
}

#[test]
fn a_long_rest_is_told_and_kept() {
    let place = Place::new();
    let server = Server::new(|_, _| {
        let body = br#"{"message":"too many requests."}"#.to_vec();
        Reply::Full(429, vec![("Retry-After", "3000".into())], body)
    });
    let fetch = || place.fetch(&server.url, &SPAN);
    fetch().failed(
        1,
        "alpaca allows no more requests for now: too many requests.",
        "again after 20",
    );
    assert_eq!(server.count(), 1);
    // The next run knows it without asking.
    fetch().failed(1, "alpaca allows no more requests for now", "again after 20");
    assert_eq!(server.count(), 1);
}

#[test]
fn an_error_inside_a_good_status_is_recognised() {
    recovers(2, |_| Reply::json(r#"{"message":"too many requests."}"#));
    refuses(1, "alpaca refuses this request: invalid symbol", "plan of the key", |_| {
        Reply::json(r#"{"message":"invalid symbol"}"#)
    });
}

#[test]
fn a_redirect_within_the_vendor_is_followed() {
    let place = Place::new();
    let server = Server::new(|asked, _| match asked.target.strip_prefix("/moved") {
        Some(rest) => alpaca(&Asked { target: rest.to_owned(), ..asked.clone() }, PAGE),
        None => Reply::Full(302, vec![("Location", format!("/moved{}", asked.target))], Vec::new()),
    });
    place.fetch(&server.url, &SPAN).done();
    assert_eq!(server.count(), 2 * PAGES);
    place.has_minutes("BABA", date(FROM), date(TO));
}

#[test]
fn a_redirect_to_elsewhere_gets_no_key() {
    let elsewhere = Server::new(|_, _| Reply::json("{}"));
    let url = elsewhere.url.clone();
    refuses(1, "alpaca redirects to http://127.0.0.1:", "proxy or a login page", move |_| {
        Reply::Full(307, vec![("Location", format!("{url}/v2/stocks/bars"))], Vec::new())
    });
    assert_eq!(elsewhere.count(), 0);
    refuses(1, "redirects to https://evil.example", "keys were not sent", |_| {
        Reply::Full(302, vec![("Location", "https://evil.example/".into())], Vec::new())
    });
    refuses(30, "redirects more than 5 times", "again later", |asked| {
        Reply::Full(302, vec![("Location", asked.target.clone())], Vec::new())
    });
}

#[test]
fn a_bomb_is_not_unpacked() {
    let bomb = gzip(&vec![b' '; 65 << 20]);
    assert!(bomb.len() < 1 << 20);
    refuses(1, "alpaca sent more than 64 MiB in one answer", "shorter span", move |_| {
        Reply::Full(200, vec![("Content-Encoding", "gzip".into())], bomb.clone())
    });
}

#[test]
fn what_stays_wrong_is_asked_five_times_and_told() {
    refuses(5, "alpaca could not answer in 5 tries: status 500", "again later", |_| {
        Reply::status(500, "")
    });
    refuses(5, "what alpaca sends cannot be read", "worth a report", |_| {
        Reply::json(r#"{"bars":"#)
    });
    refuses(5, "could not answer in 5 tries: it answered with a web page", "again later", |_| {
        Reply::json("<html>maintenance</html>")
    });
    refuses(5, "the answer took too long", "again later", |_| {
        Reply::Drip(vec![b' '; 4000], Duration::from_millis(100))
    });
    refuses(5, "the connection broke off", "again later", |_| Reply::Reset);
}

#[test]
fn what_the_vendor_will_not_serve_is_asked_once() {
    refuses(1, "alpaca does not accept the key: forbidden.", "EVENTSTUDY_ALPACA_SECRET", |_| {
        Reply::status(403, r#"{"message":"forbidden."}"#)
    });
    refuses(1, "alpaca does not accept the key", "check EVENTSTUDY_ALPACA_KEY", |_| {
        Reply::status(401, "{}")
    });
    let message = "subscription does not permit querying recent SIP data";
    refuses(1, message, "plan of the key", move |_| {
        Reply::status(403, format!("{{\"message\":\"{message}\"}}"))
    });
    refuses(1, "status 422: invalid timeframe", "plan of the key", |_| {
        Reply::status(422, r#"{"message":"invalid timeframe"}"#)
    });
    // A vendor that repeats the key in its message.
    refuses(1, "unknown key ***", "check", |_| {
        Reply::status(401, format!("{{\"message\":\"unknown key {KEY} {SECRET}\"}}"))
    });
}

#[test]
fn pages_that_lead_in_a_circle_end() {
    refuses(2, "its next pages lead in a circle", "worth a report", |_| {
        Reply::json(r#"{"bars":{},"next_page_token":"same"}"#)
    });
}

#[test]
fn nobody_there_is_said_in_plain_words() {
    let place = Place::new();
    // A port that nobody listens at: it was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let ran = place.fetch(&format!("http://127.0.0.1:{port}"), &SPAN);
    let ran = ran.failed(1, "127.0.0.1 could not be reached", "check the connection");
    assert!(!ran.err.contains("http"), "{}", ran.err);
}

#[test]
fn a_page_that_ends_in_the_middle_of_a_symbol_loses_nothing() {
    for page in [1, 7, 819, 10_000] {
        let place = Place::new();
        let server = Server::new(move |asked, _| alpaca(asked, page * 100));
        place.fetch(&server.url, &SPAN).done();
        for symbol in ["META", "BABA"] {
            place.has_minutes(symbol, date(FROM), date(TO));
        }
    }
}

#[test]
fn bars_that_come_twice_or_out_of_hours_are_kept_once_or_not_at_all() {
    let place = Place::new();
    let server = Server::new(|asked, _| {
        let text = String::from_utf8(body(alpaca(asked, 10_000))).unwrap();
        // The first bar of META once more, and one at two in the morning.
        let start = text.find(r#""META":["#).unwrap() + 8;
        let first = text[start..].split_inclusive('}').next().unwrap().to_owned();
        let night = first.replace("2025-12-09T09:0", "2025-12-10T07:0");
        Reply::json(format!("{}{first},{night},{}", &text[..start], &text[start..]))
    });
    let ran = place.fetch(&server.url, &SPAN).done();
    assert!(ran.err.contains("note: 1 bars are in no session"), "{}", ran.err);
    place.has_minutes("META", date(FROM), date(TO));
}
