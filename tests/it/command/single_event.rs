//! The command from end to end, on the bundled sample.

use std::path::Path;
use std::process::{Command, Output};

struct Run {
    output: Output,
    folder: tempfile::TempDir,
}

fn run(arguments: &[&str]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_eventstudy"))
        .args(arguments)
        .current_dir(folder.path())
        .env("EVENTSTUDY_HOME", folder.path().join("nothing-stored"))
        .output()
        .unwrap();
    Run { output, folder }
}

impl Run {
    fn out(&self) -> String {
        String::from_utf8(self.output.stdout.clone()).unwrap()
    }

    fn err(&self) -> String {
        String::from_utf8(self.output.stderr.clone()).unwrap()
    }

    fn code(&self) -> i32 {
        self.output.status.code().unwrap()
    }

    fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                match path.is_dir() {
                    true => folders.push(path),
                    false => found
                        .push(path.strip_prefix(self.folder.path()).unwrap().display().to_string()),
                }
            }
        }
        found.sort();
        found
    }

    fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.folder.path().join(name)).unwrap()
    }
}

/// One error, with a help line, no output, the exit code, and no file.
#[track_caller]
fn fails(arguments: &[&str], code: i32, message: &str, help: &str) {
    let run = run(arguments);
    let err = run.err();
    assert_eq!(run.code(), code, "{arguments:?}: {err}");
    assert!(err.contains(message), "{arguments:?}: no `{message}` in: {err}");
    assert!(
        err.contains("help: ") && err.contains(help),
        "{arguments:?}: no help `{help}` in: {err}"
    );
    assert_eq!(err.matches("error: ").count(), 1, "{err}");
    assert!(run.out().is_empty() && run.files().is_empty(), "{arguments:?} left {:?}", run.files());
    assert!(!err.contains("panicked"), "{err}");
}

const MAIN: [&str; 4] = ["--event", "meta-avocado", "--tickers", "META,BABA"];

#[test]
fn the_main_job_writes_a_whole_report() {
    let run = run(&[&MAIN[..], &["--parquet"]].concat());
    assert_eq!(run.code(), 0, "{}", run.err());
    let folder = "reports/meta-avocado/";
    let names = [
        "abnormal_returns.csv",
        "abnormal_returns.parquet",
        "intraday_paths.csv",
        "intraday_paths.parquet",
        "report.png",
        "report.svg",
        "results.json",
    ];
    assert_eq!(run.files(), names.map(|n| format!("{folder}{n}")));
    assert!(run.read(&format!("{folder}report.png")).starts_with(b"\x89PNG"));
    let json: serde_json::Value =
        serde_json::from_slice(&run.read(&format!("{folder}results.json"))).unwrap();
    assert_eq!(json["provenance"]["simulated"], true);
    assert_eq!(json["events"][0]["firms"][1]["ticker"], "BABA");
    let csv = String::from_utf8(run.read(&format!("{folder}abnormal_returns.csv"))).unwrap();
    assert_eq!(csv.lines().count(), 1 + 2 * 21);
    assert!(csv.starts_with("event,ticker,t,date,actual,"));
}

