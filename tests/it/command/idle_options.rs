//! Options that would do nothing for what is studied: each is refused in a sentence, and none is
//! passed over.

use std::path::Path;
use std::process::{Command, Output};

use eventstudy::request::{Choices, OPTIONS, Studied, StudyOption};

use crate::support::simulated_market::SimulatedMarket;

/// What an option has an effect on.
#[derive(Clone, Copy, PartialEq)]
enum Acts {
    Always,
    OnSamples,
    OnPages,
    /// With something else that has to be asked for as well.
    With(&'static str, &'static str),
}

/// Every option of the table with a value of its kind and what it acts on; an option that is not
/// here fails the test, so that a new one is thought about.
const ALL: &[(&str, &str, Acts)] = &[
    ("columns", "close=x", Acts::Always),
    ("adjustment", "raw", Acts::Always),
    ("bar_label", "start", Acts::Always),
    ("factors", "ff3.csv", Acts::Always),
    ("factor_unit", "percent", Acts::With("factors", "ff3.csv")),
    ("calendar_patch", "patch.toml", Acts::Always),
    ("benchmark", "SPY", Acts::Always),
    ("model", "capm", Acts::Always),
    ("peers", "A", Acts::With("model", "industry")),
    ("donors", "A", Acts::With("model", "synthetic-control")),
    ("estimation_length", "200", Acts::Always),
    ("estimation_end", "-20", Acts::Always),
    ("minimum_estimation", "50", Acts::Always),
    ("window", "-3..3", Acts::Always),
    ("car", "0..0", Acts::Always),
    ("returns", "log", Acts::Always),
    ("alpha", "0.1", Acts::Always),
    ("reference_days", "40", Acts::OnPages),
    ("exclude_days", "2025-06-11", Acts::OnPages),
    ("latency", "2", Acts::Always),
    ("by", "industry", Acts::OnSamples),
    ("regress", "size", Acts::OnSamples),
    ("weight", "size", Acts::OnSamples),
    ("cluster", "group", Acts::OnSamples),
    ("missing", "available", Acts::OnSamples),
    ("overlapping", "keep", Acts::OnSamples),
    ("also", "volume", Acts::OnSamples),
    ("minimum_firms", "2", Acts::With("also", "calendar-time")),
    ("weight_days", "true", Acts::With("also", "calendar-time")),
    ("tests", "patell", Acts::OnSamples),
    ("seed", "3", Acts::OnSamples),
    ("resamples", "99", Acts::OnSamples),
];

#[test]
fn every_option_acts_or_is_refused_in_every_kind_of_study() {
    for option in OPTIONS {
        let row = ALL.iter().find(|row| row.0 == option.name);
        let (_, value, acts) = row.unwrap_or_else(|| panic!("{} is not in the list", option.name));
        let texts = |text: &str| vec![text.to_owned()];
        let refused = |with: Option<(&str, &str)>, studied| {
            let own = texts(value);
            let mut given = vec![(option, own.as_slice())];
            let other = with.map(|(name, text)| (StudyOption::by_name(name).unwrap(), texts(text)));
            given.extend(other.iter().map(|(option, texts)| (*option, texts.as_slice())));
            let choices = Choices::from_given(given).unwrap();
            choices.refuse_idle([option], studied).err().map(|error| error.to_string())
        };
        let pages = refused(None, Studied::OneByOne);
        let sample = refused(None, Studied::Sample);
        let both = refused(None, Studied::Both);
        let name = option.name;
        for sentence in [&pages, &sample, &both].into_iter().flatten() {
            assert!(sentence.starts_with(&format!("{name} would have no effect: ")), "{sentence}");
        }
        match acts {
            Acts::Always => assert_eq!([pages, sample, both], [None, None, None], "{name}"),
            Acts::OnSamples => {
                assert!(pages.is_some() && sample.is_none() && both.is_none(), "{name}")
            }
            Acts::OnPages => {
                assert!(pages.is_none() && sample.is_some() && both.is_none(), "{name}")
            }
            Acts::With(other, text) => {
                assert!(sample.is_some(), "{name}");
                assert_eq!(refused(Some((other, text)), Studied::Sample), None, "{name}");
            }
        }
    }
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_eventstudy"))
        .args(arguments)
        .current_dir(folder)
        .env("EVENTSTUDY_HOME", folder.join("nothing-stored"))
        .output()
        .unwrap()
}

/// Refused with code 2, one error, a help line, no output and no report.
#[track_caller]
fn refused(folder: &Path, arguments: &[&str], words: &str) {
    let output = run(folder, arguments);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {error}");
    assert!(error.contains(words) && error.contains("help: "), "{arguments:?}: {error}");
    assert!(output.stdout.is_empty() && !folder.join("reports").exists(), "{arguments:?}");
}

