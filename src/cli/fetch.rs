//! `eventstudy fetch`: bars from a vendor into the store.

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::{NaiveDate, Utc};
use clap::{ArgGroup, Args};
use eventstudy::Error;
use eventstudy::calendar::TradingCalendar;
use eventstudy::event::{Catalog, Event, Placement, Ticker};
use eventstudy::prices::fetch::{FetchError, Settings};
use eventstudy::prices::fetch::{FetchOutcome, Fetching, Wanted};
use eventstudy::prices::store::Store;
use eventstudy::prices::vendor::{
    BarLength, BarVendor, Described, VENDORS, VendorAdjustment, vendor,
};
use eventstudy::request::calendar;
use eventstudy::study::StudySpec;

use super::{command_hint, fetching_bar, print};

/// What can be said after `fetch`.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("of_event").args(["event", "events", "event_time"]).multiple(true)))]
#[command(
    after_help = "Examples:\n  eventstudy fetch --event meta-avocado --tickers META,BABA --source alpaca\n  eventstudy fetch --tickers META,SPY --from 2025-09-15 --to 2025-12-10 --interval 1m --source alpaca\n  eventstudy fetch --factors three\n\nKeys come from the environment or the configuration file, see `eventstudy sources`."
)]
pub struct Fetch {
    /// The event whose study needs the bars: a year before it and two weeks after, and 1-minute bars
    /// of the 60 sessions before it
    #[arg(long, value_name = "ID", conflicts_with = "event_time")]
    event: Option<String>,
    /// A file of your own with events; without --event, daily bars for all of them
    #[arg(long, value_name = "FILE")]
    events: Option<PathBuf>,
    /// A one-off event: when it became public, with offset or zone
    #[arg(long, value_name = "TIME", requires = "tickers", conflicts_with = "events")]
    event_time: Option<String>,
    /// The tickers, instead of those of the event
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    tickers: Vec<String>,
    /// The benchmark of the event's study, which is fetched as well
    #[arg(
        long,
        value_name = "A,B",
        default_value = "SPY",
        value_delimiter = ',',
        requires = "of_event"
    )]
    benchmark: Vec<String>,
    /// The vendor (`eventstudy sources` lists them)
    #[arg(long, value_name = "NAME", default_value = "yahoo")]
    source: String,
    /// A vendor of your own: a TOML file that describes CSV over HTTP
    #[arg(long, value_name = "FILE", conflicts_with = "source")]
    source_file: Option<PathBuf>,
    /// The first trading date
    #[arg(long, value_name = "DATE", requires = "to")]
    from: Option<NaiveDate>,
    /// The last trading date
    #[arg(long, value_name = "DATE", requires = "from")]
    to: Option<NaiveDate>,
    /// Lengths of bars: 1m, 5m, 15m, 30m, 60m, 1d [default: 1d, for an event 1d and 1m]
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    interval: Vec<BarLength>,
    /// The vendor's feed [default: its first]
    #[arg(long, value_name = "NAME")]
    feed: Option<String>,
    /// What prices are adjusted for: raw, split or all [default: the vendor's first]
    #[arg(long, value_name = "NAME")]
    adjustment: Option<VendorAdjustment>,
    /// A TOML file of unscheduled closures and special hours
    #[arg(long, value_name = "FILE")]
    calendar_patch: Option<PathBuf>,
    /// Fetch again what is stored
    #[arg(long)]
    refresh: bool,
    /// Let an answer with fewer bars of a session than are stored take their place
    #[arg(long, requires = "refresh")]
    replace: bool,
    /// Kenneth French's factors instead of bars: three, five or momentum (repeatable)
    #[arg(long, value_name = "SET", conflicts_with_all = ["event", "events", "event_time", "calendar_patch", "tickers", "benchmark", "source", "source_file", "from", "to", "interval", "feed", "adjustment", "refresh"])]
    factors: Vec<String>,
    /// The folder of the store [default: EVENTSTUDY_HOME, else the platform's folder for data]
    #[arg(long, value_name = "FOLDER")]
    store: Option<PathBuf>,
    /// Print nothing but errors
    #[arg(long, short)]
    quiet: bool,
}

/// Days that are wanted of a length, and whether the user asked for the length by name.
struct Span {
    length: BarLength,
    from: NaiveDate,
    to: NaiveDate,
    asked: bool,
}

