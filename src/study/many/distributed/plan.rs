//! The pairs of a study as they travel to where their prices are.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use polars::prelude::*;

use super::columns::TypedFrame;
use crate::calendar::TradingCalendar;
use crate::event::{Announcements, Ticker};
use crate::study::many::run::SINGLE_EVENTS_UP_TO;
use crate::study::many::sensitivity::MEASURED_ANEW_UP_TO;
use crate::study::measure::pairs::{Pair, Pairs};
use crate::study::{StudyError, StudySpec};

/// Up to so many pairs, samples travel even if the pairs lie on different days: the pairs that can
/// be measured may still share one.
const SAMPLES_UP_TO: usize = 500;

/// Which pairs of event and firm are to be measured, and how much of them.
///
/// A plan needs no prices. It is parted by firm, since all of a firm's events have to be known
/// where one of them is measured: its frame may be cut, sent and put into any order as long as all
/// rows of a ticker stay together.
///
/// ```
/// use eventstudy::event::Announcements;
/// use eventstudy::prelude::*;
/// use eventstudy::study::many::{CrossSectionStudy, StudyPlan};
///
/// let calendar = TradingCalendar::new_york();
/// let announcements = Announcements::from_events(Catalog::bundled()?.events());
/// let plan = CrossSectionStudy::new(StudySpec::default(), &calendar).plan(&announcements)?;
/// let sent = StudyPlan::from_frame(&plan.frame(&calendar)?, &calendar)?;
/// assert_eq!(sent, plan);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StudyPlan {
    pub(crate) pairs: Vec<PlannedPair>,
    /// How many pairs each ticker has in the whole plan.
    of_ticker: HashMap<Ticker, usize>,
    /// Whether pairs are measured under other choices, too.
    pub(crate) anew: bool,
    /// Whether the samples behind the measurements are sent along.
    pub(crate) samples: bool,
    /// Whether p-values of single events are measured.
    pub(crate) single_events: bool,
    /// Sorted days 0 of the peers and donors that have events of their own.
    pub(crate) compared: BTreeMap<Ticker, Vec<usize>>,
}

/// A pair of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlannedPair {
    /// The position of the pair in the announcements.
    pub(crate) position: usize,
    pub(crate) ticker: Ticker,
    pub(crate) day_zero: usize,
    /// Whether it belongs to the study, or only to the sample with overlapping events.
    pub(crate) studied: bool,
}

impl StudyPlan {
    /// Whether every pair has a firm with data is not known yet; it does not matter to the pairs of
    /// other firms.
    pub(crate) fn of(
        announcements: &Announcements,
        spec: &StudySpec,
        calendar: &TradingCalendar,
    ) -> Self {
        let firm_of = |ticker: &Ticker| announcements.tickers.binary_search(ticker).ok();
        let studied: HashSet<usize> = Pairs::of(announcements, spec, calendar, &firm_of)
            .list()
            .iter()
            .map(|pair| pair.position)
            .collect();
        // Each day 0 of a firm has a pair among these, so that they tell its other events.
        let all = Pairs::with_overlapping(announcements, spec, calendar, &firm_of);
        let planned = |pair: &Pair| PlannedPair {
            position: pair.position,
            ticker: announcements.ticker(pair.position).clone(),
            day_zero: pair.day_zero,
            studied: studied.contains(&pair.position),
        };
        let pairs: Vec<PlannedPair> = all.list().iter().map(planned).collect();
        let mut days = pairs.iter().filter(|pair| pair.studied).map(|pair| pair.day_zero);
        let first = days.next();
        let one_day = days.all(|day| Some(day) == first);
        let mut of_ticker = HashMap::new();
        for pair in &pairs {
            *of_ticker.entry(pair.ticker.clone()).or_insert(0) += 1;
        }
        let mut compared: BTreeMap<Ticker, Vec<usize>> = BTreeMap::new();
        for pair in &pairs {
            if spec.peers.iter().chain(&spec.donors).any(|ticker| *ticker == pair.ticker) {
                compared.entry(pair.ticker.clone()).or_default().push(pair.day_zero);
            }
        }
        compared.values_mut().for_each(|days| days.sort_unstable());
        Self {
            single_events: announcements.len() <= SINGLE_EVENTS_UP_TO,
            compared,
            anew: studied.len() <= MEASURED_ANEW_UP_TO,
            samples: one_day || pairs.len() <= SAMPLES_UP_TO,
            pairs,
            of_ticker,
        }
    }