#[test]
fn a_single_event_takes_no_option_of_samples() {
    let folder = tempfile::tempdir().unwrap();
    let main = ["--event", "meta-avocado"];
    let idle: [&[&str]; 10] = [
        &["--files", "latex"],
        &["--regress", "size"],
        &["--by", "size"],
        &["--weight", "size"],
        &["--cluster", "size"],
        &["--also", "volume"],
        &["--tests", "patell"],
        &["--resamples", "99"],
        &["--weight-days"],
        &["--overlapping", "keep"],
    ];
    for option in idle {
        let words =
            format!("{} would have no effect: the events are studied one by one", option[0]);
        refused(folder.path(), &[&main[..], option].concat(), &words);
    }
    let words = "--adjustment would have no effect: it is about price files";
    refused(folder.path(), &[&main[..], &["--adjustment", "raw"]].concat(), words);
    let words = "--feed would have no effect: the simulated sample";
    let sample = ["--source", "sample", "--feed", "sip"];
    refused(folder.path(), &[&main[..], &sample].concat(), words);
    let compare = ["--tickers", "META", "--compare", "alpaca,yahoo", "--out", "here"];
    refused(folder.path(), &compare, "--out would have no effect: --compare");
    let news = ["news", "--tickers", "META", "--from", "2025-12-09", "--to", "2025-12-10"];
    let feed = ["--source", "alpaca", "--feed", "https://example.org/rss"];
    refused(folder.path(), &[&news[..], &feed].concat(), "--feed would have no effect");
}

#[test]
fn a_sample_takes_no_option_of_pages() {
    let folder = tempfile::tempdir().unwrap();
    let world = SimulatedMarket::with_two_events_a_firm("2021-01-01");
    std::fs::write(folder.path().join("prices.csv"), &world.prices).unwrap();
    std::fs::write(folder.path().join("events.csv"), &world.events).unwrap();
    let main = ["--events", "events.csv", "--data", "prices.csv", "--benchmark", "MKT"];
    let idle: [(&[&str], &str); 6] = [
        (&["--lang", "ar"], "--lang would have no effect: the report of a sample"),
        (&["--reference-days", "30"], "--reference-days would have no effect"),
        (&["--exclude-day", "2024-06-11"], "--exclude-day would have no effect"),
        (
            &["--minimum-firms", "3"],
            "--minimum-firms would have no effect: it is about the calendar",
        ),
        (&["--donors", "F01,F02"], "--donors would have no effect: the model has no donors"),
        (&["--claim", "F01 rose"], "a claim given is about one event"),
    ];
    for (option, words) in idle {
        refused(folder.path(), &[&main[..], option].concat(), words);
    }
}

/// clap words these itself.
#[test]
fn other_commands_take_no_argument_without_effect() {
    let folder = tempfile::tempdir().unwrap();
    let certify = ["certify", "--data", "prices", "--tickers", "META"];
    let idle: [(&[&str], &[&str]); 6] = [
        (&certify, &["--scenarios", "normal"]),
        (&certify, &["--tests", "patell"]),
        (&["certify"], &["--benchmark", "QQQ"]),
        (&["fetch", "--factors", "three"], &["--benchmark", "QQQ"]),
        (&["fetch", "--factors", "three"], &["--refresh"]),
        (
            &["fetch", "--tickers", "META", "--from", "2025-01-02", "--to", "2025-01-03"],
            &["--benchmark", "QQQ"],
        ),
    ];
    for (command, option) in idle {
        let output = run(folder.path(), &[command, option].concat());
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{command:?} {option:?}: {error}");
        assert!(error.contains("error: ") && output.stdout.is_empty(), "{option:?}: {error}");
    }
}

/// What `--also` asks for and cannot be given is an error with its sentence; the rest is written.
#[test]
fn placebo_dates_beyond_their_bound_are_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let world = SimulatedMarket::with_two_events_a_firm("2020-01-01");
    std::fs::write(folder.path().join("prices.csv"), &world.prices).unwrap();
    std::fs::write(folder.path().join("events.csv"), &world.events).unwrap();
    let output = run(
        folder.path(),
        &[
            &["--events", "events.csv", "--data", "prices.csv", "--benchmark", "MKT"][..],
            &["--window", "-3..3", "--car", "0..0", "--estimation-end", "-6"],
            &["--estimation-length", "120", "--tests", "patell", "--resamples", "400000"],
            &["--files", "json", "--also", "placebo-dates", "--quiet", "--format", "json"],
        ]
        .concat(),
    );
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(error.contains("error: --also placebo-dates gives nothing: 400000 draws"), "{error}");
    assert!(folder.path().join("reports/events/sample/results.json").is_file());
    // Asked for by name, JSON is printed however quiet the rest is.
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["sample"]["events"], 32);
}

#[test]
fn quiet_hides_the_summary_and_not_what_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let main = ["--event", "meta-avocado", "--tickers", "META", "--quiet"];
    let json = run(folder.path(), &[&main[..], &["--format", "json"]].concat());
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["events"][0]["firms"][0]["ticker"], "META");
    let csv = run(folder.path(), &[&main[..], &["--format", "csv"]].concat());
    assert!(String::from_utf8_lossy(&csv.stdout).starts_with("event,ticker,t,"));
    assert!(csv.stderr.is_empty());
}

#[test]
fn an_export_of_nothing_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["store", "export", "--out", "out"]);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(error.contains("error: nothing is stored in") && error.contains("help: "), "{error}");
    let one = run(folder.path(), &["store", "export", "--tickers", "META", "--out", "out"]);
    let error = String::from_utf8_lossy(&one.stderr).into_owned();
    assert_eq!(one.status.code(), Some(1), "{error}");
    assert!(error.contains("bars of META are not stored"), "{error}");
    assert!(!folder.path().join("out").exists());
    // Nor is the sample a substitute for a store that was named.
    let named = run(folder.path(), &["--event", "meta-avocado", "--store", "empty"]);
    let error = String::from_utf8_lossy(&named.stderr).into_owned();
    assert_eq!(named.status.code(), Some(1), "{error}");
    assert!(error.contains("are not stored") && named.stdout.is_empty(), "{error}");
}
