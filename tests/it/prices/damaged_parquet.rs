//! Damaged Parquet ends in a sentence, whatever its reader does with it.

use std::path::Path;
use std::process::Command;

use eventstudy::calendar::TradingCalendar;
use eventstudy::event::Announcements;
use eventstudy::prices::PricePanel;
use eventstudy::prices::Prices;
use polars::prelude::*;
use polars_io::parquet::write::ParquetWriter;

use crate::support::prices::request;
use crate::support::stored_answers::Dice;

/// Times that a file is damaged: within the process, and in the command.
const DAMAGES: usize = 1_500;
const COMMANDS: usize = 40;
const TOKENS: [&[u8]; 6] = [b"\x00", b"\xff\xff\xff\x7f", b"PAR1", b"\x15", b"\x80\x80\x01", b""];

fn bytes(mut frame: DataFrame) -> Vec<u8> {
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).finish(&mut frame).unwrap();
    bytes
}

fn prices() -> Vec<u8> {
    let dates: Vec<String> =
        (1..29).map(|day| format!("2025-{:02}-{day:02}", 1 + day % 12)).collect();
    let close: Vec<f64> = (0..dates.len()).map(|i| 100.0 + i as f64).collect();
    let ticker: Vec<&str> = (0..dates.len()).map(|i| ["META", "SPY"][i % 2]).collect();
    bytes(df!("date" => dates, "ticker" => ticker, "close" => close).unwrap())
}

fn events() -> Vec<u8> {
    let published = ["2025-12-10T07:00-05:00", "2025-12-11T17:00-05:00"];
    bytes(
        df!("published" => published, "tickers" => ["META", "META"], "size" => [1.5, 2.5]).unwrap(),
    )
}

fn damaged(body: &[u8], path: &Path, dice: &mut Dice) {
    std::fs::write(path, dice.damaged(body, &TOKENS)).unwrap();
}

#[test]
fn damaged_parquet_is_refused_or_read_and_never_panics() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.parquet");
    let calendar = TradingCalendar::new_york();
    let (prices, events) = (prices(), events());
    let mut dice = Dice(7);
    let mut refused = 0;
    for _ in 0..DAMAGES {
        damaged(&prices, &path, &mut dice);
        let one = Prices::from_paths([&path], &calendar).is_err();
        let other = PricePanel::from_files(&request(&path), None, &calendar).is_err();
        damaged(&events, &path, &mut dice);
        let table = Announcements::from_file(&path).is_err();
        refused += [one, other, table].iter().filter(|e| **e).count();
    }
    assert!(refused > DAMAGES, "{refused} of {} were refused", 3 * DAMAGES);
}

#[test]
fn the_command_says_what_is_damaged_in_a_sentence_and_prints_no_panic() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.parquet");
    let body = prices();
    let mut dice = Dice(11);
    for i in 0..COMMANDS {
        damaged(&body, &path, &mut dice);
        let mut command = Command::new(env!("CARGO_BIN_EXE_eventstudy"));
        command.args(["--event", "meta-avocado", "--tickers", "META", "--data"]).arg(&path);
        command.arg("--out").arg(folder.path().join("out")).env("EVENTSTUDY_HOME", "/nonexistent");
        let output = command.output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!err.contains("panicked"), "{i}: {err}");
        assert_eq!(output.status.code(), Some(1), "{i}: {err}");
        assert!(err.contains("error: "), "{i}: {err}");
    }
}