#[test]
fn the_summary_fits_eighty_columns_and_says_simulated() {
    let run = run(&MAIN);
    let out = run.out();
    assert!(out.starts_with("SIMULATED sample data"));
    assert!(!out.contains('\u{1b}'), "colour although the output is no terminal");
    for line in out.lines().take_while(|l| !l.starts_with("Written")) {
        assert!(line.chars().count() <= 80, "{} columns: {line}", line.chars().count());
    }
    for words in [
        "close to close -1.04%",
        "close to close +1.83%",
        "within noise",
        "premarket",
        "“BABA rose before the open”",
        "FOMC",
    ] {
        assert!(out.contains(words), "no `{words}` in\n{out}");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let (a, b) = (run(&MAIN), run(&MAIN));
    for name in a.files() {
        assert!(a.read(&name) == b.read(&name), "{name} differs between two runs");
    }
}

#[test]
fn formats_quiet_and_strict() {
    let json = run(&[&MAIN[..], &["--format", "json"]].concat());
    assert!(serde_json::from_str::<serde_json::Value>(&json.out()).is_ok());
    let csv = run(&[&MAIN[..], &["--format", "csv"]].concat());
    assert!(csv.out().starts_with("event,ticker,t,"));
    let quiet = run(&[&MAIN[..], &["--quiet"]].concat());
    assert!(quiet.out().is_empty() && quiet.err().is_empty() && quiet.files().len() == 5);
    let strict = run(&["--event", "meta-avocado", "--tickers", "META,NVDA", "--strict"]);
    assert_eq!(strict.code(), 3, "{}", strict.err());
    assert!(strict.out().contains("NVDA") && strict.files().len() == 5);
}

#[test]
fn arabic_headline_and_claims() {
    let run = run(&[&MAIN[..], &["--lang", "ar"]].concat());
    assert!(run.out().contains("أفوكادو") && run.out().contains("ارتفع سهم BABA"));
}

#[test]
fn events_are_listed_and_shown() {
    let list = run(&["events"]);
    assert!(list.out().contains("meta-avocado") && list.out().contains("meta-metaverse-cuts"));
    let one = run(&["events", "meta-avocado"]);
    for words in [
        "headline ar",
        "no later than",
        "Bloomberg",
        "FOMC",
        "CNBC",
        "Reuters",
        "New York Times",
        "META fell slightly",
    ] {
        assert!(one.out().contains(words), "no `{words}` in\n{}", one.out());
    }
    assert!(run(&["models"]).out().contains("market-adjusted"));
    assert!(run(&["tests"]).out().contains("sample-quantile"));
    assert!(list.files().is_empty());
}

#[test]
fn own_events_from_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let csv = write(
        "list.csv",
        "id,published,headline,tickers\none,2025-12-04T09:00-05:00,First,META\ntwo,2025-12-10T08:00-05:00,\"Second, later\",META;BABA\n",
    );
    let toml = write(
        "list.toml",
        "[[event]]\nid = 'one'\nheadline = 'First'\npublished = '2025-12-04T09:00-05:00'\ntickers = [{ ticker = 'META' }]\n",
    );
    let json = write(
        "list.json",
        r#"[{"id":"one","headline":"First","published":"2025-12-04T09:00-05:00","tickers":[{"ticker":"META"}]}]"#,
    );
    let many = run(&["--events", &csv]);
    assert_eq!(many.code(), 0, "{}", many.err());
    assert!(many.out().contains("Mean abnormal return (CAAR)"));
    assert!(
        many.files().contains(&"reports/list/two/report.png".to_string()),
        "{:?}",
        many.files()
    );
    for path in [toml, json] {
        let one = run(&["--events", &path, "--event", "one"]);
        assert_eq!(one.code(), 0, "{}", one.err());
        assert!(one.files().contains(&"reports/one/report.png".to_string()));
    }
}

#[test]
fn a_one_off_event_counts_its_minutes() {
    let run = run(&[
        "--event-time",
        "2025-12-10T09:05-05:00",
        "--headline",
        "One-off",
        "--tickers",
        "BABA",
        "--claim",
        "BABA jumped on the news",
    ]);
    assert_eq!(run.code(), 0, "{}", run.err());
    assert!(run.out().contains("[0,15) min") && run.out().contains("One-off"), "{}", run.out());
    assert!(run.files().contains(&"reports/event-2025-12-10/report.png".to_string()));
}

#[test]
fn requests_that_are_wrong_say_what_and_how() {
    fails(&["--event", "meta-avocadoo"], 2, "no event `meta-avocadoo`", "`meta-avocado`");
    fails(&["--event", "../../etc/passwd"], 2, "no event `../../etc/passwd`", "eventstudy events");
    fails(&["--events", "nowhere.csv"], 1, "nowhere.csv cannot be read", "check the path");
    fails(&[], 2, "no event is named", "--event");
    fails(
        &[&MAIN[..], &["--estimation-end", "-5"]].concat(),
        2,
        "ends at day -5, inside or after the event window [-10,+10]",
        "--estimation-end",
    );
    fails(
        &[&MAIN[..], &["--car", "0..20"]].concat(),
        2,
        "[0,+20] reaches beyond the event window",
        "--window",
    );
    fails(&[&MAIN[..], &["--alpha", "7"]].concat(), 2, "level of significance is 7", "--alpha");
    fails(&[&MAIN[..], &["--column", "klose=x"]].concat(), 2, "`klose=x`", "ROLE=NAME");
}