impl Fetch {
    /// Fetches and says what came.
    pub fn run(&self) -> Result<ExitCode, Error> {
        let store = Store::at(self.store.as_deref())?;
        let settings = Settings::load()?;
        if !self.factors.is_empty() {
            return self.fetch_factors(&store, &settings);
        }
        let described = self.source_file.as_deref().map(read_description).transpose()?;
        let chosen: &dyn BarVendor = match &described {
            Some(own) => own,
            None => vendor(&self.source).ok_or_else(|| unknown_vendor(&self.source))?,
        };
        let calendar = calendar(self.calendar_patch.as_deref())?;
        let (tickers, spans) = self.wanted(&calendar)?;
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
        let mut unknown = None;
        for span in spans {
            let wanted = Wanted {
                symbols: tickers.clone(),
                from: span.from,
                to: span.to,
                length: span.length,
                feed: self.feed.clone(),
                adjustment: self.adjustment.filter(|_| span.asked || span.length == BarLength::Day),
                refresh: self.refresh,
                replace: self.replace,
            };
            let outcome = match fetching.bars(chosen, &calendar, &wanted) {
                Ok(outcome) => outcome,
                // The study goes without intraday bars; that must be said, and is no failure.
                Err(error @ FetchError::DoesNotHave { .. }) if !span.asked => {
                    let error = Error::Fetch(error);
                    let text = format!("warning: {error}\n  help: {}", command_hint(&error));
                    fetching_bar::print_beside(self.quiet, &bar, &text);
                    continue;
                }
                Err(error) => {
                    bar.finish_and_clear();
                    return Err(error.into());
                }
            };
            fetching_bar::suspend(&bar, || self.print_outcome(&outcome, &wanted));
            unknown = unknown.or(outcome.unknown.into_iter().next());
        }
        bar.finish_and_clear();
        if let Some(error) = unknown {
            return Err(error.into());
        }
        if !self.quiet {
            print(&format!("Stored in {}\n", store.root().display()));
        }
        Ok(ExitCode::SUCCESS)
    }

    /// The tickers, and the spans by length.
    fn wanted(&self, calendar: &TradingCalendar) -> Result<(Vec<Ticker>, Vec<Span>), Error> {
        let mut tickers = Ticker::list(&self.tickers)?;
        let events = self.events()?;
        if tickers.is_empty() {
            tickers = events.iter().flat_map(Event::ticker_list).collect();
        }
        if !events.is_empty() {
            tickers.extend(Ticker::list(&self.benchmark)?);
        }
        tickers.sort();
        tickers.dedup();
        if tickers.is_empty() {
            let reason = "no ticker is given, and no event to take them from".into();
            return Err(FetchError::Span { reason }.into());
        }
        let lengths: Vec<(BarLength, bool)> = match self.interval.as_slice() {
            [] if events.len() == 1 => vec![(BarLength::Day, true), (BarLength::Minutes(1), false)],
            [] => vec![(BarLength::Day, true)],
            asked => asked.iter().map(|length| (*length, true)).collect(),
        };
        let mut spans = Vec::new();
        for (length, asked) in lengths {
            let (from, to) = match (self.from, self.to) {
                (Some(from), Some(to)) => (from, to),
                _ => span_around(&events, length, calendar)?,
            };
            spans.push(Span { length, from, to, asked });
        }
        Ok((tickers, spans))
    }

    fn events(&self) -> Result<Vec<Event>, Error> {
        let catalog = match &self.events {
            Some(path) => Catalog::from_file(path)?,
            None => Catalog::bundled()?,
        };
        if let Some(published) = &self.event_time {
            let tickers = Ticker::list(&self.tickers)?;
            return Ok(vec![Event::one_off(published.parse()?, "(no headline given)", &tickers)?]);
        }
        Ok(match &self.event {
            Some(id) => vec![catalog.get(id)?.clone()],
            None if self.events.is_some() => catalog.events().to_vec(),
            None => Vec::new(),
        })
    }

