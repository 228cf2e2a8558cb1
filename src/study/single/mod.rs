//! The study of single events: each firm of an event on a page of its own.

mod claims;
mod context;
mod daily;
mod event_notes;
mod firm_result;
mod frames;
mod leg_days;
mod leg_model;
mod legs;
mod permutation;
mod results;

use std::sync::Arc;

use rayon::prelude::*;

pub use claims::ClaimResult;
pub use daily::{CarResult, DailyBar, DailyResult, ModelFigures};
pub use firm_result::{FirmAnswer, FirmResult};
pub use legs::{JointTest, LegResult, LegsResult};
pub use results::{EventResult, StudyResults};

use context::{Context, KnownEvents, Series, Shared};

use super::measure::inputs::StudyInputs;
use super::measure::pairs::Pair;
use super::{Exclusion, Provenance, StudyError, StudySpec, Watch};
use crate::calendar::TradingCalendar;
use crate::event::{Announcements, Event, Involved, LedgerPart, NewsTiming, Reason};
use crate::intraday::{Inputs, IntradayResult, Tape, intraday_study};
use crate::models::{ExpectedReturnModel, model};
use crate::prices::{PricePanel, Prices};
use crate::returns::{BenchmarkReturns, DailyReturns};

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
        let panel = PricePanel::from_prices(prices.clone(), self.calendar)?;
        let series = Series::new(prices, &panel, &self.spec, self.calendar)?;
        let nameless = Announcements::default();
        let known = events.iter().chain(&self.known_events);
        let known = KnownEvents::new(known, self.spec.intraday.latency_seconds, self.calendar);
        let shared = Shared {
            spec: &self.spec,
            calendar: self.calendar,
            watch: &self.watch,
            model,
            prices,
            inputs: StudyInputs::new(&nameless, &series.panel, &self.spec, self.calendar),
            days_of_firm: known.days_of_firm(&series.panel),
            known,
            series: &series,
        };
        self.watch.expect(events.len());
        let studied: Vec<(EventResult, Vec<Exclusion>)> = events
            .par_iter()
            .map(|event| {
                self.watch.go_on()?;
                let result = self.event(event, &shared);
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
        let units = "returns are decimal fractions; legs and intraday returns are logarithmic; times \
                     are UTC";
        Ok(StudyResults {
            provenance: Provenance::new(&nameless, series.panel.prices(), self.calendar, units),
            spec: self.spec.clone(),
            events: results,
            exclusions: ledger,
        })
    }

    fn event(&self, event: &Event, shared: &Shared<'_>) -> (EventResult, Vec<Exclusion>) {
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
                ledger.push(Exclusion::whole(event, Reason::OutsideCalendar, error.to_string()));
                return (result, ledger);
            }
        };
        let Some(day_zero) = self.calendar.index_of(timing.day_zero) else {
            let reason = "day 0 is outside the calendar".into();
            ledger.push(Exclusion::whole(event, Reason::OutsideCalendar, reason));
            return (result, ledger);
        };
        for involved in &event.tickers {
            if !shared.prices.has(&involved.ticker) {
                let reason = format!("the data has no bars of {}", involved.ticker);
                let ticker = &involved.ticker;
                ledger.push(Exclusion::new(
                    event,
                    ticker,
                    LedgerPart::Daily,
                    Reason::NoData,
                    reason,
                ));
                continue;
            }
            result.firms.push(shared.firm_result(
                event,
                involved,
                (&timing, day_zero),
                &mut ledger,
            ));
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
        result.notes = event_notes::event_notes(event, &timing, self.calendar);
        result.timing = Some(timing);
        (result, ledger)
    }
}

