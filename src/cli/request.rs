//! From arguments to a request that the library understands.

use std::path::PathBuf;

use eventstudy::Error;
use eventstudy::abnormal::MissingBars;
use eventstudy::calendar::TradingCalendar;
use eventstudy::event::{Catalog, Event, EventError, Ticker};
use eventstudy::inference::TestOptions;
use eventstudy::intraday::IntradayOptions;
use eventstudy::prices::source::{BarLabel, DataPath, FileRequest, Options};
use eventstudy::prices::{Adjustment, FactorFiles, FactorUnit, Factors, Prices};
use eventstudy::report::Language;
use eventstudy::returns::{ReturnKind, Window};
use eventstudy::study::{
    Also, CalendarTimeOptions, CrossSectionOptions, Overlapping, StudyError, StudySpec,
};

use super::arguments::{
    Arguments, Beside, DeclaredAdjustment, Label, Lang, Missing, Overlap, Returns, Unit,
};
use super::calendar::calendar;
use super::stored;

/// What is to be studied, on what, how, and where the report goes.
pub struct Request {
    pub calendar: TradingCalendar,
    pub events: Vec<Event>,
    /// All events of the catalogue, whose days are kept out of reference and estimation.
    pub known: Vec<Event>,
    pub spec: StudySpec,
    pub folder: PathBuf,
    pub language: Language,
    data: FileRequest,
    factors: Option<FactorFiles>,
}

impl Request {
    /// Understands the arguments; reads event, patch and factor files, no prices.
    pub fn of(arguments: &Arguments) -> Result<Self, Error> {
        let calendar = calendar(arguments.calendar_patch.as_deref())?;
        let (events, known, name) = events(arguments)?;
        let spec = spec(arguments)?;
        spec.validate_for(&events)?;
        Ok(Self {
            calendar,
            known,
            spec,
            folder: arguments.out.clone().unwrap_or_else(|| PathBuf::from("reports").join(name)),
            language: match arguments.lang {
                Lang::En => Language::English,
                Lang::Ar => Language::Arabic,
            },
            data: data(arguments)?,
            factors: factors(arguments)?,
            events,
        })
    }

    /// The prices: the files asked for, else stored bars, else the bundled sample.
    pub fn prices(&self, arguments: &Arguments) -> Result<Prices, Error> {
        let tickers = self.spec.tickers_of(&self.events);
        let mut prices = if self.data.paths.is_empty() {
            stored::prices(arguments, &tickers, &self.calendar, false)?
        } else {
            Prices::from_files(&self.data, &tickers, &self.calendar)?
        };
        prices.require_any(&self.events.iter().flat_map(Event::ticker_list).collect::<Vec<_>>())?;
        if let Some(read) = &self.factors {
            prices.factors = Some(read.factors.clone());
            prices.files.extend(read.files.iter().cloned());
        }
        Ok(prices)
    }
}

pub(super) fn factors(arguments: &Arguments) -> Result<Option<FactorFiles>, Error> {
    if arguments.factors.is_empty() {
        return Ok(None);
    }
    let unit = match arguments.factor_unit {
        Unit::Percent => FactorUnit::Percent,
        Unit::Fraction => FactorUnit::Fraction,
    };
    let read = Factors::from_files(&arguments.factors, unit)?;
    if !arguments.quiet {
        for warning in &read.warnings {
            anstream::eprintln!("warning: {warning}");
        }
    }
    Ok(Some(read))
}

fn events(arguments: &Arguments) -> Result<(Vec<Event>, Vec<Event>, String), Error> {
    let catalog = match &arguments.events {
        Some(path) => Catalog::from_file(path)?,
        None => Catalog::bundled()?,
    };
    let known = catalog.events().to_vec();
    let tickers = Ticker::list(&arguments.tickers)?;
    let mut chosen = match (&arguments.event, &arguments.event_time) {
        (Some(id), _) => vec![catalog.get(id)?.clone()],
        (None, Some(published)) => vec![one_off(published, &tickers, arguments)?],
        (None, None) if arguments.events.is_some() => known.clone(),
        (None, None) => {
            let ids = known.iter().map(|e| e.id.to_string()).collect();
            return Err(EventError::NoneChosen { ids }.into());
        }
    };
    if !tickers.is_empty() {
        chosen = chosen.into_iter().map(|event| event.for_tickers(&tickers)).collect();
    }
    if let [event] = chosen.as_mut_slice() {
        arguments.claim.iter().try_for_each(|text| event.add_claim(text))?;
    }
    if let Some(event) = chosen.iter().find(|e| e.tickers.is_empty()) {
        return Err(EventError::NoTickers { id: event.id.to_string() }.into());
    }
    let name = match (chosen.as_slice(), &arguments.events) {
        ([one], _) => one.id.to_string(),
        (_, Some(path)) => {
            path.file_stem().map_or("events".into(), |s| s.to_string_lossy().into_owned())
        }
        _ => "events".into(),
    };
    Ok((chosen, known, name))
}

