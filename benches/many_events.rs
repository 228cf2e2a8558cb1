//! What a study of many events costs, as ratios within one run:
//!
//! ```text
//! cargo run --release --example generate_panel
//! cargo bench --bench many_events -- [folder]        # the default folder is panel
//! ```
//!
//! The measure is the time to read the bytes of the panel and to hash them, which no program that
//! states the provenance of its input can go below. The last part runs the command itself, from
//! files to files.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use eventstudy::event::Announcements;
use eventstudy::prelude::*;
use eventstudy::prices::PricePanel;
use eventstudy::report::cross_section::{CrossSectionReport, FileKind};
use eventstudy::returns::ReturnPanel;
use eventstudy::study::many::CrossSectionStudy;
use sha2::{Digest, Sha256};

/// Numbers of events whose cost is compared.
const SIZES: [usize; 6] = [1_000, 3_000, 10_000, 30_000, 100_000, 1_000_000];

/// The median time of some runs.
fn time<T>(runs: usize, mut work: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed()
        })
        .collect();
    times.sort();
    times[runs / 2]
}

/// What is asked for where draws, clusters and the like are not.
const SOME: &str = "patell,adjusted-patell,bmp,kolari-pynnonen,corrado-zivney,\
                    corrado-zivney-restandardised,sign,generalised-sign,wilcoxon";

fn main() -> Result<(), Error> {
    let folder = std::env::args().skip(1).find(|a| !a.starts_with('-'));
    let folder = PathBuf::from(folder.unwrap_or_else(|| "panel".to_owned()));
    let (prices, events) = (folder.join("prices.parquet"), folder.join("events.csv"));
    if !prices.exists() {
        println!("{} is missing: run the example generate_panel first", prices.display());
        return Ok(());
    }
    let calendar = TradingCalendar::new_york();
    let bytes = time(5, || std::fs::read(&prices).map(Sha256::digest));
    let ratio = |what: &str, took: Duration| {
        let ratio = took.as_secs_f64() / bytes.as_secs_f64();
        println!("{what:<44} {ratio:>8.2}   ({:.1} ms here)", 1e3 * took.as_secs_f64());
    };
    let panel = read(&prices, &calendar)?;
    let table = Announcements::from_file(&events)?;
    println!("{} tickers, {} events", panel.len(), table.len());
    ratio("read and hash the bytes", bytes);
    let returns = || -> Result<usize, Error> {
        Ok(ReturnPanel::of(&read(&prices, &calendar)?, ReturnKind::Simple).len())
    };
    ratio("Parquet to returns", time(5, || returns().is_ok()));
    ratio("read the events", time(5, || Announcements::from_file(&events).is_ok()));
    ratio("day 0 of the events", time(5, || table.placements(&calendar)));

    let spec = || StudySpec { estimation_length: 120, ..StudySpec::default() };
    let study =
        |table: &Announcements| CrossSectionStudy::new(spec(), &calendar).run(table, &panel);
    let results = study(&table).map_err(Error::from)?;
    let report =
        || CrossSectionReport::of(&results).files(&[FileKind::Json]).json().map(|j| j.len());
    ratio("results as JSON", time(5, || report().is_ok()));

    println!("\nthe study with every test, per event, against {} events", table.len());
    let whole = time(3, || study(&table).is_ok()).as_secs_f64() / table.len() as f64;
    for size in SIZES.into_iter().filter(|size| *size <= table.len()) {
        let part = first(&table, size);
        let took = time(3, || study(&part).is_ok()).as_secs_f64();
        println!("{size:>12} {:>8.2}   ({:.1} ms here)", took / size as f64 / whole, 1e3 * took);
    }

    println!("\nthe whole command, from Parquet to results.json");
    let out = folder.join("report");
    let command = |tests: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_eventstudy"))
            .arg("--events")
            .arg(&events)
            .arg("--data")
            .arg(&prices)
            .args(["--estimation-length", "120", "--files", "json", "--quiet", "--out"])
            .arg(&out)
            .args(tests)
            .stdout(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    };
    if !command(&[]) {
        println!("the command failed");
    }
    ratio("Patell, BMP, KP, ranks, signs, Wilcoxon", time(3, || command(&["--tests", SOME])));
    ratio("every test on", time(3, || command(&[])));
    Ok(())
}

/// The first pairs of a table.
fn first(table: &Announcements, size: usize) -> Announcements {
    let mut part = table.clone();
    part.ids.truncate(size);
    part.published.truncate(size);
    part.firms.truncate(size);
    part.rows.truncate(size);
    part.headlines.truncate(size);
    part.attributes.values_mut().for_each(|column| column.truncate(size));
    part
}

fn read(path: &Path, calendar: &TradingCalendar) -> Result<PricePanel, Error> {
    let request = FileRequest {
        paths: vec![DataPath { ticker: None, path: path.into() }],
        options: Options::default(),
    };
    Ok(PricePanel::from_files(&request, None, calendar)?)
}
