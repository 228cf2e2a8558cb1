//! The study of single events: each firm of an event on a page of its own.

mod claims;
mod daily;
mod frames;
mod leg_days;
mod leg_model;
mod legs;
mod results;
mod samples;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

pub use claims::ClaimResult;
pub use daily::{CarResult, DailyResult, ModelFigures};
pub use legs::{JointTest, LegResult, LegsResult};
pub use results::{
    AggregateResult, Answer, EventResult, Exclusion, FirmResult, Part, StudyResults,
};

use super::{StudyError, StudySpec, Watch};
use crate::calendar::TradingCalendar;
use crate::event::{Event, NewsTiming, Ticker};
use crate::intraday::{Inputs, Tape, intraday_study};
use crate::models::{ExpectedReturnModel, model};
use crate::prices::Prices;
use crate::returns::{BenchmarkReturns, DailyReturns, SharedRegressors};

/// A study of events on prices.
///
/// ```
/// use eventstudy::prelude::*;
/// let calendar = TradingCalendar::new_york();
/// let event = Catalog::bundled()?.get("meta-avocado")?.clone();
/// let spec = StudySpec::default();
/// let prices = Prices::bundled_sample(&spec.tickers_of(&[event.clone()]), &calendar)?;
/// let results = Study::new(spec, &calendar).run(&[event], &prices)?;
/// let meta = &results.events[0].firms[0];
/// assert!(meta.daily.is_some());
/// # Ok::<(), eventstudy::Error>(())
/// ```
pub struct Study<'a> {
    spec: StudySpec,
    calendar: &'a TradingCalendar,
    own_model: Option<Box<dyn ExpectedReturnModel>>,
    known_events: Vec<Event>,
    watch: Arc<Watch>,
}

/// Everything about a ticker that its events share.
struct Series {
    daily: BTreeMap<Ticker, DailyReturns>,
    tapes: BTreeMap<Ticker, Tape>,
    regressors: SharedRegressors,
}

/// What one event and ticker is computed from.
struct Context<'a> {
    study: &'a Study<'a>,
    model: &'a dyn ExpectedReturnModel,
    event: &'a Event,
    timing: &'a NewsTiming,
    ticker: &'a Ticker,
    firm: Option<&'a DailyReturns>,
    market: Option<BenchmarkReturns<'a>>,
    /// Its daily returns on the sessions of the calendar.
    market_column: Option<&'a [f64]>,
    regressors: &'a SharedRegressors,
    /// Daily returns of the peers and donors, without the firms of the event; empty where one of
    /// them has no bars.
    peers: &'a [&'a DailyReturns],
    donors: &'a [&'a DailyReturns],
    /// Sorted days 0 of the peers' own known events.
    events_of_peers: &'a [Vec<usize>],
    tape: Option<&'a Tape>,
    market_tapes: &'a [&'a Tape],
    day_zero: usize,
    /// Bounds of the firm's other known events with their day 0 as a calendar index.
    others: &'a [OtherEvent],
}

/// Another known event of the firm.
struct OtherEvent {
    id: String,
    timing: NewsTiming,
    day_zero: usize,
}

impl<'a> Study<'a> {
    /// A study with this specification.
    pub fn new(spec: StudySpec, calendar: &'a TradingCalendar) -> Self {
        Self { spec, calendar, own_model: None, known_events: Vec::new(), watch: Arc::default() }
    }

    /// Uses a model of your own instead of the one the specification names.
    #[must_use]
    pub fn with_model(mut self, model: impl ExpectedReturnModel + 'static) -> Self {
        self.spec.model = model.id().to_owned();
        self.own_model = Some(Box::new(model));
        self
    }

    /// Events that are known beside the ones studied: their days are kept out of estimation
    /// windows and reference days of the same firm, and are reported where they overlap.
    #[must_use]
    pub fn with_known_events(mut self, events: &[Event]) -> Self {
        self.known_events = events.to_vec();
        self
    }

    /// Lets another thread see how far the study is, and stop it.
    #[must_use]
    pub fn watched_by(mut self, watch: Arc<Watch>) -> Self {
        self.watch = watch;
        self
    }

    /// Runs the study.
    ///
    /// An event or ticker that cannot be studied becomes a row of the exclusion ledger.
    ///
    /// # Errors
    /// [`StudyError`] where the specification contradicts itself, or nothing at all could be
    /// computed.
    pub fn run(&self, events: &[Event], prices: &Prices) -> Result<StudyResults, StudyError> {
        self.run_with_progress(events, prices, &|| ())
    }