fn one_off(published: &str, tickers: &[Ticker], arguments: &Arguments) -> Result<Event, Error> {
    let headline = arguments.headline.as_deref().unwrap_or("(no headline given)");
    let event = Event::one_off(published.parse()?, headline, tickers)?;
    Ok(event)
}

pub(super) fn spec(arguments: &Arguments) -> Result<StudySpec, Error> {
    let default = StudySpec::default();
    let window = |text: &str| {
        text.parse::<Window>().map_err(|_| StudyError::BadWindow { text: text.to_owned() })
    };
    let full = window(&arguments.window)?;
    let car_windows = if arguments.car.is_empty() {
        StudySpec::car_windows_within(full)
    } else {
        arguments.car.iter().map(|text| window(text)).collect::<Result<_, _>>()?
    };
    Ok(StudySpec {
        model: arguments.model.clone(),
        benchmark: arguments.benchmark.parse()?,
        cross_section: CrossSectionOptions {
            missing: match arguments.missing {
                Missing::Complete => MissingBars::Complete,
                Missing::Available => MissingBars::Available,
            },
            overlapping: match arguments.overlapping {
                Overlap::LeaveOut => Overlapping::LeaveOut,
                Overlap::Keep => Overlapping::Keep,
            },
            by: arguments.by.clone(),
            cluster: arguments.cluster.clone(),
            weight: arguments.weight.clone(),
            regress_on: arguments.regress.clone(),
            also: arguments.also.iter().map(|a| also(*a)).collect(),
            calendar_time: CalendarTimeOptions {
                minimum_firms: arguments.minimum_firms,
                weight_days: arguments.weight_days,
            },
            only_tests: arguments.tests.clone(),
            tests: TestOptions {
                seed: arguments.seed,
                resamples: arguments.resamples,
                ..TestOptions::default()
            },
        },
        peers: Ticker::list(&arguments.peers)?,
        donors: Ticker::list(&arguments.donors)?,
        returns: match arguments.returns {
            Returns::Simple => ReturnKind::Simple,
            Returns::Log => ReturnKind::Log,
        },
        estimation_length: arguments.estimation_length,
        estimation_end: arguments.estimation_end,
        minimum_estimation: arguments.minimum_estimation,
        window: full,
        car_windows,
        alpha: arguments.alpha,
        intraday: IntradayOptions {
            reference_days: arguments.reference_days,
            latency_seconds: arguments.latency,
            excluded_days: arguments.exclude_day.clone(),
            ..IntradayOptions::default()
        },
        ..default
    })
}

const fn also(beside: Beside) -> Also {
    match beside {
        Beside::CalendarTime => Also::CalendarTime,
        Beside::Volume => Also::Volume,
        Beside::Volatility => Also::Volatility,
        Beside::PlaceboDates => Also::PlaceboDates,
        Beside::Power => Also::Power,
    }
}

pub(super) fn data(arguments: &Arguments) -> Result<FileRequest, Error> {
    let mut options = Options {
        adjustment: arguments.adjustment.map(|a| match a {
            DeclaredAdjustment::Raw => Adjustment::RawWithoutActions,
            DeclaredAdjustment::Adjusted => Adjustment::VendorAdjusted,
        }),
        label: arguments.bar_label.map(|l| match l {
            Label::Start => BarLabel::Start,
            Label::End => BarLabel::End,
        }),
        ..Options::default()
    };
    for mapping in &arguments.column {
        options.columns.add(mapping)?;
    }
    Ok(FileRequest { paths: arguments.data.iter().map(|t| DataPath::parse(t)).collect(), options })
}