impl Shared<'_> {
    /// Studies a firm of an event on the data that there are.
    fn firm_result(
        &self,
        event: &Event,
        involved: &Involved,
        (timing, day_zero): (&NewsTiming, usize),
        ledger: &mut Vec<Exclusion>,
    ) -> FirmResult {
        let ticker = &involved.ticker;
        let panel = &self.series.panel;
        let number = panel.firm(ticker);
        let members: Vec<DailyReturns<'_>> = self
            .inputs
            .members_without(number)
            .into_iter()
            .map(|member| DailyReturns::new(panel, member))
            .collect();
        let tape = self.series.tapes.get(ticker);
        let alike = |member: &DailyReturns<'_>| {
            let own = self.series.tapes.get(member.ticker())?;
            tape.is_some_and(|tape| tape.interval == own.interval).then_some(own)
        };
        let market_tapes: Option<Vec<&Tape>> = members.iter().map(alike).collect();
        Context {
            shared: self,
            event,
            timing,
            ticker,
            pair: number.map(|firm| Pair::planned(0, firm, day_zero)),
            firm: number.map(|firm| DailyReturns::new(panel, firm)),
            market: BenchmarkReturns::new(&members),
            tape,
            market_tapes: &market_tapes.unwrap_or_default(),
            day_zero,
            others: &self.known.others(event, ticker),
        }
        .firm_result(involved.role.clone(), ledger)
    }
}

/// Why the abnormal legs and paths of a study by another model do not add up to its abnormal return.
fn note_on_models(
    daily: &DailyResult,
    legs: Option<&LegsResult>,
    intraday: Option<&IntradayResult>,
) -> Option<String> {
    const MARKET_MODEL: &str = "market-model";
    let of_legs =
        legs.and_then(|l| l.abnormal_model.clone()).map(|m| format!("legs are by the {m}"));
    let of_path = intraday.and_then(|i| i.abnormal.as_ref());
    let of_path = of_path.map(|a| format!("the path is by the {}", a.model_words()));
    let parts: Vec<String> = [of_legs, of_path].into_iter().flatten().collect();
    (daily.model != MARKET_MODEL && !parts.is_empty()).then(|| {
        format!(
            "the daily abnormal returns are by the model {}, which has no expected return for parts of a day; the abnormal {}, so that they differ from the day's",
            daily.model.replace('-', " "),
            parts.join(", ")
        )
    })
}

impl Context<'_> {
    /// What the firm is compared with, in words.
    fn benchmark(&self) -> String {
        self.shared.spec.benchmark.without(self.ticker).label()
    }

    fn firm_result(&self, role: Option<String>, ledger: &mut Vec<Exclusion>) -> FirmResult {
        let benchmark = self.benchmark();
        let mut notes = Vec::new();
        if self.market.is_none() {
            notes.push(format!("the data has no daily bars of the benchmark {benchmark}"));
        }
        let daily = daily::daily_study(self, ledger, &mut notes);
        let daily_missing = ledger
            .last()
            .filter(|e| daily.is_none() && e.part == LedgerPart::Daily)
            .map(|e| e.reason.clone());
        let legs = legs::legs_of_day_zero(self, ledger, &mut notes);
        let intraday = self.intraday(ledger);
        let other_model = |d: &DailyResult| note_on_models(d, legs.as_ref(), intraday.as_ref());
        notes.extend(daily.as_ref().and_then(other_model));
        let claims = self.event.claims.iter().enumerate().filter(|(_, c)| c.ticker == *self.ticker);
        let legs_by_text = claims
            .filter_map(|(i, c)| Some((i, legs::leg_by_text(self, c.made.as_ref()?.instant()?)?)))
            .collect();
        let answer = FirmAnswer::of(daily.as_ref(), intraday.as_ref(), self.shared.spec);
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

    fn intraday(&self, ledger: &mut Vec<Exclusion>) -> Option<IntradayResult> {
        let mut exclude = |code, reason: String| {
            ledger.push(Exclusion::new(
                self.event,
                self.ticker,
                LedgerPart::Intraday,
                code,
                reason,
            ));
        };
        let Some(tape) = self.tape else {
            exclude(Reason::NoData, format!("the data has no intraday bars of {}", self.ticker));
            return None;
        };
        if self.timing.date_only() {
            exclude(
                Reason::DateOnly,
                "only the date of the story is known, so its minutes cannot be studied".into(),
            );
            return None;
        }
        // News after the close can be traded on its own evening, before day 0.
        let evening = self.shared.calendar.local(self.timing.earliest).date_naive();
        let dates = tape.trade_dates();
        if ![self.timing.day_zero, evening].iter().any(|d| dates.contains(d)) {
            exclude(
                Reason::MissingEventBar,
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
            calendar: self.shared.calendar,
            alpha: self.shared.spec.alpha,
            options: &self.shared.spec.intraday,
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
