//! The choices of a study.

use serde::{Deserialize, Serialize};

use super::{Also, CalendarTimeOptions, StudyError};
use crate::abnormal::MissingBars;
use crate::event::{Event, Ticker};
use crate::inference::{TestId, TestOptions};
use crate::intraday::IntradayOptions;
use crate::returns::{Benchmark, ReturnKind, TimeLine, Window};

/// The choices of a study, with the defaults of the field.
///
/// ```
/// use eventstudy::prelude::*;
/// let spec = StudySpec { estimation_length: 120, ..StudySpec::default() };
/// assert!(spec.validate().is_ok());
/// let overlapping = StudySpec { estimation_end: -5, ..spec };
/// assert!(overlapping.validate().is_err());
/// // It travels as JSON; choices that are left out are those of the default.
/// let read: StudySpec = serde_json::from_str(r#"{"model": "constant-mean", "window": [-5, 5]}"#)?;
/// assert_eq!((read.window.len(), read.estimation_length), (11, 250));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StudySpec {
    /// The expected-return model by its id.
    pub model: String,
    /// The benchmark.
    pub benchmark: Benchmark,
    /// Firms of the same kind, for the models with peers; the firms of the event are left out, and
    /// in a study of many events those with an event whose window overlaps.
    pub peers: Vec<Ticker>,
    /// Firms that the event does not touch, for the synthetic control.
    pub donors: Vec<Ticker>,
    /// Simple or log daily returns.
    pub returns: ReturnKind,
    /// Sessions of the estimation window.
    pub estimation_length: usize,
    /// The last session of the estimation window in event time.
    pub estimation_end: i32,
    /// Fewer usable sessions than this are refused.
    pub minimum_estimation: usize,
    /// Sessions to either side of another event of the firm that are kept out of the estimation.
    pub other_event_margin: usize,
    /// The event window.
    pub window: Window,
    /// Windows of cumulative abnormal returns; the first one is the headline.
    pub car_windows: Vec<Window>,
    /// The level of significance.
    pub alpha: f64,
    /// The choices of the intraday study.
    pub intraday: IntradayOptions,
    /// The choices of a study of many events.
    pub cross_section: CrossSectionOptions,
}

/// The choices of a study of many events.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CrossSectionOptions {
    /// What happens to a window in which an event has no return on some bar.
    pub missing: MissingBars,
    /// What happens to an event whose event window overlaps that of an earlier event of its firm.
    pub overlapping: Overlapping,
    /// A column of the events file by which results are given in groups as well.
    pub by: Option<String>,
    /// A column of the events file that names clusters of events whose errors go together; day 0
    /// otherwise.
    pub cluster: Option<String>,
    /// A column of the events file that weighs events, such as market capitalisation before the
    /// event; means with equal weights stand beside it.
    pub weight: Option<String>,
    /// Columns of the events file on which CARs are regressed.
    pub regress_on: Vec<String>,
    /// What is computed beside the abnormal returns.
    pub also: Vec<Also>,
    /// The choices of the calendar-time portfolio.
    pub calendar_time: CalendarTimeOptions,
    /// The tests that are run, by their names, beside those of the headline on windows; all of them
    /// if empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub only_tests: Vec<TestId>,
    /// The choices of the tests.
    pub tests: TestOptions,
}

impl CrossSectionOptions {
    /// Whether a test was asked for by its name, or every test was.
    pub(crate) fn asks_for(&self, id: TestId) -> bool {
        self.only_tests.is_empty() || self.only_tests.contains(&id)
    }
}

/// What happens to an event whose event window overlaps that of an earlier event of its firm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overlapping {
    /// The later event is left out, with the reason `overlap`: the same returns would count twice.
    #[default]
    LeaveOut,
    /// Both events are kept.
    Keep,
}

impl Default for StudySpec {
    fn default() -> Self {
        let window = |first, last| Window::new(first, last);
        let car_windows = [(0, 0), (0, 1), (-1, 1), (-5, 5), (1, 5), (-10, 10)];
        Self {
            model: "market-model".into(),
            benchmark: Benchmark { members: "SPY".parse().into_iter().collect() },
            peers: Vec::new(),
            donors: Vec::new(),
            returns: ReturnKind::Simple,
            estimation_length: 250,
            estimation_end: -11,
            minimum_estimation: 60,
            other_event_margin: 1,
            window: window(-10, 10).unwrap_or_else(|| unreachable!("-10 is before 10")),
            car_windows: car_windows.into_iter().filter_map(|(a, b)| window(a, b)).collect(),
            alpha: 0.05,
            intraday: IntradayOptions::default(),
            cross_section: CrossSectionOptions::default(),
        }
    }
}