    /// Prints what came, and what did not.
    fn print_outcome(&self, outcome: &FetchOutcome, wanted: &Wanted) {
        if self.quiet {
            return;
        }
        let names: Vec<&str> = wanted.symbols.iter().map(Ticker::as_str).collect();
        let stored = match outcome.stored {
            0 => String::new(),
            n if n == outcome.sessions => "; all of them were stored already".into(),
            n => format!("; {n} of them were stored already"),
        };
        print(&format!(
            "{}: {} bars fetched for {} ({} sessions over all symbols{stored})\n",
            outcome.source,
            outcome.bars,
            names.join(", "),
            outcome.sessions
        ));
        for note in &outcome.notes {
            anstream::eprintln!("note: {note}");
        }
        if outcome.outside > 0 {
            anstream::eprintln!(
                "note: {} bars are in no session and were left out",
                outcome.outside
            );
        }
        if outcome.not_asked > 0 {
            anstream::eprintln!(
                "note: {} bars came of days or symbols that were not asked for, and were left out",
                outcome.not_asked
            );
        }
        for (symbol, sessions) in &outcome.fewer {
            let Some(worst) = sessions.iter().min_by_key(|s| s.came) else { continue };
            anstream::eprintln!(
                "warning: fewer bars of {symbol} came than are stored for {} sessions (of {}: {} \
                 instead of {}); what is stored stays, and the answer is kept beside it\n  help: where \
                 the vendor took bars back, --refresh --replace stores what it has now",
                sessions.len(),
                worst.date,
                worst.came,
                worst.stored
            );
        }
        let all = outcome.sessions / wanted.symbols.len().max(1);
        for (symbol, days) in &outcome.empty {
            let which = match days.as_slice() {
                days if days.len() == all => "of the whole span; is the symbol right?".into(),
                [one] => format!("of {one}"),
                [first, .., last] => format!("of {} sessions from {first} to {last}", days.len()),
                [] => continue,
            };
            anstream::eprintln!("warning: there are no bars of {symbol} {which}");
        }
    }

    fn fetch_factors(&self, store: &Store, settings: &Settings) -> Result<ExitCode, Error> {
        let bar = fetching_bar::requests(self.quiet);
        let waiting = || {
            fetching_bar::print_beside(
                self.quiet,
                &bar,
                "waiting for another fetch from this source",
            )
        };
        let (now, progress) = (Utc::now(), |_, _, _| ());
        let fetching = Fetching { store, settings, now, waiting: &waiting, progress: &progress };
        for set in &self.factors {
            let kept = fetching.factors(set)?;
            if !self.quiet {
                print(&format!(
                    "factors `{set}`, vintage {}: study with --factors {}\n",
                    kept.vintage,
                    kept.path.display()
                ));
            }
        }
        bar.finish_and_clear();
        Ok(ExitCode::SUCCESS)
    }
}

/// The sessions that the study of these events needs.
fn span_around(
    events: &[Event],
    length: BarLength,
    calendar: &TradingCalendar,
) -> Result<(NaiveDate, NaiveDate), Error> {
    /// Sessions beside those of the windows, for returns, holidays of the reference and an event
    /// that is placed a day later.
    const MARGIN: usize = 5;
    let spec = StudySpec::default();
    let (before, after) = match length {
        BarLength::Day => (
            spec.estimation_length + spec.estimation_end.unsigned_abs() as usize,
            spec.window.last().unsigned_abs() as usize,
        ),
        BarLength::Minutes(_) => (spec.intraday.reference_days, 1),
    };
    let days = calendar.days();
    let mut ends: Option<(NaiveDate, NaiveDate)> = None;
    for event in events {
        let zero = Placement::of(&event.published, calendar)?.day_zero as usize;
        let first = days[zero.saturating_sub(before + MARGIN)].date;
        let last = days[(zero + after + MARGIN).min(days.len() - 1)].date;
        ends = Some(ends.map_or((first, last), |(from, to)| (from.min(first), to.max(last))));
    }
    ends.ok_or_else(|| {
        let reason = "no span is given, and no event to take it from".to_owned();
        FetchError::Span { reason }.into()
    })
}

fn unknown_vendor(text: &str) -> FetchError {
    let ids: Vec<&str> = VENDORS.iter().map(|v| v.capabilities().access.id).collect();
    FetchError::UnknownVendor { text: text.to_owned(), known: ids.join(", ") }
}

fn read_description(path: &std::path::Path) -> Result<Described, FetchError> {
    let bad = |reason: String| FetchError::BadSetting {
        what: format!("the description {}", path.display()),
        reason,
        hint: "docs/vendors.md shows such a file",
    };
    let text = std::fs::read_to_string(path).map_err(|e| bad(format!("cannot be read: {e}")))?;
    Described::from_toml(&text).map_err(bad)
}