#[test]
fn times_tickers_and_windows_say_how_to_write_them() {
    let time = |t: &'static str| ["--event-time", t, "--tickers", "BABA"];
    fails(&time("2025-02-11T09:00"), 2, "has no time zone", "2025-02-11T09:00-05:00");
    fails(&time("yesterday"), 2, "`yesterday` is not a publication time", "2025-02-11");
    fails(&time("2025-03-09T02:30[America/New_York]"), 2, "the clocks change", "-04:00");
    fails(
        &["--event", "meta-avocado", "--tickers", "../../META"],
        2,
        "../../META",
        "letters, digits",
    );
    fails(&[&MAIN[..], &["--window", "5..-5"]].concat(), 2, "`5..-5` is not a window", "-1..1");
    fails(
        &[&MAIN[..], &["--window", "-2147483648..2147483647"]].concat(),
        2,
        "is not a window",
        "",
    );
    fails(&[&MAIN[..], &["--estimation-end", "-2147483600"]].concat(), 2, "-2147483600", "5,000");
    fails(&[&MAIN[..], &["--latency", "9223372036854775807"]].concat(), 2, "latency", "86400");
    fails(&[&MAIN[..], &["--latency", "-3600"]].concat(), 2, "latency", "later");
    fails(
        &[&MAIN[..], &["--benchmark", "META"]].concat(),
        2,
        "META is its own benchmark",
        "--benchmark",
    );
}

/// clap words these itself; they too name the value and go out with code 2.
#[test]
fn arguments_that_cannot_be_read_are_usage_errors() {
    for (arguments, words) in [
        (vec!["--event", "meta-avocado", "--model", "magic"], "market-model"),
        (vec!["--event-time", "2025-02-11T09:00-05:00"], "--tickers"),
        (vec!["--event", "meta-avocado", "--alpha", "much"], "much"),
    ] {
        let run = run(&arguments);
        assert_eq!(run.code(), 2, "{arguments:?}");
        assert!(run.err().contains(words), "{}", run.err());
        assert!(run.files().is_empty());
    }
}

#[test]
fn a_ticker_said_twice_counts_once() {
    let run = run(&["--event", "meta-avocado", "--tickers", "META,META", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&run.out()).unwrap();
    assert_eq!(json["events"][0]["firms"].as_array().unwrap().len(), 1);
}

#[test]
fn requests_that_cannot_be_met_say_what_is_missing() {
    fails(
        &["--event", "meta-avocado", "--tickers", "TSLA"],
        1,
        "no price file has bars of TSLA",
        "META",
    );
    fails(
        &[&MAIN[..], &["--data", "nowhere"]].concat(),
        1,
        "there is nothing at nowhere",
        "--data",
    );
    let early = ["--event-time", "2015-02-11T09:00-05:00", "--tickers", "META"];
    fails(&early, 1, "without day 0, 2015-02-11", "around the date");
    let outside = ["--event-time", "1999-02-11T09:00-05:00", "--tickers", "META"];
    fails(&outside, 1, "nothing could be studied", "");
    fails(
        &["--event-time", "2024-12-10T09:00-05:00", "--tickers", "META"],
        1,
        "usable bars, and 60 are needed",
        "history",
    );
    fails(
        &[&MAIN[..], &["--benchmark", "QQQ"]].concat()[..4]
            .iter()
            .copied()
            .chain(["--benchmark", "QQQ", "--data", "x.csv"])
            .collect::<Vec<_>>(),
        1,
        "nothing at x.csv",
        "",
    );
}

#[test]
fn hostile_files_are_refused_and_nothing_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    };
    let cases = [
        (
            write("META.csv", b"date,open,close\n2025-12-10,abc,1\n"),
            "`abc` is not a number for the open",
        ),
        (write("META_1.csv", b"\xff\xfe\x00binary"), "not UTF-8"),
        (write("META_2.csv", b"time,close\n2025-12-10 09:30:00,1\n"), "has no time zone"),
        (write("META_3.csv", b"foo,bar\n1,2\n"), "no time column"),
        (write("META_4.parquet", b"PAR1 but not really"), "cannot be read"),
        (write("META_5.csv.gz", b"\x1f\x8b\x08broken"), "does not unpack"),
        (write("META_6.csv", b"date,close,Close\n2025-12-10,1,2\n"), "both look like the close"),
        (
            write("META_7.csv", b"date,close\n2025-12-10,1,2,3\n"),
            "row 2 has 4 cells, and the header has 2",
        ),
        (write("META_8.csv", b""), "no time column"),
    ];
    for (path, message) in cases {
        let arguments = ["--event", "meta-avocado", "--tickers", "META", "--data", &path];
        fails(&arguments, 1, message, "");
    }
}

#[test]
fn a_report_that_cannot_be_written_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, b"in the way").unwrap();
    let out = file.join("below").display().to_string();
    fails(&[&MAIN[..], &["--out", &out]].concat(), 1, "cannot be written", "--out");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    assert!(Path::new(&file).is_file());
}
