//! From arguments to a request that the library understands.

use std::path::{Path, PathBuf};

use eventstudy::Error;
use eventstudy::calendar::TradingCalendar;
use eventstudy::event::{Catalog, Event, Ticker};
use eventstudy::prices::{DataPath, FactorFiles, FileRequest, PricePanel, Prices};
use eventstudy::request::{EventSource, Studied};
use eventstudy::study::StudySpec;

use super::{Arguments, refuse_idle, stored, with_flags};

/// What every study needs beside its events: how it is done, and where its prices are.
pub struct Request<'a> {
    pub arguments: &'a Arguments,
    pub calendar: TradingCalendar,
    pub spec: StudySpec,
    files: FileRequest,
    factors: Option<FactorFiles>,
}

/// Events that are studied one by one.
pub struct SingleEvents {
    pub events: Vec<Event>,
    /// All events of the catalogue, whose days are kept out of reference and estimation.
    pub known: Vec<Event>,
    pub folder: PathBuf,
}

impl<'a> Request<'a> {
    /// Understands the arguments for events that are studied in this way; reads patch and factor
    /// files, neither events nor prices.
    pub fn new(arguments: &'a Arguments, studied: Studied) -> Result<Self, Error> {
        let choices = arguments.options.choices()?;
        refuse_idle(arguments, &choices, studied)?;
        let factors = choices.read_factors()?;
        if let Some(read) = factors.as_ref().filter(|_| !arguments.quiet) {
            for warning in &read.warnings {
                anstream::eprintln!("warning: {}", with_flags(warning));
            }
        }
        Ok(Self {
            arguments,
            calendar: choices.calendar()?,
            factors,
            spec: choices.spec,
            files: FileRequest {
                paths: arguments.data.iter().map(|text| DataPath::parse(text)).collect(),
                options: choices.reading,
            },
        })
    }

    /// The events of a catalogue that were chosen.
    pub fn single_events(
        &self,
        catalog: &Catalog,
        source: &EventSource,
    ) -> Result<SingleEvents, Error> {
        let events = self.arguments.event_choice().chosen(catalog, source)?;
        self.spec.validate_for(&events)?;
        let name = match events.as_slice() {
            [one] => one.id.to_string(),
            _ => self.events_name(),
        };
        let folder = self.arguments.out.clone();
        let folder = folder.unwrap_or_else(|| PathBuf::from("reports").join(name));
        Ok(SingleEvents { events, known: catalog.events().to_vec(), folder })
    }

    /// The folder of a sample's report: that of `--out`, else one named as the events file.
    pub fn sample_folder(&self) -> PathBuf {
        let folder = self.arguments.out.clone();
        folder.unwrap_or_else(|| PathBuf::from("reports").join(self.events_name())).join("sample")
    }

    fn events_name(&self) -> String {
        let stem = self.arguments.events.as_deref().and_then(Path::file_stem);
        stem.map_or("events".into(), |stem| stem.to_string_lossy().into_owned())
    }

    /// The prices of single events: the files asked for, else stored bars, else the bundled sample.
    pub fn prices(&self, events: &[Event]) -> Result<Prices, Error> {
        let tickers = self.spec.tickers_of(events);
        let mut prices = if self.files.paths.is_empty() {
            stored::prices(self.arguments, &tickers, &self.calendar, false)?
        } else {
            Prices::from_files(&self.files, &tickers, &self.calendar)?
        };
        prices.require_any(&events.iter().flat_map(Event::ticker_list).collect::<Vec<_>>())?;
        if let Some(read) = &self.factors {
            read.add_to(&mut prices.factors, &mut prices.files);
        }
        Ok(prices)
    }

    /// The daily prices of a sample with these tickers, from the same places.
    pub fn panel(&self, tickers: &[Ticker]) -> Result<PricePanel, Error> {
        let wanted = self.spec.tickers_with(tickers);
        let mut panel = if self.files.paths.is_empty() {
            let stored = stored::prices(self.arguments, &wanted, &self.calendar, true)?;
            PricePanel::from_prices(stored, &self.calendar)?
        } else {
            PricePanel::from_files(&self.files, Some(&wanted), &self.calendar)?
        };
        if let Some(read) = &self.factors {
            read.add_to(&mut panel.factors, &mut panel.files);
        }
        Ok(panel)
    }
}
