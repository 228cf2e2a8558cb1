//! What one event and firm is computed from.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::calendar::TradingCalendar;
use crate::event::{Event, EventId, NewsTiming, Ticker};
use crate::intraday::Tape;
use crate::models::ExpectedReturnModel;
use crate::prices::{PricePanel, Prices};
use crate::returns::{BenchmarkReturns, DailyReturns, ReturnPanel};
use crate::study::measure::inputs::StudyInputs;
use crate::study::measure::measurer::Measurer;
use crate::study::measure::pairs::Pair;
use crate::study::{StudyError, StudySpec, Watch};

/// The prices of a study in the forms that its parts work on.
pub(super) struct Series<'a> {
    pub(super) panel: ReturnPanel<'a>,
    pub(super) tapes: BTreeMap<Ticker, Tape>,
}

impl<'a> Series<'a> {
    pub(super) fn new(
        prices: &Prices,
        panel: &'a PricePanel,
        spec: &StudySpec,
        calendar: &TradingCalendar,
    ) -> Result<Self, StudyError> {
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
        Ok(Self { panel: ReturnPanel::of(panel, spec.returns), tapes })
    }
}

/// A known event of a firm.
pub(super) struct KnownEvent {
    pub(super) id: EventId,
    pub(super) timing: NewsTiming,
    pub(super) day_zero: usize,
}

/// The events that are known of each ticker, each event once.
#[derive(Default)]
pub(super) struct KnownEvents(BTreeMap<Ticker, Vec<KnownEvent>>);

impl KnownEvents {
    /// Places events in the calendar; those that lie outside it are not known.
    pub(super) fn new<'e>(
        events: impl Iterator<Item = &'e Event>,
        latency: i64,
        calendar: &TradingCalendar,
    ) -> Self {
        let (mut known, mut seen) = (BTreeMap::<_, Vec<_>>::new(), BTreeSet::new());
        for event in events.filter(|event| seen.insert(&event.id)) {
            let Ok(timing) = NewsTiming::with_latency(&event.published, latency, calendar) else {
                continue;
            };
            let Some(day_zero) = calendar.index_of(timing.day_zero) else { continue };
            for ticker in event.tickers.iter().map(|t| &t.ticker).collect::<BTreeSet<_>>() {
                let (id, timing) = (event.id.clone(), timing.clone());
                known.entry(ticker.clone()).or_default().push(KnownEvent { id, timing, day_zero });
            }
        }
        Self(known)
    }

    /// The events of a ticker other than this one.
    pub(super) fn others(&self, event: &Event, ticker: &Ticker) -> Vec<&KnownEvent> {
        let of_ticker = self.0.get(ticker).map_or(&[][..], Vec::as_slice);
        of_ticker.iter().filter(|known| known.id != event.id).collect()
    }

    /// Sorted days 0 of the events of each firm of a panel.
    pub(super) fn days_of_firm(&self, panel: &ReturnPanel<'_>) -> HashMap<usize, Vec<usize>> {
        let days = |events: &Vec<KnownEvent>| {
            let mut days: Vec<usize> = events.iter().map(|event| event.day_zero).collect();
            days.sort_unstable();
            days
        };
        self.0.iter().filter_map(|(t, events)| Some((panel.firm(t)?, days(events)))).collect()
    }
}

/// What all events of a study share.
pub(super) struct Shared<'a> {
    pub(super) spec: &'a StudySpec,
    pub(super) calendar: &'a TradingCalendar,
    pub(super) watch: &'a Watch,
    pub(super) model: &'a dyn ExpectedReturnModel,
    pub(super) prices: &'a Prices,
    pub(super) series: &'a Series<'a>,
    pub(super) inputs: StudyInputs<'a>,
    pub(super) known: KnownEvents,
    pub(super) days_of_firm: HashMap<usize, Vec<usize>>,
}

impl Shared<'_> {
    /// What measures a pair under a model.
    pub(super) fn measurer<'s>(&'s self, model: &'s dyn ExpectedReturnModel) -> Measurer<'s> {
        Measurer {
            spec: self.spec,
            calendar: self.calendar,
            inputs: &self.inputs,
            model,
            days_of_firm: &self.days_of_firm,
            single_events: false,
            watch: self.watch,
        }
    }
}

/// What one event and ticker is computed from.
pub(super) struct Context<'a> {
    pub(super) shared: &'a Shared<'a>,
    pub(super) event: &'a Event,
    pub(super) timing: &'a NewsTiming,
    pub(super) ticker: &'a Ticker,
    /// The event and firm to be measured; `None` without daily bars.
    pub(super) pair: Option<Pair>,
    pub(super) firm: Option<DailyReturns<'a>>,
    pub(super) market: Option<BenchmarkReturns<'a>>,
    pub(super) tape: Option<&'a Tape>,
    pub(super) market_tapes: &'a [&'a Tape],
    pub(super) day_zero: usize,
    /// The firm's other known events.
    pub(super) others: &'a [&'a KnownEvent],
}
