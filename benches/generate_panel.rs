//! Writes a SIMULATED panel of daily prices and a table of events, to measure with.
//!
//! ```text
//! cargo run --release --example generate_panel -- [tickers] [sessions] [events] [folder]
//! ```
//!
//! The defaults are 2000 tickers, 2500 sessions, 100000 events and the folder `panel`. Returns have
//! three common factors and errors of their own; dividends and splits are rare, and some bars are
//! missing. Events of one ticker are at least 21 sessions apart, so that event windows from -10 to
//! +10 do not overlap, as long as so many fit into its history after an estimation window.

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use eventstudy::calendar::TradingCalendar;
use polars::prelude::*;
use polars_io::parquet::write::{ParquetCompression, ParquetWriter, StatisticsOptions};
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Normal, StudentT};

const SEED: u64 = 7;

/// Daily standard deviations of the market and of two further factors.
const FACTORS: [f64; 3] = [0.010, 0.005, 0.005];
/// Sessions between events of one ticker.
const SPACING: usize = 21;
/// Sessions before the first event, for the estimation window and the gap.
const BEFORE: usize = 150;
/// Sessions after the last event.
const AFTER: usize = 15;
/// Shares of the bars that are missing, of the days with a dividend and of those with a split.
const MISSING: f64 = 0.001;
const DIVIDENDS: f64 = 1.0 / 63.0;
const SPLITS: f64 = 1.0 / 2500.0;

const SECTORS: [&str; 5] = ["energy", "finance", "health", "industry", "technology"];

#[derive(Default)]
struct Table {
    ticker: Vec<u32>,
    date: Vec<i32>,
    close: Vec<f64>,
    volume: Vec<f64>,
    dividend: Vec<f64>,
    split: Vec<f64>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, default: usize| {
        arguments.get(at).map_or(Ok(default), |text| text.parse::<usize>())
    };
    let (tickers, sessions) = (number(0, 2000)?, number(1, 2500)?);
    let events = number(2, 100_000)?;
    let folder = Path::new(arguments.get(3).map_or("panel", String::as_str));
    let calendar = TradingCalendar::new_york();
    let last = calendar.index_of("2025-12-31".parse()?).ok_or("no such session")? + 1;
    let first = last.checked_sub(sessions).ok_or("the calendar has not so many sessions")?;
    let days: Vec<i32> =
        calendar.days()[first..last].iter().map(|d| d.date.to_epoch_days()).collect();

    fs::create_dir_all(folder)?;
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    let table = simulate(&mut rng, tickers, &days)?;
    write_prices(&folder.join("prices.parquet"), table, tickers)?;
    let dates: Vec<String> =
        calendar.days()[first..last].iter().map(|d| d.date.to_string()).collect();
    let written = write_events(&folder.join("events.csv"), &mut rng, tickers, &dates, events)?;
    println!("{tickers} tickers, {sessions} sessions, {written} events in {}", folder.display());
    Ok(())
}

/// The benchmark first, then the firms.
fn simulate(rng: &mut ChaCha8Rng, tickers: usize, days: &[i32]) -> Result<Table, Box<dyn Error>> {
    let common: Vec<[f64; 3]> = (0..days.len())
        .map(|_| Ok(FACTORS.map(|sd| Normal::new(0.0002, sd).map_or(0.0, |n| n.sample(rng)))))
        .collect::<Result<_, Box<dyn Error>>>()?;
    let own = StudentT::new(5.0)?;
    let mut table = Table::default();
    for ticker in 0..=tickers {
        let is_benchmark = ticker == 0;
        let loading = match is_benchmark {
            true => [1.0, 0.0, 0.0],
            false => [
                rng.random_range(0.4..1.6),
                rng.random_range(-0.8..0.8),
                rng.random_range(-0.8..0.8),
            ],
        };
        let sd = if is_benchmark { 0.0 } else { rng.random_range(0.008..0.025) };
        let mut price: f64 = rng.random_range(20.0..200.0);
        for (day, factors) in days.iter().zip(&common) {
            let systematic: f64 = loading.iter().zip(factors).map(|(b, f)| b * f).sum();
            let growth = 1.0 + systematic + sd * own.sample(rng) * 0.6_f64.sqrt();
            let dividend = if rng.random_bool(DIVIDENDS) { 0.004 * price } else { 0.0 };
            let split = if !is_benchmark && rng.random_bool(SPLITS) { 2.0 } else { 1.0 };
            price = (price / split - dividend) * growth.max(0.5);
            if !is_benchmark && rng.random_bool(MISSING) {
                continue;
            }
            table.ticker.push(ticker as u32);
            table.date.push(*day);
            table.close.push(price);
            table.volume.push((1e6 * rng.random_range(0.5..2.0_f64)).round());
            table.dividend.push(dividend);
            table.split.push(split);
        }
    }
    Ok(table)
}

fn name(ticker: usize) -> String {
    if ticker == 0 { "SPY".to_owned() } else { format!("T{ticker:04}") }
}

fn write_prices(path: &Path, table: Table, tickers: usize) -> Result<(), Box<dyn Error>> {
    let names: Vec<String> = (0..=tickers).map(name).collect();
    let ticker: StringChunked =
        table.ticker.iter().map(|i| Some(names[*i as usize].as_str())).collect();
    let date = Series::new("date".into(), table.date).cast(&DataType::Date)?;
    let mut frame = DataFrame::new(
        ticker.len(),
        vec![
            date.into(),
            ticker.with_name("ticker".into()).into_series().into(),
            Column::new("close".into(), table.close),
            Column::new("volume".into(), table.volume),
            Column::new("dividend".into(), table.dividend),
            Column::new("split".into(), table.split),
        ],
    )?;
    ParquetWriter::new(File::create(path)?)
        .with_compression(ParquetCompression::Zstd(None))
        .with_statistics(StatisticsOptions::default())
        .with_row_group_size(Some(1 << 18))
        .finish(&mut frame)?;
    Ok(())
}

/// Events at random sessions of a grid for each ticker; returns how many were written.
fn write_events(
    path: &Path,
    rng: &mut ChaCha8Rng,
    tickers: usize,
    dates: &[String],
    events: usize,
) -> Result<usize, Box<dyn Error>> {
    let end = dates.len().saturating_sub(AFTER);
    let mut places: Vec<(usize, usize)> = Vec::new();
    for ticker in 1..=tickers {
        let start = BEFORE + rng.random_range(0..SPACING);
        places.extend((start..end).step_by(SPACING).map(|at| (ticker, at)));
    }
    places.shuffle(rng);
    if places.len() < events {
        eprintln!("only {} events fit without overlap", places.len());
    }
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "id,published,ticker,sector,size")?;
    for (number, (ticker, at)) in places.iter().take(events).enumerate() {
        // Half of the stories come before the open of their session, half are dated only.
        let time = if number % 2 == 0 { "T12:30:00Z" } else { "" };
        let (date, sector) = (&dates[*at], SECTORS[ticker % SECTORS.len()]);
        let size: f64 = rng.random_range(1.0..5.0);
        writeln!(out, "e{number},{date}{time},{},{sector},{size:.3}", name(*ticker))?;
    }
    out.flush()?;
    Ok(places.len().min(events))
}
