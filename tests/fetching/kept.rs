//! What is stored stays: rows that are repeated count once, and no answer makes a session smaller.

use rand::seq::SliceRandom;
use rand::{Rng as _, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::market::{alpaca, days};
use crate::place::{Place, date, of_meta};
use crate::server::{Reply, Server};

const FROM: &str = "2025-12-01";
const TO: &str = "2025-12-10";

/// The data files of everything that is stored, by digest.
fn digests(place: &Place) -> Vec<String> {
    let store = place.store();
    let series = store.series().unwrap();
    let manifests = series.iter().map(|s| store.manifest(s).unwrap().unwrap());
    manifests.flat_map(|m| m.parts.into_values().map(|p| p.sha256)).collect()
}

/// Daily rows of Tiingo with a split of 4:1 and a dividend.
fn tiingo_rows() -> Vec<String> {
    let of_day = |(day, close): (chrono::NaiveDate, f64)| {
        let split = if day == date("2025-12-05") { 4 } else { 1 };
        let dividend = if day == date("2025-12-08") { 0.525 } else { 0.0 };
        let close = if day < date("2025-12-05") { 4.0 * close } else { close };
        format!(
            r#"{{"date":"{day}T00:00:00.000Z","open":{close},"high":{close},"low":{close},"close":{close},"volume":1000,"adjClose":{close},"divCash":{dividend},"splitFactor":{split}}}"#
        )
    };
    days("META", date(FROM), date(TO)).into_iter().map(of_day).collect()
}

fn fetched_from_tiingo(rows: Vec<String>) -> Place {
    let place = Place::new();
    let server = Server::new(move |_, _| Reply::json(format!("[{}]", rows.join(","))));
    let fetch = ["fetch", "--source", "tiingo", "--tickers", "META", "--from", FROM, "--to", TO];
    let mut command = place.bare(&fetch);
    command.env("EVENTSTUDY_TIINGO_URL", &server.url).env("EVENTSTUDY_TIINGO_KEY", "a-key");
    place.run(&mut command).done();
    place
}

#[test]
fn rows_in_any_order_and_number_give_the_same_store() {
    let once = digests(&fetched_from_tiingo(tiingo_rows()));
    assert_eq!(once.len(), 1);
    let mut rng = ChaCha8Rng::seed_from_u64(11);
    for _ in 0..6 {
        let mut rows = tiingo_rows();
        let again: Vec<String> = rows.iter().filter(|_| rng.random_bool(0.7)).cloned().collect();
        rows.extend(again);
        rows.shuffle(&mut rng);
        assert_eq!(digests(&fetched_from_tiingo(rows)), once);
    }
}

#[test]
fn pages_of_actions_that_overlap_count_each_action_once() {
    let action = |rate: f64, date: &str| {
        format!(r#"{{"symbol":"META","rate":{rate},"ex_date":"{date}","process_date":"{date}"}}"#)
    };
    let split = r#"{"symbol":"META","old_rate":1,"new_rate":4,"ex_date":"2025-12-04"}"#;
    let stored = |pages: Vec<Vec<String>>| {
        let place = Place::new();
        let server = Server::new(move |asked, _| {
            if asked.path() != "/v1/corporate-actions" {
                return alpaca(asked, 10_000);
            }
            let page: usize = asked.value("page_token").map_or(0, |t| t.parse().unwrap());
            let next = match page + 1 {
                next if next < pages.len() => format!("\"{next}\""),
                _ => "null".to_owned(),
            };
            Reply::json(format!(
                r#"{{"corporate_actions":{{"cash_dividends":[{}],"forward_splits":[{split}]}},"next_page_token":{next}}}"#,
                pages[page].join(",")
            ))
        });
        let fetch = [&of_meta(FROM, TO, "1d")[..], &["--adjustment", "raw"]].concat();
        place.run(&mut place.command(&server.url, &fetch)).done();
        digests(&place)
    };
    // A regular and a special dividend of one day are two.
    let regular = action(0.525, "2025-12-09");
    let special = action(2.0, "2025-12-09");
    let once = stored(vec![vec![regular.clone(), special.clone()]]);
    let overlapping = stored(vec![
        vec![regular.clone(), special.clone()],
        vec![special.clone(), regular.clone()],
        vec![regular.clone()],
    ]);
    assert_eq!(once, overlapping);
    assert_ne!(once, stored(vec![vec![regular]]));
}

#[test]
fn an_answer_with_fewer_bars_changes_nothing_unless_it_is_asked_to() {
    let place = Place::new();
    let server = Server::new(|asked, _| alpaca(asked, 10_000));
    let minutes = of_meta("2025-12-09", "2025-12-10", "1m");
    place.run(&mut place.command(&server.url, &minutes)).done();
    let before = digests(&place);
    let refresh = [&minutes[..], &["--refresh"]].concat();
    let first = r#"{"bars":{"META":[{"t":"2025-12-09T15:00:00Z","o":1,"h":1,"l":1,"c":1,"v":1}]},"next_page_token":null}"#;
    for (body, came) in [(r#"{"bars":{},"next_page_token":null}"#, 0), (first, 1)] {
        let poor = Server::new(move |_, _| Reply::json(body));
        let ran = place.run(&mut place.command(&poor.url, &refresh)).done();
        let said = ran.err.contains("fewer bars of META came than are stored for 2 sessions");
        assert!(said && ran.err.contains("--refresh --replace"), "{}", ran.err);
        assert_eq!(digests(&place), before, "{came}");
        place.has_minutes("META", date("2025-12-09"), date("2025-12-10"));
        place.verified();
    }
    for body in ["[]", "null", r#""maintenance""#, r#"[{"META":[]},null]"#] {
        let broken = Server::new(move |_, _| Reply::json(body));
        let ran = place.run(&mut place.command(&broken.url, &refresh));
        assert_eq!(ran.code, 1, "{body}: {}{}", ran.out, ran.err);
        assert_eq!(digests(&place), before, "{body}");
    }
    let poor = Server::new(move |_, _| Reply::json(first));
    let replace = [&refresh[..], &["--replace"]].concat();
    let ran = place.run(&mut place.command(&poor.url, &replace)).done();
    assert!(!ran.err.contains("fewer bars"), "{}", ran.err);
    assert_eq!(place.verified().bars, 1);
}