    /// The same, calling `done` after each event.
    ///
    /// # Errors
    /// See [`Study::run`].
    pub fn run_with_progress(
        &self,
        events: &[Event],
        prices: &Prices,
        done: &(dyn Fn() + Sync),
    ) -> Result<StudyResults, StudyError> {
        self.spec.validate()?;
        let chosen;
        let model: &dyn ExpectedReturnModel = match &self.own_model {
            Some(own) => own.as_ref(),
            None => {
                chosen = model(&self.spec.model)
                    .ok_or_else(|| StudyError::UnknownModel { id: self.spec.model.clone() })?;
                chosen.as_ref()
            }
        };
        let series = Series::of(prices, self.calendar)?;
        self.watch.expect(events.len());
        let studied: Vec<(EventResult, Vec<Exclusion>)> = events
            .par_iter()
            .map(|event| {
                self.watch.go_on()?;
                let result = self.event(event, events, model, &series, prices);
                self.watch.advance(1);
                done();
                Ok(result)
            })
            .collect::<Result<_, StudyError>>()?;
        self.watch.go_on()?;
        let mut results = Vec::with_capacity(studied.len());
        let mut ledger = Vec::new();
        for (event, exclusions) in studied {
            results.push(event);
            ledger.extend(exclusions);
        }
        if !results.iter().any(EventResult::has_result) {
            return Err(StudyError::nothing(&ledger));
        }
        Ok(StudyResults::new(&self.spec, self.calendar, prices, results, ledger))
    }

    fn event(
        &self,
        event: &Event,
        all: &[Event],
        model: &dyn ExpectedReturnModel,
        series: &Series,
        prices: &Prices,
    ) -> (EventResult, Vec<Exclusion>) {
        let mut ledger = Vec::new();
        let mut result = EventResult {
            event: event.clone(),
            timing: None,
            firms: Vec::new(),
            claims: Vec::new(),
            notes: Vec::new(),
        };
        let latency = self.spec.intraday.latency_seconds;
        let timing = match NewsTiming::with_latency(&event.published, latency, self.calendar) {
            Ok(timing) => timing,
            Err(error) => {
                ledger.push(Exclusion::whole(event, "outside_calendar", error.to_string()));
                return (result, ledger);
            }
        };
        let Some(day_zero) = self.calendar.index_of(timing.day_zero) else {
            ledger.push(Exclusion::whole(
                event,
                "outside_calendar",
                "day 0 is outside the calendar".into(),
            ));
            return (result, ledger);
        };
        let peers = series.without_event(&self.spec.peers, event);
        let donors = series.without_event(&self.spec.donors, event);
        // Only a prior asks for them.
        let informed = model.with_prior(&[]).is_some();
        let days_of = |peer: &&DailyReturns| match informed {
            true => self.days_of(event, &peer.ticker, all),
            false => Vec::new(),
        };
        let events_of_peers: Vec<Vec<usize>> = peers.iter().map(days_of).collect();
        for involved in &event.tickers {
            let ticker = &involved.ticker;
            if !prices.has(ticker) {
                ledger.push(Exclusion::new(
                    event,
                    ticker,
                    Part::Daily,
                    "no_data",
                    format!("the data has no bars of {ticker}"),
                ));
                continue;
            }
            let benchmark = self.spec.benchmark.without(ticker);
            let members: Vec<&DailyReturns> =
                benchmark.members.iter().filter_map(|m| series.daily.get(m)).collect();
            let complete = members.len() == benchmark.members.len();
            let tape = series.tapes.get(ticker);
            let market_tapes: Vec<&Tape> = benchmark
                .members
                .iter()
                .filter_map(|m| series.tapes.get(m))
                .filter(|t| tape.is_some_and(|own| own.interval == t.interval))
                .collect();
            let market_tapes = if market_tapes.len() == benchmark.members.len() {
                market_tapes
            } else {
                Vec::new()
            };
            let others = self.other_events(event, ticker, all);
            let market = if complete { BenchmarkReturns::of(&members) } else { None };
            let sessions = self.calendar.days().len();
            let market_column = market.map(|m| m.column(sessions, self.spec.returns));
            let context = Context {
                study: self,
                model,
                event,
                timing: &timing,
                ticker,
                firm: series.daily.get(ticker),
                market,
                market_column: market_column.as_deref(),
                regressors: &series.regressors,
                peers: &peers,
                donors: &donors,
                events_of_peers: &events_of_peers,
                tape,
                market_tapes: &market_tapes,
                day_zero,
                others: &others,
            };
            let firm = context.firm_result(involved.role.clone(), benchmark.label(), &mut ledger);
            result.firms.push(firm);
        }
        let firms = &result.firms;
        let checker =
            claims::Checker { event, timing: &timing, spec: &self.spec, calendar: self.calendar };
        result.claims = event
            .claims
            .iter()
            .enumerate()
            .map(|(i, claim)| {
                checker.check(i, claim, firms.iter().find(|f| f.ticker == claim.ticker))
            })
            .collect();
        result.notes = results::event_notes(event, &timing, self.calendar);
        result.timing = Some(timing);
        (result, ledger)
    }

    /// Sorted days 0 of the known events of another ticker.
    fn days_of(&self, event: &Event, ticker: &Ticker, all: &[Event]) -> Vec<usize> {
        let others = self.other_events(event, ticker, all);
        let mut days: Vec<usize> = others.into_iter().map(|other| other.day_zero).collect();
        days.sort_unstable();
        days
    }

