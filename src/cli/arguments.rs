//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use eventstudy::report::Language;
use eventstudy::report::cross_section::FileKind;
use eventstudy::request::{EventChoice, EventSource};

use super::certify::Certify;
use super::fetch::Fetch;
use super::news::News;
use super::store::StoreCommand;
use super::study_options::{StudyArguments, by_word};

/// What did the market do with a piece of news, and was it more than noise?
#[derive(Debug, Parser)]
#[command(
    name = "eventstudy",
    version,
    max_term_width = 100,
    args_conflicts_with_subcommands = true
)]
#[command(
    after_help = "Without --data stored bars are used where there are any (`eventstudy fetch`), else the bundled SIMULATED\nsample.\n\nExamples:\n  eventstudy --event meta-avocado --tickers META,BABA\n  eventstudy --event meta-avocado --data prices/daily --data prices/intraday\n  eventstudy --event-time 2025-02-11T09:00-05:00 --headline \"A supplier is named\" \\\n             --tickers BABA --benchmark AAPL,NVDA --data prices/"
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Option<Command>,

    /// The event, by its id in the catalogue
    #[arg(long, value_name = "ID", help_heading = "The event", conflicts_with = "event_time")]
    pub event: Option<String>,
    /// A file of your own (.toml, .json, .csv, .csv.gz, .parquet); without --event all its events are
    /// studied as a sample
    #[arg(long, value_name = "FILE", help_heading = "The event", conflicts_with = "event_time")]
    pub events: Option<PathBuf>,
    /// A one-off event: when it became public, with offset or zone
    #[arg(long, value_name = "TIME", help_heading = "The event", requires = "tickers")]
    pub event_time: Option<String>,
    /// The headline of the one-off event
    #[arg(long, value_name = "TEXT", help_heading = "The event", requires = "event_time")]
    pub headline: Option<String>,
    /// A claim about one of the tickers, such as "BABA rose before the open" (repeatable)
    #[arg(long, value_name = "TEXT", help_heading = "The event")]
    pub claim: Vec<String>,
    /// The tickers, instead of those of the event
    #[arg(long, value_name = "A,B", value_delimiter = ',', help_heading = "The event")]
    pub tickers: Vec<String>,

    /// Prices: a file or folder, or TICKER=FILE (repeatable; .csv, .csv.gz, .parquet)
    #[arg(long, value_name = "PATH", help_heading = "Prices")]
    pub data: Vec<String>,
    /// Stored bars of this vendor (`eventstudy fetch`), or `sample` [default: the one vendor that is
    /// stored, else the simulated sample]
    #[arg(long, value_name = "NAME", conflicts_with = "data", help_heading = "Prices")]
    pub source: Option<String>,
    /// Stored bars of this feed of the vendor
    #[arg(long, value_name = "NAME", conflicts_with = "data", help_heading = "Prices")]
    pub feed: Option<String>,
    /// The folder of the store [default: EVENTSTUDY_HOME, else the platform's folder for data]
    #[arg(long, value_name = "FOLDER", conflicts_with = "data", help_heading = "Prices")]
    pub store: Option<PathBuf>,
    /// Instead of a study: where the stored bars of two vendors disagree
    #[arg(
        long,
        value_name = "A,B",
        value_delimiter = ',',
        conflicts_with = "data",
        help_heading = "Prices"
    )]
    pub compare: Vec<String>,
    #[command(flatten)]
    pub options: StudyArguments,

    /// What is written [default: everything up to 10,000 events]
    #[arg(long, value_name = "A,B", value_delimiter = ',', value_parser = by_word::<FileKind>(), help_heading = "Many events")]
    pub files: Vec<FileKind>,

    /// The folder of the report [default: reports/<event>]
    #[arg(long, value_name = "FOLDER", help_heading = "The report")]
    pub out: Option<PathBuf>,
    /// What is printed [default: text]
    #[arg(long, help_heading = "The report")]
    pub format: Option<Format>,
    /// The language of headline and claims [default: en]
    #[arg(long, value_parser = by_word::<Language>(), help_heading = "The report")]
    pub lang: Option<Language>,
    /// Also write the tables as Parquet
    #[arg(long, help_heading = "The report")]
    pub parquet: bool,
    /// Print nothing but errors, and what --format json or csv asks for
    #[arg(long, short, help_heading = "The report")]
    pub quiet: bool,
    /// Fail with exit code 3 if anything asked for was left out
    #[arg(long, help_heading = "The report")]
    pub strict: bool,
}

/// What else the command does.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the events of the catalogue, or show one
    Events {
        /// The event to show
        id: Option<String>,
        /// A catalogue of your own
        #[arg(long, value_name = "FILE")]
        events: Option<PathBuf>,
    },
    /// List the expected-return models
    Models,
    /// List the tests
    Tests,
    /// Fetch bars from a vendor into the store
    Fetch(Fetch),
    /// Fetch news of tickers as rows of an events file
    News(News),
    /// List the vendors with what they have
    Sources,
    /// List, verify, prune or export what is stored
    Store(StoreCommand),
    /// Measure how often every test rejects where there is nothing, and how often it finds something
    Certify(Certify),
}

/// What is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// The summary for people
    #[default]
    Text,
    /// results.json
    Json,
    /// abnormal_returns.csv
    Csv,
}

impl Arguments {
    /// Where the events come from.
    pub fn event_source(&self) -> EventSource {
        self.events.clone().map_or(EventSource::Bundled, EventSource::File)
    }

    /// Which of the events.
    pub fn event_choice(&self) -> EventChoice {
        EventChoice {
            event: self.event.clone(),
            event_time: self.event_time.clone(),
            headline: self.headline.clone(),
            claims: self.claim.clone(),
            tickers: self.tickers.clone(),
        }
    }
}
