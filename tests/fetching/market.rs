//! An invented market, and how Alpaca would serve it.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use eventstudy::calendar::TradingCalendar;

use crate::server::{Asked, Reply};

static CALENDAR: LazyLock<TradingCalendar> = LazyLock::new(TradingCalendar::new_york);

/// A minute bar: start, close, volume.
pub type Minute = (DateTime<Utc>, f64, f64);

/// The minutes of a symbol in which something traded, over the sessions of a span.
pub fn minutes(symbol: &str, from: NaiveDate, to: NaiveDate) -> Vec<Minute> {
    let mut found = Vec::new();
    for day in CALENDAR.days().iter().filter(|d| (from..=to).contains(&d.date)) {
        let length = (day.post_end - day.pre_open).num_minutes();
        for i in (0..length).filter(|i| (i + seed(symbol)) % 7 != 0) {
            let t = day.pre_open + TimeDelta::minutes(i);
            found.push((t, price(symbol, t), 100.0 + (i % 13) as f64));
        }
    }
    found
}

/// The sessions of a span with their closes.
pub fn days(symbol: &str, from: NaiveDate, to: NaiveDate) -> Vec<(NaiveDate, f64)> {
    let days = CALENDAR.days().iter().filter(|d| (from..=to).contains(&d.date));
    days.map(|d| (d.date, price(symbol, d.close))).collect()
}

fn seed(symbol: &str) -> i64 {
    symbol.bytes().map(i64::from).sum()
}

fn price(symbol: &str, t: DateTime<Utc>) -> f64 {
    let x = (t.timestamp() / 60 % 100_003 + 31 * seed(symbol)) as f64;
    let level = 100.0 + (seed(symbol) % 50) as f64 + 2.0 * (x / 97.0).sin() + (x / 7.0).cos();
    (level * 100.0).round() / 100.0
}

/// Answers a request for bars with pages of at most `page` bars, all symbols together, sorted by
/// symbol and then by time.
pub fn alpaca(asked: &Asked, page: usize) -> Reply {
    if asked.path() == "/v1/corporate-actions" {
        let dividend =
            r#"{"symbol":"META","rate":0.525,"ex_date":"2025-12-09","process_date":"2025-12-22"}"#;
        return Reply::json(format!(
            r#"{{"corporate_actions":{{"cash_dividends":[{dividend}]}},"next_page_token":null}}"#
        ));
    }
    if asked.path() != "/v2/stocks/bars" {
        return Reply::status(404, r#"{"message":"endpoint not found."}"#);
    }
    assert!(asked.value("feed").is_some(), "a request without a feed: {}", asked.target);
    let instant = |name: &str, end: bool| -> DateTime<Utc> {
        let text = asked.value(name).unwrap();
        text.parse().unwrap_or_else(|_| {
            let date: NaiveDate = text.parse().unwrap();
            date.and_hms_opt(if end { 23 } else { 0 }, 0, 0).unwrap().and_utc()
        })
    };
    let (start, end) = (instant("start", false), instant("end", true));
    let mut symbols: Vec<String> =
        asked.value("symbols").unwrap().split(',').map(str::to_owned).collect();
    symbols.sort();
    let bars = known(&symbols, &asked.value("timeframe").unwrap(), (start, end));
    let first: usize = asked.value("page_token").map_or(0, |t| t.parse().unwrap());
    let last = (first + page).min(bars.len());
    let mut by_symbol: Vec<String> = Vec::new();
    for symbol in &symbols {
        let own: Vec<&str> = bars[first.min(last)..last]
            .iter()
            .filter(|(s, _)| s == symbol)
            .map(|(_, b)| b.as_str())
            .collect();
        if !own.is_empty() {
            by_symbol.push(format!("\"{symbol}\":[{}]", own.join(",")));
        }
    }
    let next = if last < bars.len() { format!("\"{last}\"") } else { "null".into() };
    Reply::json(format!("{{\"bars\":{{{}}},\"next_page_token\":{next}}}", by_symbol.join(",")))
}

type Bars = Arc<Vec<(String, String)>>;

/// The bars of a request; those of its later pages are the same.
fn known(symbols: &[String], timeframe: &str, span: (DateTime<Utc>, DateTime<Utc>)) -> Bars {
    static MADE: Mutex<BTreeMap<String, Bars>> = Mutex::new(BTreeMap::new());
    let key = format!("{symbols:?} {timeframe} {span:?}");
    if let Some(bars) = MADE.lock().unwrap().get(&key) {
        return bars.clone();
    }
    let mut bars: Vec<(String, String)> = Vec::new();
    let (start, end) = span;
    let (from, to) = (start.date_naive() - TimeDelta::days(1), end.date_naive());
    for symbol in symbols.iter().filter(|s| *s != "NOSUCH") {
        if timeframe == "1Day" {
            for (date, close) in days(symbol, start.date_naive(), to) {
                // Midnight in New York, or an hour after it in summer: the same date.
                let t = date.and_hms_opt(5, 0, 0).unwrap().and_utc();
                if (start..=end).contains(&t) {
                    bars.push((symbol.clone(), bar(t, close, 1_000_000.0)));
                }
            }
        } else {
            for (t, close, volume) in minutes(symbol, from, to) {
                if (start..=end).contains(&t) {
                    bars.push((symbol.clone(), bar(t, close, volume)));
                }
            }
        }
    }
    let bars = Arc::new(bars);
    MADE.lock().unwrap().insert(key, bars.clone());
    bars
}

fn bar(t: DateTime<Utc>, close: f64, volume: f64) -> String {
    let t = t.format("%Y-%m-%dT%H:%M:%SZ");
    let (high, low) = (close + 0.05, close - 0.05);
    format!(
        "{{\"t\":\"{t}\",\"o\":{close},\"h\":{high:.2},\"l\":{low:.2},\"c\":{close},\"v\":{volume},\"n\":9,\"vw\":{close}}}"
    )
}

/// The body of a reply.
pub fn body(reply: Reply) -> Vec<u8> {
    match reply {
        Reply::Full(_, _, body) => body,
        other => panic!("{other:?} has no body"),
    }
}
