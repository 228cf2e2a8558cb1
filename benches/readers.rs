//! What reading costs, as ratios within one run:
//!
//! ```text
//! cargo run --release --example generate_panel
//! cargo bench --bench readers -- [folder]            # the default folder is panel
//! ```
//!
//! The measure is the time to read the bytes of the panel and to hash them, which no reader that
//! states the provenance of its input can go below.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use eventstudy::event::Announcements;
use eventstudy::prelude::*;
use eventstudy::prices::PricePanel;
use eventstudy::returns::ReturnPanel;
use sha2::{Digest, Sha256};

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
    let panel = time(5, || read(&prices, &calendar));
    let returns = read(&prices, &calendar)?;
    let kernel = time(5, || ReturnPanel::of(returns.prices().clone(), ReturnKind::Log));
    let table = Announcements::from_file(&events)?;
    let announcements = time(5, || Announcements::from_file(&events));
    let placements = time(5, || table.placements(&calendar));
    println!("{} tickers, {} events", returns.len(), table.len());
    for (what, took) in [
        ("read and hash the bytes", bytes),
        ("Parquet to returns", panel),
        ("log returns from prices, with a copy", kernel),
        ("read the events", announcements),
        ("day 0 of the events", placements),
    ] {
        let ratio = took.as_secs_f64() / bytes.as_secs_f64();
        println!("{what:<40} {ratio:>7.2}   ({:.1} ms here)", 1e3 * took.as_secs_f64());
    }
    Ok(())
}

fn read(path: &Path, calendar: &TradingCalendar) -> Result<ReturnPanel, Error> {
    let request = FileRequest {
        paths: vec![DataPath { ticker: None, path: path.into() }],
        options: Options::default(),
    };
    let prices = PricePanel::from_files(&request, None, calendar)?;
    Ok(ReturnPanel::of(prices, ReturnKind::Simple))
}
