//! `eventstudy news`: news of tickers as rows of an events file.

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::{NaiveDate, TimeDelta, TimeZone as _, Utc};
use chrono_tz::America::New_York;
use clap::Args;
use eventstudy::Error;
use eventstudy::event::Ticker;
use eventstudy::news::{NEWS_VENDORS, NewsRequest, events_csv, fetch_news, news_vendor};
use eventstudy::prices::fetch::{FetchError, Fetching, Settings};
use eventstudy::prices::store::Store;
use eventstudy::study::StudyError;

use super::{fetching_bar, print};

/// What can be said after `news`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  eventstudy news --tickers META,BABA --from 2025-12-09 --to 2025-12-11 --source alpaca --out news.csv"
)]
pub struct News {
    /// The tickers
    #[arg(long, value_name = "A,B", value_delimiter = ',', required = true)]
    tickers: Vec<String>,
    /// The first day, in New York
    #[arg(long, value_name = "DATE")]
    from: NaiveDate,
    /// The last day, in New York
    #[arg(long, value_name = "DATE")]
    to: NaiveDate,
    /// The vendor (`eventstudy sources` lists them)
    #[arg(long, value_name = "NAME")]
    source: String,
    /// The address of an RSS or Atom feed, for `--source rss`
    #[arg(long, value_name = "URL")]
    feed: Option<String>,
    /// Write the events file here instead of to the output stream
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The folder of the store [default: EVENTSTUDY_HOME, else the platform's folder for data]
    #[arg(long, value_name = "FOLDER")]
    store: Option<PathBuf>,
    /// Print nothing but errors and the events
    #[arg(long, short)]
    quiet: bool,
}

impl News {
    /// Fetches news and writes them.
    pub fn run(&self) -> Result<ExitCode, Error> {
        let vendor = news_vendor(&self.source).ok_or_else(|| {
            let ids: Vec<&str> = NEWS_VENDORS.iter().map(|v| v.capabilities().access.id).collect();
            FetchError::UnknownVendor { text: self.source.clone(), known: ids.join(", ") }
        })?;
        if self.feed.is_some() && self.source != "rss" {
            return Err(StudyError::IdleOption {
                option: "--feed".into(),
                reason: "it is the address of a feed, which only the source rss reads",
                help: "leave it out, or say --source rss",
            }
            .into());
        }
        let request = NewsRequest {
            tickers: Ticker::list(&self.tickers)?,
            from: midnight(self.from)?,
            until: midnight(self.to + TimeDelta::days(1))?,
            feed: self.feed.clone(),
        };
        if request.from >= request.until {
            let reason = format!("{} is after {}", self.from, self.to);
            return Err(FetchError::Span { reason }.into());
        }
        let store = Store::at(self.store.as_deref())?;
        let settings = Settings::load()?;
        let bar = fetching_bar::requests(self.quiet);
        let fetching = Fetching {
            store: &store,
            settings: &settings,
            now: Utc::now(),
            waiting: &|| {
                fetching_bar::print_beside(
                    self.quiet,
                    &bar,
                    "waiting for another fetch from this source",
                )
            },
            progress: &|of, done, asked| fetching_bar::show_progress(&bar, of, done, asked),
        };
        let outcome = fetch_news(&fetching, vendor, &request);
        bar.finish_and_clear();
        let outcome = outcome?;
        let table = events_csv(&outcome.items);
        let place = match &self.out {
            Some(path) => {
                eventstudy::prices::store::write_file(path, &table)?;
                format!(" in {}", path.display())
            }
            None => {
                print(&String::from_utf8_lossy(&table));
                String::new()
            }
        };
        if !self.quiet {
            for note in &outcome.notes {
                anstream::eprintln!("note: {note}");
            }
            anstream::eprintln!(
                "{} pieces of news from {}{place} ({} came; copies and amendments are grouped, the earliest time stands)",
                outcome.items.len(),
                vendor.capabilities().access.name,
                outcome.came
            );
        }
        match outcome.unknown.into_iter().next() {
            Some(error) => Err(error.into()),
            None => Ok(ExitCode::SUCCESS),
        }
    }
}

/// The first instant of a day in New York.
fn midnight(date: NaiveDate) -> Result<chrono::DateTime<Utc>, FetchError> {
    let local = New_York.from_local_datetime(&date.and_time(chrono::NaiveTime::MIN)).earliest();
    local
        .map(|t| t.to_utc())
        .ok_or_else(|| FetchError::Span { reason: format!("{date} has no midnight in New York") })
}