    /// A plan with everything measured, however many pairs there are.
    ///
    /// By itself a plan leaves out what only a sample of another size or with a common day 0 can
    /// need. Where it turns out that most pairs cannot be measured, concluding asks for this.
    #[must_use]
    pub fn complete(mut self) -> Self {
        (self.anew, self.samples) = (true, true);
        self
    }

    /// The number of pairs.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether there is no pair.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// The tickers whose prices are needed beside those of the benchmark, peers and donors; sorted.
    pub fn tickers(&self) -> Vec<Ticker> {
        let mut tickers: Vec<Ticker> = self.of_ticker.keys().cloned().collect();
        tickers.sort();
        tickers
    }

    /// The plan as a frame, one row for each pair.
    ///
    /// | column | type | meaning |
    /// |---|---|---|
    /// | `pair` | Int32 | position in the announcements |
    /// | `ticker` | String | the firm, by which the frame may be parted |
    /// | `day_zero` | Date | day 0 |
    /// | `studied` | Boolean | whether it belongs to the study, or only to the sample with overlapping events |
    /// | `pairs_of_ticker` | Int32 | how many rows its ticker has in the whole plan |
    /// | `measure_anew` | Boolean | whether it is measured under other choices, too |
    /// | `keep_samples` | Boolean | whether the samples of returns are sent along |
    /// | `single_events` | Boolean | whether p-values of single events are measured |
    /// | `events_of_compared` | String | the days 0 of peers and donors that are firms of the events, as JSON; in one row of each ticker |
    ///
    /// # Errors
    /// A polars error only for a defect of this program.
    pub fn frame(&self, calendar: &TradingCalendar) -> PolarsResult<DataFrame> {
        let rows = &self.pairs;
        let integers = |value: &dyn Fn(&PlannedPair) -> usize| -> Vec<i32> {
            rows.iter().map(|pair| i32::try_from(value(pair)).unwrap_or(i32::MAX)).collect()
        };
        let date = |session: usize| calendar.days()[session].date;
        let days: Vec<i32> = rows.iter().map(|pair| date(pair.day_zero).to_epoch_days()).collect();
        let dates = |days: &Vec<usize>| days.iter().map(|day| date(*day)).collect();
        let compared: BTreeMap<&str, Vec<NaiveDate>> =
            self.compared.iter().map(|(ticker, days)| (ticker.as_str(), dates(days))).collect();
        let compared = serde_json::to_string(&compared).unwrap_or_default();
        // Rows of a ticker stay together, so one of them is enough.
        let mut seen: HashSet<&Ticker> = HashSet::new();
        let compared: Vec<Option<&str>> =
            rows.iter().map(|p| seen.insert(&p.ticker).then_some(compared.as_str())).collect();
        let tickers: Vec<&str> = rows.iter().map(|pair| pair.ticker.as_str()).collect();
        let studied: Vec<bool> = rows.iter().map(|pair| pair.studied).collect();
        let same = |name: &str, value: bool| Column::new(name.into(), vec![value; rows.len()]);
        let columns = vec![
            Column::new("pair".into(), integers(&|pair| pair.position)),
            Column::new("ticker".into(), tickers),
            Column::new("day_zero".into(), days).cast(&DataType::Date)?,
            Column::new("studied".into(), studied),
            Column::new("pairs_of_ticker".into(), integers(&|pair| self.of_ticker[&pair.ticker])),
            same("measure_anew", self.anew),
            same("keep_samples", self.samples),
            same("single_events", self.single_events),
            Column::new("events_of_compared".into(), compared),
        ];
        DataFrame::new(rows.len(), columns)
    }