    fn other_events(&self, event: &Event, ticker: &Ticker, all: &[Event]) -> Vec<OtherEvent> {
        let mut seen = std::collections::BTreeSet::from([event.id.clone()]);
        all.iter()
            .chain(&self.known_events)
            .filter(|e| e.tickers.iter().any(|t| t.ticker == *ticker) && seen.insert(e.id.clone()))
            .filter_map(|e| {
                let latency = self.spec.intraday.latency_seconds;
                let timing = NewsTiming::with_latency(&e.published, latency, self.calendar).ok()?;
                let day_zero = self.calendar.index_of(timing.day_zero)?;
                Some(OtherEvent { id: e.id.to_string(), timing, day_zero })
            })
            .collect()
    }
}

impl Series {
    fn of(prices: &Prices, calendar: &TradingCalendar) -> Result<Self, StudyError> {
        let daily = prices
            .daily
            .iter()
            .map(|(ticker, bars)| Ok((ticker.clone(), DailyReturns::of(bars, calendar)?)))
            .collect::<Result<_, StudyError>>()?;
        let tapes = prices
            .intraday
            .iter()
            .map(|(ticker, bars)| {
                let tape = Tape::of(bars, calendar)?;
                let tape = match prices.daily.get(ticker) {
                    Some(daily) => tape.with_actions(daily)?,
                    None => tape,
                };
                Ok((ticker.clone(), tape))
            })
            .collect::<Result<_, StudyError>>()?;
        let regressors = SharedRegressors::of(prices.factors.as_ref(), calendar);
        Ok(Self { daily, tapes, regressors })
    }

    /// The daily returns of these tickers without the firms of the event; none at all where one of
    /// them has no bars, so that a group never changes its composition unseen.
    fn without_event(&self, tickers: &[Ticker], event: &Event) -> Vec<&DailyReturns> {
        let outside = |t: &&Ticker| !event.tickers.iter().any(|own| own.ticker == **t);
        let found: Option<Vec<_>> =
            tickers.iter().filter(outside).map(|t| self.daily.get(t)).collect();
        found.unwrap_or_default()
    }
}

impl Context<'_> {
    fn firm_result(
        &self,
        role: Option<String>,
        benchmark: String,
        ledger: &mut Vec<Exclusion>,
    ) -> FirmResult {
        let mut notes = Vec::new();
        if self.market.is_none() {
            notes.push(format!("the data has no daily bars of the benchmark {benchmark}"));
        }
        let daily = daily::daily_study(self, ledger, &mut notes);
        let daily_missing = ledger
            .last()
            .filter(|e| daily.is_none() && e.part == Part::Daily)
            .map(|e| e.reason.clone());
        let legs = legs::legs_of_day_zero(self, ledger, &mut notes);
        let intraday = self.intraday(ledger);
        let claims = self.event.claims.iter().enumerate().filter(|(_, c)| c.ticker == *self.ticker);
        let legs_by_text = claims
            .filter_map(|(i, c)| Some((i, legs::leg_by_text(self, c.made.as_ref()?.instant()?)?)))
            .collect();
        let answer = Answer::of(daily.as_ref(), intraday.as_ref(), &self.study.spec);
        FirmResult {
            ticker: self.ticker.clone(),
            role,
            benchmark,
            daily,
            daily_missing,
            legs,
            intraday,
            answer,
            notes,
            legs_by_text,
        }
    }

    fn intraday(&self, ledger: &mut Vec<Exclusion>) -> Option<crate::intraday::IntradayResult> {
        let mut exclude = |code, reason: String| {
            ledger.push(Exclusion::new(self.event, self.ticker, Part::Intraday, code, reason));
        };
        let Some(tape) = self.tape else {
            exclude("no_data", format!("the data has no intraday bars of {}", self.ticker));
            return None;
        };
        if self.timing.date_only() {
            exclude(
                "date_only",
                "only the date of the story is known, so its minutes cannot be studied".into(),
            );
            return None;
        }
        // News after the close can be traded on its own evening, before day 0.
        let evening = self.study.calendar.local(self.timing.earliest).date_naive();
        let dates = tape.trade_dates();
        if ![self.timing.day_zero, evening].iter().any(|d| dates.contains(d)) {
            exclude(
                "missing_event_bar",
                format!("the intraday bars of {} have no {}", self.ticker, self.timing.day_zero),
            );
            return None;
        }
        let own_news: Vec<_> =
            self.others.iter().map(|o| (o.timing.earliest, o.timing.latest)).collect();
        let inputs = Inputs {
            tape,
            market: self.market_tapes,
            timing: self.timing,
            own_news: &own_news,
            calendar: self.study.calendar,
            alpha: self.study.spec.alpha,
            options: &self.study.spec.intraday,
        };
        match intraday_study(&inputs) {
            Ok(result) => Some(result),
            Err(reason) => {
                exclude(reason.code(), reason.to_string());
                None
            }
        }
    }
}
