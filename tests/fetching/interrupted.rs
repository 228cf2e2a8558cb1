//! Fetches that are killed, stopped, or run out of room: what is stored stays whole.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::market::alpaca;
use crate::place::{Place, Ran, date, files, of_meta};
use crate::server::{Reply, Server};

const KILLS: u32 = 200;
const SPAN: [&str; 11] = [
    "fetch",
    "--source",
    "alpaca",
    "--tickers",
    "META,SPY",
    "--from",
    "2025-12-04",
    "--to",
    "2025-12-10",
    "--interval",
    "1d,1m",
];

/// Little, so that 200 rounds take no minute.
const SMALL: [&str; 11] = of_meta("2025-12-09", "2025-12-10", "1d,1m");

/// Kills `fetch` again and again at moments spread over its whole length.
#[test]
fn a_killed_fetch_leaves_a_store_that_verifies() {
    let place = Place::new();
    let server = Server::new(|asked, _| alpaca(asked, 1_000));
    let spawn = |refresh: bool| {
        let mut arguments = SMALL.to_vec();
        arguments.extend(refresh.then_some("--refresh"));
        let mut command = place.command(&server.url, &arguments);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let started = Instant::now();
    assert!(spawn(true).wait().unwrap().success());
    let length = started.elapsed();
    std::fs::remove_dir_all(place.home()).unwrap();

    let (mut killed, mut bars) = (0, 0);
    let mut draw = 12_345_u64;
    for round in 0..4 * KILLS {
        // Now and then a round goes on where the last one stopped; the others fetch everything again.
        let mut child = spawn(round % 8 != 7);
        draw = draw.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let share = (draw >> 40) as f64 / (1u64 << 24) as f64;
        std::thread::sleep(length.mul_f64(share));
        let running = child.try_wait().unwrap().is_none();
        child.kill().unwrap();
        child.wait().unwrap();
        killed += u32::from(running);
        let found = place.verified();
        // What was complete once is never lost.
        assert!(found.bars >= bars, "round {round}: {} bars after {bars}", found.bars);
        bars = found.bars;
        if killed == KILLS {
            break;
        }
    }
    assert_eq!(killed, KILLS, "interruptions of a running fetch");
    assert!(bars > 0);

    assert!(spawn(false).wait().unwrap().success());
    place.has_minutes("META", date("2025-12-09"), date("2025-12-10"));
    assert!(Ran::of(place.bare(&["store", "prune"]).output().unwrap()).code == 0);
    assert!(place.verified().left_over.is_empty());
    assert!(!files(&place.home()).iter().any(|p| p.display().to_string().contains("unfinished")));
}

/// A disk that is full after so many bytes of any one file, which is what the shell's limit plays.
#[cfg(unix)]
#[test]
fn a_full_disk_is_said_and_spoils_nothing() {
    let place = Place::new();
    let server = Server::new(|asked, _| alpaca(asked, 10_000));
    let small = of_meta("2025-12-01", "2025-12-02", "1d");
    Ran::of(place.command(&server.url, &small).output().unwrap()).done();
    let before = place.verified();
    assert_eq!(before.bars, 2);
    let mut refused = 0;
    // In blocks of 512 bytes: from nothing at all to just enough for some of the files.
    for blocks in [0, 1, 2, 4, 8, 16, 32, 64, 128] {
        let inner = place.command(&server.url, &SPAN);
        let mut command = Command::new("sh");
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
        command
            .args(["-c", &script, "sh", env!("CARGO_BIN_EXE_eventstudy")])
            .args(SPAN)
            .env_clear();
        for (name, value) in inner.get_envs() {
            command.env(name, value.unwrap());
        }
        let ran = place.run(command.current_dir(place.folder.path()));
        if ran.code != 0 {
            refused += 1;
            let ran = ran.failed(1, "could not be written", "disk is full");
            assert!(ran.err.contains("too large") || ran.err.contains("space"), "{}", ran.err);
        }
        let found = place.verified();
        assert!(found.bars >= before.bars, "{blocks} blocks");
        assert!(found.left_over.is_empty(), "{:?}", found.left_over);
    }
    assert!(refused >= 4, "{refused} runs had too little room");
    Ran::of(place.command(&server.url, &SPAN).output().unwrap()).done();
    place.has_minutes("SPY", date("2025-12-04"), date("2025-12-10"));
    place.verified();
}

/// A folder that cannot be made, because there is a file in its place.
#[test]
fn a_store_that_cannot_be_written_is_said() {
    let place = Place::new();
    std::fs::write(place.home(), "a file").unwrap();
    let server = Server::new(|asked, _| alpaca(asked, 10_000));
    place.fetch(&server.url, &SPAN[3..]).failed(1, "could not be", "");
    assert_eq!(server.count(), 0);
}

#[cfg(unix)]
#[test]
fn an_interrupted_fetch_says_so_and_goes_on_later() {
    let place = Place::new();
    let server = Server::new(|asked, before| match (asked.value("timeframe").as_deref(), before) {
        (Some("1Min"), n) if n < 4 => {
            Reply::Late(Duration::from_secs(5), Box::new(alpaca(asked, 10_000)))
        }
        _ => alpaca(asked, 10_000),
    });
    let mut command = place.command(&server.url, &SPAN);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // The daily bars are stored by then, and the first page of the others is on its way.
    while server.count() < 2 {
        std::thread::sleep(Duration::from_millis(10));
    }
    let interrupt = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(interrupt.success());
    let ran = Ran::of(child.wait_with_output().unwrap());
    ran.failed(1, "stopped; what was complete is stored", "run the same command again");
    assert_eq!(place.verified().bars, 10);
    place.fetch(&server.url, &SPAN[3..]).done();
    place.has_minutes("META", date("2025-12-04"), date("2025-12-10"));
}
