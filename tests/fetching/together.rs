//! Two fetches at once.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use crate::market::alpaca;
use crate::place::{Place, Ran, date, files};
use crate::server::{Reply, Server};

const SPAN: [&str; 11] = [
    "fetch",
    "--source",
    "alpaca",
    "--tickers",
    "META,BABA,SPY",
    "--from",
    "2025-12-01",
    "--to",
    "2025-12-10",
    "--interval",
    "1m",
];

fn slow() -> Server {
    Server::new(|asked, _| Reply::Late(Duration::from_millis(50), Box::new(alpaca(asked, 3_000))))
}

/// The data files with their bytes, without manifests, which hold the time of the fetch.
fn data(root: &Path) -> Vec<(String, Vec<u8>)> {
    files(root)
        .into_iter()
        .filter(|p| p.extension().is_some_and(|e| e == "parquet"))
        .map(|p| {
            let name = p.strip_prefix(root).unwrap().display().to_string();
            (name, std::fs::read(&p).unwrap())
        })
        .collect()
}

#[test]
fn of_two_at_once_the_second_finds_what_the_first_fetched() {
    let alone = Place::new();
    let server = slow();
    alone.run(&mut alone.command(&server.url, &SPAN)).done();
    let requests = server.count();

    let (place, server) = (Place::new(), slow());
    let spawn = || {
        let mut command = place.command(&server.url, &SPAN);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let two = [spawn(), spawn()];
    let ran = two.map(|child| Ran::of(child.wait_with_output().unwrap()).done());
    assert_eq!(server.count(), requests, "each bar was downloaded once");
    let waited = ran.iter().filter(|r| r.err.contains("waiting for another fetch")).count();
    let found = ran.iter().filter(|r| r.out.contains("all of them were stored already")).count();
    assert_eq!((waited, found), (1, 1), "{} {}", ran[0].err, ran[1].err);
    place.verified();
    assert!(data(&place.home()).len() == 3 * 8);
    assert_eq!(data(&place.home()), data(&alone.home()), "the stores are equal");
}

#[test]
fn two_stores_fetched_at_once_are_equal() {
    let server = slow();
    let places = [Place::new(), Place::new()];
    let children = places.each_ref().map(|place| {
        let mut command = place.command(&server.url, &SPAN);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    });
    for child in children {
        Ran::of(child.wait_with_output().unwrap()).done();
    }
    for place in &places {
        place.verified();
        place.has_minutes("META", date("2025-12-01"), date("2025-12-10"));
    }
    assert_eq!(data(&places[0].home()), data(&places[1].home()));
}

/// A study reads while a fetch replaces files: it sees one state or the other.
#[test]
fn reading_during_a_fetch_is_reading_a_whole_store() {
    let (place, server) = (Place::new(), slow());
    place.run(&mut place.command(&server.url, &SPAN)).done();
    let refresh = [&SPAN[..], &["--refresh"]].concat();
    let mut child = place
        .command(&server.url, &refresh)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut reads = 0;
    while child.try_wait().unwrap().is_none() {
        place.has_minutes("META", date("2025-12-01"), date("2025-12-10"));
        reads += 1;
    }
    assert!(reads > 0);
    place.verified();
}
