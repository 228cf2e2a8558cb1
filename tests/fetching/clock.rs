//! A machine whose clock is wrong: nothing unfinished becomes final, and nobody waits for nothing.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::market::{alpaca, body};
use crate::place::{Place, date, of_meta};
use crate::server::{Reply, Server};

/// What the vendor sends at an instant of its own clock.
fn at(sent: &'static str) -> Server {
    Server::new(move |asked, _| {
        let headers = vec![("Date", sent.to_owned()), ("Content-Type", "application/json".into())];
        Reply::Full(200, headers, body(alpaca(asked, 10_000)))
    })
}

#[test]
fn half_a_session_is_not_final_where_the_clock_of_the_machine_runs_ahead() {
    let place = Place::new();
    let minutes = of_meta("2025-12-09", "2025-12-10", "1m");
    // One o'clock in New York: the session of the 10th is running, that of the 9th is over.
    let running = at("Wed, 10 Dec 2025 18:00:00 GMT");
    let ran = place.run(&mut place.command(&running.url, &minutes)).done();
    assert!(ran.err.contains("the clock of this machine is"), "{}", ran.err);
    assert!(ran.err.contains("days ahead of that of Alpaca"), "{}", ran.err);
    let is_final = |day: &str| {
        let store = place.store();
        let series = store.series().unwrap().remove(0);
        serde_json::to_value(store.manifest(&series).unwrap()).unwrap()["sessions"][day]["final"]
            == true
    };
    assert!(is_final("2025-12-09") && !is_final("2025-12-10"));
    // It is asked for again, and final once the vendor's own clock says so.
    let later = at("Fri, 12 Dec 2025 18:00:00 GMT");
    place.run(&mut place.command(&later.url, &minutes)).done();
    assert!(later.count() > 0 && is_final("2025-12-10"));
    place.has_minutes("META", date("2025-12-09"), date("2025-12-10"));
}

#[test]
fn a_clock_that_agrees_is_not_spoken_of() {
    let place = Place::new();
    let server = Server::new(|asked, _| {
        let now = chrono::Utc::now().to_rfc2822().replace("+0000", "GMT");
        Reply::Full(200, vec![("Date", now)], body(alpaca(asked, 10_000)))
    });
    let minutes = of_meta("2025-12-09", "2025-12-10", "1m");
    let ran = place.run(&mut place.command(&server.url, &minutes)).done();
    assert!(!ran.err.contains("clock"), "{}", ran.err);
}

#[test]
fn a_clock_that_was_set_back_makes_no_rest() {
    let place = Place::new();
    let file = place.store().pace_file("alpaca");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
    // Written two hours from now: the clock was set back since.
    let written = now + 2 * 3_600_000;
    std::fs::write(&file, format!("{} {written}\n", written + 50)).unwrap();
    let server = Server::new(|asked, _| alpaca(asked, 10_000));
    place
        .fetch(&server.url, &["--tickers", "META", "--from", "2025-12-09", "--to", "2025-12-10"])
        .done();
}