    /// A plan, or a part of one, from its frame.
    ///
    /// # Errors
    /// [`StudyError::Records`] for a frame that is none of a plan, a day 0 that is no session of
    /// the calendar, and a part that lacks some pairs of a ticker.
    pub fn from_frame(frame: &DataFrame, calendar: &TradingCalendar) -> Result<Self, StudyError> {
        let typed = TypedFrame { frame, what: "plan" };
        let (position, ticker) = (typed.integers("pair")?, typed.texts("ticker")?);
        let (day_zero, studied) = (typed.dates("day_zero")?, typed.booleans("studied")?);
        let whole = typed.integers("pairs_of_ticker")?;
        let (anew, samples) = (typed.booleans("measure_anew")?, typed.booleans("keep_samples")?);
        let (single, compared) =
            (typed.booleans("single_events")?, typed.texts("events_of_compared")?);
        let mut plan = Self { anew: true, samples: true, single_events: true, ..Self::default() };
        let mut here: BTreeMap<Ticker, usize> = BTreeMap::new();
        for row in 0..frame.height() {
            let name = typed.value(ticker.get(row), "ticker", row)?;
            let ticker: Ticker = name.parse().map_err(|_| typed.bad("ticker", row))?;
            let day = typed.value(day_zero.physical().get(row), "day_zero", row)?;
            let date = NaiveDate::from_epoch_days(day).ok_or_else(|| typed.bad("day_zero", row))?;
            let day_zero = session_of(&ticker, date, calendar)?;
            let integer = |value: Option<i32>, name: &'static str| {
                let value = typed.value(value, name, row)?;
                usize::try_from(value).map_err(|_| typed.bad(name, row))
            };
            *here.entry(ticker.clone()).or_insert(0) += 1;
            plan.of_ticker.insert(ticker.clone(), integer(whole.get(row), "pairs_of_ticker")?);
            plan.anew &= typed.value(anew.get(row), "measure_anew", row)?;
            plan.samples &= typed.value(samples.get(row), "keep_samples", row)?;
            plan.single_events &= typed.value(single.get(row), "single_events", row)?;
            if let Some(text) = compared.get(row).filter(|_| plan.compared.is_empty()) {
                let all: BTreeMap<String, Vec<NaiveDate>> =
                    serde_json::from_str(text).map_err(|_| typed.bad("events_of_compared", row))?;
                for (ticker, dates) in all {
                    let ticker: Ticker =
                        ticker.parse().map_err(|_| typed.bad("events_of_compared", row))?;
                    let days = dates.into_iter().map(|date| session_of(&ticker, date, calendar));
                    let days = days.collect::<Result<Vec<usize>, StudyError>>()?;
                    plan.compared.insert(ticker, days);
                }
            }
            let position = integer(position.get(row), "pair")?;
            let studied = typed.value(studied.get(row), "studied", row)?;
            plan.pairs.push(PlannedPair { position, ticker, day_zero, studied });
        }
        for (ticker, rows) in here {
            let whole = plan.of_ticker[&ticker];
            if rows != whole {
                return Err(StudyError::Records {
                    what: format!("a part of the plan has {rows} of the {whole} pairs of {ticker}"),
                    help: "part the plan by ticker: one event of a firm is measured with all its \
                           others in sight"
                        .into(),
                });
            }
        }
        // The order of the announcements, whatever order the rows came in.
        plan.pairs.sort_by_key(|pair| pair.position);
        Ok(plan)
    }
}

fn session_of(
    ticker: &Ticker,
    date: NaiveDate,
    calendar: &TradingCalendar,
) -> Result<usize, StudyError> {
    calendar.index_of(date).ok_or_else(|| StudyError::Records {
        what: format!("the plan has {ticker} on {date}, which is no session of the calendar"),
        help: "use the same calendar, with the same patches, everywhere".into(),
    })
}
