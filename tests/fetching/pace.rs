//! The pace of requests: kept to the request, within a run and between runs.

use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::market::alpaca;
use crate::place::{Place, Ran, date, of_meta};
use crate::server::{Asked, Server};

/// A busy machine moves arrivals by some tens of milliseconds; over a whole run they do not add up.
const SLACK: Duration = Duration::from_millis(120);

#[track_caller]
fn keeps(asked: &[Asked], pace: Duration) {
    for pair in asked.windows(2) {
        let distance = pair[1].at - pair[0].at;
        assert!(distance + SLACK >= pace, "{distance:?} between two requests");
    }
    // Over any number of requests the slack is the same.
    let span = asked[asked.len() - 1].at - asked[0].at;
    let least = pace * (asked.len() as u32 - 1);
    assert!(span + SLACK >= least, "{} requests in {span:?}", asked.len());
}

#[test]
fn no_request_is_early_within_a_run_and_between_runs() {
    let place = Place::new();
    let server = Server::new(|asked, _| alpaca(asked, 100));
    let fetch = |day: &str| {
        let arguments = of_meta(day, day, "1m");
        place
            .command(&server.url, &arguments)
            .env("EVENTSTUDY_ALPACA_PER_MINUTE", "240")
            .output()
            .unwrap()
    };
    for day in ["2025-12-08", "2025-12-09", "2025-12-10"] {
        Ran::of(fetch(day)).done();
    }
    let asked = server.asked();
    assert!(asked.len() > 20, "{}", asked.len());
    keeps(&asked, Duration::from_millis(250));
}

#[test]
fn processes_at_once_keep_the_pace_together() {
    let place = Place::new();
    let server = Server::new(|asked, _| alpaca(asked, 100));
    let children: Vec<_> = ["META", "BABA", "SPY"]
        .iter()
        .map(|ticker| {
            let arguments = [
                "fetch",
                "--source",
                "alpaca",
                "--tickers",
                ticker,
                "--interval",
                "1m",
                "--from",
                "2025-12-10",
                "--to",
                "2025-12-10",
            ];
            let mut command = place.command(&server.url, &arguments);
            command.env("EVENTSTUDY_ALPACA_PER_MINUTE", "240");
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for child in children {
        Ran::of(child.wait_with_output().unwrap()).done();
    }
    keeps(&server.asked(), Duration::from_millis(250));
    for symbol in ["META", "BABA", "SPY"] {
        place.has_minutes(symbol, date("2025-12-10"), date("2025-12-10"));
    }
}

/// 60 sessions of 1-minute bars of three symbols: the vendor's own pace is what it waits for, also
/// when every answer takes a while; and nothing is drawn into a pipe.
#[test]
fn sixty_sessions_of_three_symbols_come_at_the_pace_of_the_limiter() {
    let place = Place::new();
    let latency = Duration::from_millis(1_500);
    let server = Server::new(move |asked, _| {
        crate::server::Reply::Late(latency, Box::new(alpaca(asked, 10_000)))
    });
    let arguments = [
        "fetch",
        "--source",
        "alpaca",
        "--tickers",
        "META,BABA,SPY",
        "--interval",
        "1m",
        "--from",
        "2025-09-16",
        "--to",
        "2025-12-09",
    ];
    let mut command = place.command(&server.url, &arguments);
    command.env_remove("EVENTSTUDY_ALPACA_PER_MINUTE");
    let started = Instant::now();
    let ran = place.run(&mut command).done();
    let took = started.elapsed();
    assert!(ran.out.contains("180 sessions over all symbols"), "{}", ran.out);
    assert_eq!(ran.err, "", "something was drawn into a pipe");
    let asked = server.asked();
    keeps(&asked, Duration::from_millis(334));
    // Requests follow each other at the pace and not at the speed of the answers: some are under way at
    // the same time.
    let close = asked.windows(2).filter(|pair| pair[1].at - pair[0].at < latency).count();
    assert!(close >= 2, "{close} of {} requests; {took:?} in all", asked.len());
    for symbol in ["META", "BABA", "SPY"] {
        place.has_minutes(symbol, date("2025-09-16"), date("2025-12-09"));
    }
    place.verified();
}

/// On a terminal there is a bar. `script` of the base system plays the terminal.
#[cfg(target_os = "linux")]
#[test]
fn on_a_terminal_there_is_a_progress_bar() {
    let place = Place::new();
    let server = Server::new(|asked, _| alpaca(asked, 50));
    let arguments = of_meta("2025-12-10", "2025-12-10", "1m");
    let plain = place.command(&server.url, &arguments);
    let line = [env!("CARGO_BIN_EXE_eventstudy")]
        .iter()
        .chain(&arguments)
        .copied()
        .collect::<Vec<_>>()
        .join(" ");
    let mut command = std::process::Command::new("script");
    command.args(["-qec", &line, "/dev/null"]).env_clear();
    command.env("TERM", "xterm").env("PATH", std::env::var_os("PATH").unwrap());
    for (name, value) in plain.get_envs() {
        command.env(name, value.unwrap());
    }
    let Ok(output) = command.stdin(Stdio::null()).output() else {
        eprintln!("there is no `script` here to play a terminal");
        return;
    };
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{shown}");
    assert!(shown.contains("parts") && shown.contains("answers"), "no bar in {shown:?}");
}