impl StudySpec {
    /// Checks that the choices do not contradict each other.
    ///
    /// # Errors
    /// [`StudyError`] with the numbers.
    pub fn validate(&self) -> Result<(), StudyError> {
        const FARTHEST: i32 = 5_000;
        let number = |what, value: String, should, fine: bool| {
            if fine { Ok(()) } else { Err(StudyError::BadNumber { what, value, should }) }
        };
        let near = |t: i32| (-FARTHEST..=FARTHEST).contains(&t);
        number(
            "the end of the estimation window",
            self.estimation_end.to_string(),
            "give it in sessions from day 0, at most 5,000 away",
            near(self.estimation_end),
        )?;
        number(
            "the event window",
            self.window.to_string(),
            "give it in sessions from day 0, at most 5,000 away",
            near(self.window.first()) && near(self.window.last()),
        )?;
        number(
            "the latency",
            self.intraday.latency_seconds.to_string(),
            "give it in seconds, from 0 to 86400; it can only make the news later",
            (0..=86_400).contains(&self.intraday.latency_seconds),
        )?;
        if self.estimation_end >= self.window.first() {
            return Err(StudyError::WindowsOverlap {
                estimation_end: self.estimation_end,
                window: self.window.to_string(),
            });
        }
        if !self.window.contains(0) {
            return Err(StudyError::WindowOutside {
                car: "[0,0]".into(),
                window: self.window.to_string(),
            });
        }
        for car in &self.car_windows {
            if car.first() < self.window.first() || car.last() > self.window.last() {
                return Err(StudyError::WindowOutside {
                    car: car.to_string(),
                    window: self.window.to_string(),
                });
            }
        }
        for id in &self.cross_section.only_tests {
            if id.of_many().is_none() {
                return Err(StudyError::UnknownTest { id: id.to_string() });
            }
        }
        number(
            "the level of significance",
            self.alpha.to_string(),
            "give it between 0 and 0.5, such as 0.05",
            self.alpha > 0.0 && self.alpha < 0.5,
        )?;
        number(
            "the minimum of estimation bars",
            self.minimum_estimation.to_string(),
            "at least 5 bars are needed for a variance and its own variance",
            self.minimum_estimation >= 5,
        )?;
        number(
            "the number of reference days",
            self.intraday.reference_days.to_string(),
            "give at least 19 reference days, so that 5% can be reached",
            self.intraday.reference_days >= self.intraday.minimum_reference_days
                && self.intraday.minimum_reference_days >= 19,
        )?;
        number(
            "the length of the estimation window",
            self.estimation_length.to_string(),
            "it must not be shorter than the minimum of estimation bars, nor longer than 5,000 sessions",
            (self.minimum_estimation..=5_000).contains(&self.estimation_length),
        )
    }

    /// The bars around day 0.
    pub fn time_line(&self) -> TimeLine {
        TimeLine {
            estimation_length: self.estimation_length,
            estimation_end: self.estimation_end,
            window: self.window,
            other_event_margin: self.other_event_margin,
        }
    }

    /// The CAR windows that are reported unless others are asked for: those of the default that lie
    /// in the event window, and the event window itself.
    ///
    /// ```
    /// use eventstudy::prelude::*;
    /// let windows = StudySpec::car_windows_within("-1..3".parse().unwrap());
    /// let texts: Vec<String> = windows.iter().map(ToString::to_string).collect();
    /// assert_eq!(texts, ["[0,0]", "[0,+1]", "[-1,+1]", "[-1,+3]"]);
    /// ```
    pub fn car_windows_within(window: Window) -> Vec<Window> {
        let inside = |w: &Window| window.first() <= w.first() && w.last() <= window.last();
        let mut windows: Vec<Window> =
            Self::default().car_windows.into_iter().filter(inside).collect();
        if !windows.contains(&window) {
            windows.push(window);
        }
        windows
    }

    /// Checks the choices, and that no firm of the events is its own benchmark.
    ///
    /// # Errors
    /// As [`StudySpec::validate`], and [`StudyError::OwnBenchmark`].
    pub fn validate_for(&self, events: &[Event]) -> Result<(), StudyError> {
        self.validate()?;
        let own =
            |ticker: &Ticker| events.iter().any(|e| e.tickers.iter().any(|t| t.ticker == *ticker));
        match self.benchmark.members.as_slice() {
            [only] if own(only) => Err(StudyError::OwnBenchmark { ticker: only.to_string() }),
            _ => Ok(()),
        }
    }

    /// These tickers with the benchmark's, peers and donors; sorted and distinct.
    pub fn tickers_with(&self, tickers: &[Ticker]) -> Vec<Ticker> {
        let compared = [&self.benchmark.members, &self.peers, &self.donors].into_iter().flatten();
        let mut all: Vec<Ticker> = tickers.iter().chain(compared).cloned().collect();
        all.sort();
        all.dedup();
        all
    }

    /// Every ticker that a study of these events needs: theirs, then the benchmark's, peers
    /// and donors.
    pub fn tickers_of(&self, events: &[Event]) -> Vec<Ticker> {
        let mut tickers: Vec<Ticker> = Vec::new();
        let of_events = events.iter().flat_map(Event::ticker_list);
        let compared = [&self.benchmark.members, &self.peers, &self.donors].into_iter().flatten();
        for ticker in of_events.chain(compared.cloned()) {
            if !tickers.contains(&ticker) {
                tickers.push(ticker);
            }
        }
        tickers
    }
}
