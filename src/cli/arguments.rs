//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use eventstudy::inference::{TESTS, TestId};
use eventstudy::models::{MODELS, model};

use super::certify::Certify;
use super::fetch::Fetch;
use super::news::News;
use super::store::StoreCommand;

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
    /// A column by name, such as close=PX_LAST (repeatable)
    #[arg(long, value_name = "ROLE=NAME", help_heading = "Prices")]
    pub column: Vec<String>,
    /// What prices are adjusted for, where the file does not say
    #[arg(long, help_heading = "Prices")]
    pub adjustment: Option<DeclaredAdjustment>,
    /// Whether bars carry the time of their start or of their end
    #[arg(long, help_heading = "Prices")]
    pub bar_label: Option<Label>,
    /// Factor returns: daily files in Kenneth French's layout or with a header such as
    /// date,Mkt-RF,SMB,HML,RF (repeatable; joined by date)
    #[arg(long, value_name = "FILE", help_heading = "Prices")]
    pub factors: Vec<PathBuf>,
    /// The unit of the factor files
    #[arg(long, default_value = "percent", requires = "factors", help_heading = "Prices")]
    pub factor_unit: Unit,
    /// A TOML file of unscheduled closures and special hours
    #[arg(long, value_name = "FILE", help_heading = "Prices")]
    pub calendar_patch: Option<PathBuf>,

    /// The benchmark: a ticker, or several for an equal-weighted basket
    #[arg(long, value_name = "A,B", default_value = "SPY", help_heading = "The method")]
    pub benchmark: String,
    /// The expected-return model (`eventstudy models` lists them), or factors:A+B
    #[arg(long, default_value = "market-model", value_parser = model_id, help_heading = "The method")]
    pub model: String,
    /// Firms of the same kind, for the models with peers (industry, matched, vasicek)
    #[arg(long, value_name = "A,B", value_delimiter = ',', help_heading = "The method")]
    pub peers: Vec<String>,
    /// Firms that the event does not touch, for synthetic-control
    #[arg(long, value_name = "A,B", value_delimiter = ',', help_heading = "The method")]
    pub donors: Vec<String>,
    /// Sessions of the estimation window
    #[arg(long, value_name = "N", default_value_t = 250, help_heading = "The method")]
    pub estimation_length: usize,
    /// Its last session in event time
    #[arg(long, value_name = "T", default_value_t = -11, allow_negative_numbers = true, help_heading = "The method")]
    pub estimation_end: i32,
    /// Fewer usable sessions than this are refused
    #[arg(long, value_name = "N", default_value_t = 60, help_heading = "The method")]
    pub minimum_estimation: usize,
    /// The event window
    #[arg(
        long,
        value_name = "A..B",
        default_value = "-10..10",
        allow_hyphen_values = true,
        help_heading = "The method"
    )]
    pub window: String,
    /// A window of cumulative abnormal returns (repeatable; the first one is the headline)
    #[arg(long, value_name = "A..B", allow_hyphen_values = true, help_heading = "The method")]
    pub car: Vec<String>,
    /// Daily returns
    #[arg(long, default_value = "simple", help_heading = "The method")]
    pub returns: Returns,
    /// The level of significance
    #[arg(long, default_value_t = 0.05, help_heading = "The method")]
    pub alpha: f64,
    /// Earlier days that serve as reference, at most
    #[arg(long, value_name = "K", default_value_t = 60, help_heading = "The method")]
    pub reference_days: usize,
    /// A date to keep out of the reference, such as a home-market holiday (repeatable)
    #[arg(long, value_name = "DATE", help_heading = "The method")]
    pub exclude_day: Vec<chrono::NaiveDate>,
    /// Seconds to add to the publication time
    #[arg(
        long,
        allow_negative_numbers = true,
        value_name = "S",
        default_value_t = 0,
        help_heading = "The method"
    )]
    pub latency: i64,

    /// A column of the events file by whose values results are given as well
    #[arg(long, value_name = "COLUMN", help_heading = "Many events")]
    pub by: Option<String>,
    /// Columns of the events file on which CARs are regressed
    #[arg(long, value_name = "A,B", value_delimiter = ',', help_heading = "Many events")]
    pub regress: Vec<String>,
    /// A column that weighs events, such as market capitalisation; beside equal weights
    #[arg(long, value_name = "COLUMN", help_heading = "Many events")]
    pub weight: Option<String>,
    /// A column that names clusters of events whose errors go together [default: day 0]
    #[arg(long, value_name = "COLUMN", help_heading = "Many events")]
    pub cluster: Option<String>,
    /// What happens to a window in which an event has no return on some day
    #[arg(long, default_value = "complete", help_heading = "Many events")]
    pub missing: Missing,
    /// What happens to an event whose window overlaps that of an earlier event of its firm
    #[arg(long, default_value = "leave-out", help_heading = "Many events")]
    pub overlapping: Overlap,
    /// What is studied beside the abnormal returns
    #[arg(long, value_name = "A,B", value_delimiter = ',', help_heading = "Many events")]
    pub also: Vec<Beside>,
    /// Days of the calendar-time portfolio with fewer firms are left out
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Many events")]
    pub minimum_firms: usize,
    /// Days of the calendar-time portfolio count by the root of their number of firms
    #[arg(long, help_heading = "Many events")]
    pub weight_days: bool,
    /// Tests that are run (`eventstudy tests` lists them), beside those of the headline on windows
    /// [default: all]
    #[arg(long, value_name = "A,B", value_delimiter = ',', value_parser = test_id, help_heading = "Many events")]
    pub tests: Vec<TestId>,
    /// The seed of everything that is drawn
    #[arg(long, default_value_t = 20_251_210, help_heading = "Many events")]
    pub seed: u64,
    /// Draws of tests that cannot go through all configurations
    #[arg(long, value_name = "B", default_value_t = 4_999, help_heading = "Many events")]
    pub resamples: usize,
    /// What is written [default: everything up to 10,000 events]
    #[arg(long, value_name = "A,B", value_delimiter = ',', help_heading = "Many events")]
    pub files: Vec<Files>,

    /// The folder of the report [default: reports/<event>]
    #[arg(long, value_name = "FOLDER", help_heading = "The report")]
    pub out: Option<PathBuf>,
    /// What is printed
    #[arg(long, default_value = "text", help_heading = "The report")]
    pub format: Format,
    /// The language of headline and claims
    #[arg(long, default_value = "en", help_heading = "The report")]
    pub lang: Lang,
    /// Also write the tables as Parquet
    #[arg(long, help_heading = "The report")]
    pub parquet: bool,
    /// Print nothing but errors
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// The summary for people
    Text,
    /// results.json
    Json,
    /// abnormal_returns.csv
    Csv,
}

