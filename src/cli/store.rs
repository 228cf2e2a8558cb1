//! `eventstudy store`: what is stored, whether it is whole, and how to be rid of it.

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::{NaiveDate, NaiveTime};
use clap::{Args, Subcommand};
use comfy_table::{Table, presets};
use eventstudy::Error;
use eventstudy::event::Ticker;
use eventstudy::prices::store::Store;

use super::print;

/// What can be said after `store`.
#[derive(Debug, Args)]
pub struct StoreCommand {
    #[command(subcommand)]
    what: What,
    /// The folder of the store [default: EVENTSTUDY_HOME, else the platform's folder for data]
    #[arg(long, value_name = "FOLDER", global = true)]
    store: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List the series
    List,
    /// Compare every file with its digest; exit code 1 if anything is damaged
    Verify,
    /// Remove what interrupted fetches left over and superseded vintages of adjusted prices
    Prune {
        /// Also what `verify` finds damaged
        #[arg(long)]
        damaged: bool,
        /// Also the raw answers of fetches before this date (UTC); their bars stay
        #[arg(long, value_name = "DATE")]
        answers_before: Option<NaiveDate>,
    },
    /// Write bars as Parquet files that --data and other programs read
    Export {
        /// Only these tickers
        #[arg(long, value_name = "A,B", value_delimiter = ',')]
        tickers: Vec<String>,
        /// The folder to write to
        #[arg(long, value_name = "FOLDER")]
        out: PathBuf,
    },
}

impl StoreCommand {
    /// Runs the subcommand.
    pub fn run(&self) -> Result<ExitCode, Error> {
        let store = Store::at(self.store.as_deref())?;
        match &self.what {
            What::List => list(&store),
            What::Verify => verify(&store),
            What::Prune { damaged, answers_before } => {
                let before = answers_before.map(|d| d.and_time(NaiveTime::MIN).and_utc());
                let pruned = store.prune(*damaged, before)?;
                let mut text = format!(
                    "{} files with {:.1} MiB removed\n",
                    pruned.files,
                    pruned.bytes as f64 / (1 << 20) as f64
                );
                for series in &pruned.series {
                    text.push_str(&format!("  series {series}\n"));
                }
                Ok(print(&text))
            }
            What::Export { tickers, out } => {
                let files = store.export(&Ticker::list(tickers)?, out)?;
                let names: Vec<String> =
                    files.iter().map(|f| format!("{}\n", f.display())).collect();
                Ok(print(&names.concat()))
            }
        }
    }
}

fn list(store: &Store) -> Result<ExitCode, Error> {
    let series = store.series()?;
    if series.is_empty() {
        let root = store.root().display();
        return Ok(print(&format!(
            "Nothing is stored in {root}; `eventstudy fetch --help` shows how.\n"
        )));
    }
    let mut table = Table::new();
    table.load_preset(presets::UTF8_HORIZONTAL_ONLY).set_header(vec![
        "source",
        "feed",
        "adjustment",
        "bars",
        "symbol",
        "from",
        "to",
        "sessions",
        "rows",
        "fetched",
        "open",
    ]);
    for series in series {
        let Some(manifest) = store.manifest(&series)? else { continue };
        let date = |d: Option<NaiveDate>| d.map_or_else(|| "-".into(), |d| d.to_string());
        let span = manifest.span();
        let with_bars = manifest.sessions.values().filter(|s| s.rows > 0).count();
        let open = manifest.sessions.values().filter(|s| !s.is_final).count();
        let as_of = series.as_of.map_or(String::new(), |d| format!("@{d}"));
        table.add_row(vec![
            series.vendor.clone(),
            series.feed.clone(),
            format!("{}{as_of}", series.adjustment),
            series.length.to_string(),
            series.symbol.to_string(),
            date(span.map(|s| s.0)),
            date(span.map(|s| s.1)),
            with_bars.to_string(),
            manifest.rows().to_string(),
            manifest
                .vintage()
                .map_or_else(|| "-".into(), |t| t.format("%Y-%m-%d %H:%M").to_string()),
            open.to_string(),
        ]);
    }
    Ok(print(&format!(
        "{table}\nin {}; `open` counts sessions that may still change\n",
        store.root().display()
    )))
}

fn verify(store: &Store) -> Result<ExitCode, Error> {
    let found = store.verify()?;
    let mut text = format!(
        "{} series, {} files with {} bars, {} answers\n",
        found.series, found.parts, found.bars, found.answers
    );
    if !found.left_over.is_empty() {
        text.push_str(&format!(
            "{} files are left over from interrupted fetches; `eventstudy store prune` removes them\n",
            found.left_over.len()
        ));
    }
    match found.damaged.into_iter().reduce(|first, other| {
        anstream::eprintln!("error: {other}");
        first
    }) {
        None => {
            text.push_str("everything is as it was written\n");
            Ok(print(&text))
        }
        Some(error) => {
            print(&text);
            Err(error.into())
        }
    }
}