/// What happens to a window with a missing day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Missing {
    /// The event is left out of that window
    Complete,
    /// The days that are there are summed
    Available,
}

/// What happens to overlapping events of a firm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Overlap {
    /// The later one is left out
    LeaveOut,
    /// Both are kept
    Keep,
}

/// What is studied beside the abnormal returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Beside {
    /// The portfolio of all firms with a recent event, day by day
    CalendarTime,
    /// Abnormal volume
    Volume,
    /// How volatile abnormal returns were: up to 20,000 events without being asked for
    Volatility,
    /// The headline at days on which nothing happened
    PlaceboDates,
    /// How often the headline tests find an effect put into such days
    Power,
}

/// A kind of file of the report of many events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Files {
    /// results.json
    Json,
    /// Tidy tables
    Csv,
    /// Events and abnormal returns as Parquet
    Parquet,
    /// tables.tex
    Latex,
    /// results.xlsx
    Excel,
    /// Pictures
    Figures,
}

/// The language of headline and claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// English
    En,
    /// Arabic
    Ar,
}

/// Daily returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Returns {
    /// P1/P0 - 1
    Simple,
    /// ln(P1/P0)
    Log,
}

/// What prices are adjusted for, by the user's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DeclaredAdjustment {
    /// Not adjusted
    Raw,
    /// Adjusted for dividends and splits
    Adjusted,
}

/// The unit of factor returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Unit {
    /// 0.54 is 0.54%
    Percent,
    /// 0.0054 is 0.54%
    Fraction,
}

/// What the time of a bar means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Label {
    /// Its start
    Start,
    /// Its end
    End,
}

fn test_id(id: &str) -> Result<TestId, String> {
    if let Some(test) = id.parse().ok().filter(|test: &TestId| test.of_many().is_some()) {
        return Ok(test);
    }
    let ids: Vec<&str> = TESTS.iter().filter(|t| t.run.is_some()).map(|t| t.id.id()).collect();
    Err(format!("there is no such test of many events; there are {}", ids.join(", ")))
}

fn model_id(id: &str) -> Result<String, String> {
    if model(id).is_some() {
        return Ok(id.to_owned());
    }
    let ids: Vec<&str> = MODELS.iter().map(|entry| entry.id).collect();
    Err(format!("there is no such model; there are {}, and factors:A+B", ids.join(", ")))
}
