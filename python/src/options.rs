//! The choices of a study, from the keywords of Python to the library's own types.

use std::path::PathBuf;

use eventstudy::abnormal::MissingBars;
use eventstudy::calendar::{CalendarPatch, TradingCalendar};
use eventstudy::event::{EventError, Ticker};
use eventstudy::inference::TestOptions;
use eventstudy::intraday::IntradayOptions;
use eventstudy::prices::source::{BarLabel, Options};
use eventstudy::prices::{Adjustment, FactorFiles, FactorUnit, Factors};
use eventstudy::report::Language;
use eventstudy::returns::{ReturnKind, Window};
use eventstudy::study::{
    Also, CalendarTimeOptions, CrossSectionOptions, Overlapping, StudyError, StudySpec,
};
use pyo3::prelude::*;

use crate::errors::Failure;

/// Every choice, under the name that it has in `eventstudy.Study`.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct Choices {
    pub event: Option<String>,
    pub event_time: Option<String>,
    pub headline: Option<String>,
    pub claims: Vec<String>,
    pub tickers: Vec<String>,
    pub data: Vec<String>,
    columns: Vec<String>,
    adjustment: Option<String>,
    bar_label: Option<String>,
    factors: Vec<PathBuf>,
    factor_unit: String,
    calendar_patch: Option<PathBuf>,
    benchmark: String,
    model: String,
    peers: Vec<String>,
    donors: Vec<String>,
    estimation_length: usize,
    estimation_end: i32,
    minimum_estimation: usize,
    window: String,
    car: Vec<String>,
    returns: String,
    alpha: f64,
    reference_days: usize,
    exclude_days: Vec<String>,
    latency: i64,
    by: Option<String>,
    regress: Vec<String>,
    weight: Option<String>,
    cluster: Option<String>,
    missing: String,
    overlapping: String,
    also: Vec<String>,
    minimum_firms: usize,
    weight_days: bool,
    tests: Vec<String>,
    seed: u64,
    resamples: usize,
    language: String,
}

impl Choices {
    pub fn calendar(&self) -> Result<TradingCalendar, Failure> {
        let calendar = TradingCalendar::new_york();
        let Some(path) = &self.calendar_patch else { return Ok(calendar) };
        let text = std::fs::read_to_string(path).map_err(|e| EventError::UnreadableFile {
            path: path.clone(),
            reason: e.to_string(),
        })?;
        Ok(calendar.with_patch(&CalendarPatch::from_toml_str(&text)?)?)
    }

    pub fn spec(&self) -> Result<StudySpec, Failure> {
        let default = StudySpec::default();
        let window = window(&self.window)?;
        let car_windows = match self.car.is_empty() {
            true => StudySpec::car_windows_within(window),
            false => self.car.iter().map(|text| self::window(text)).collect::<Result<_, _>>()?,
        };
        let day = |text: &String| StudyError::BadNumber {
            what: "a day of exclude_days",
            value: format!("`{text}`"),
            should: "write dates as 2025-12-10",
        };
        let days = self.exclude_days.iter().map(|text| text.parse().map_err(|_| day(text)));
        let excluded_days = days.collect::<Result<_, StudyError>>()?;
        let missing = [("complete", MissingBars::Complete), ("available", MissingBars::Available)];
        let overlapping = [("leave-out", Overlapping::LeaveOut), ("keep", Overlapping::Keep)];
        let returns = [("simple", ReturnKind::Simple), ("log", ReturnKind::Log)];
        Ok(StudySpec {
            model: self.model.clone(),
            benchmark: self.benchmark.parse()?,
            peers: Ticker::list(&self.peers)?,
            donors: Ticker::list(&self.donors)?,
            returns: one_of("returns", &self.returns, "give simple or log", &returns)?,
            estimation_length: self.estimation_length,
            estimation_end: self.estimation_end,
            minimum_estimation: self.minimum_estimation,
            window,
            car_windows,
            alpha: self.alpha,
            intraday: IntradayOptions {
                reference_days: self.reference_days,
                alpha: self.alpha,
                latency_seconds: self.latency,
                excluded_days,
                ..IntradayOptions::default()
            },
            cross_section: CrossSectionOptions {
                missing: one_of("missing", &self.missing, "give complete or available", &missing)?,
                overlapping: one_of(
                    "overlapping",
                    &self.overlapping,
                    "give leave-out or keep",
                    &overlapping,
                )?,
                by: self.by.clone(),
                cluster: self.cluster.clone(),
                weight: self.weight.clone(),
                regress_on: self.regress.clone(),
                also: self.also.iter().map(|text| also(text)).collect::<Result<_, _>>()?,
                calendar_time: CalendarTimeOptions {
                    minimum_firms: self.minimum_firms,
                    weight_days: self.weight_days,
                },
                only_tests: self
                    .tests
                    .iter()
                    .map(|id| id.parse().map_err(|_| StudyError::UnknownTest { id: id.clone() }))
                    .collect::<Result<_, _>>()?,
                tests: TestOptions {
                    seed: self.seed,
                    resamples: self.resamples,
                    ..TestOptions::default()
                },
            },
            ..default
        })
    }

    /// What files and frames of prices cannot say about themselves.
    pub fn reading(&self) -> Result<Options, Failure> {
        let adjustments =
            [("raw", Adjustment::RawWithoutActions), ("adjusted", Adjustment::VendorAdjusted)];
        let labels = [("start", BarLabel::Start), ("end", BarLabel::End)];
        let adjustment = self.adjustment.as_ref();
        let label = self.bar_label.as_ref();
        let mut options = Options {
            adjustment: adjustment
                .map(|text| one_of("adjustment", text, "give raw or adjusted", &adjustments))
                .transpose()?,
            label: label
                .map(|text| one_of("bar_label", text, "give start or end", &labels))
                .transpose()?,
            ..Options::default()
        };
        self.columns.iter().try_for_each(|mapping| options.columns.add(mapping))?;
        Ok(options)
    }

    pub fn factors(&self) -> Result<Option<FactorFiles>, Failure> {
        if self.factors.is_empty() {
            return Ok(None);
        }
        let units = [("percent", FactorUnit::Percent), ("fraction", FactorUnit::Fraction)];
        let unit = one_of("factor_unit", &self.factor_unit, "give percent or fraction", &units)?;
        Ok(Some(Factors::from_files(&self.factors, unit)?))
    }

    pub fn language(&self) -> Result<Language, Failure> {
        let languages = [("en", Language::English), ("ar", Language::Arabic)];
        one_of("language", &self.language, "give en or ar", &languages)
    }
}

fn also(text: &str) -> Result<Also, Failure> {
    let should = "give calendar-time, volume, volatility, placebo-dates or power";
    let words = Also::ALL.map(|also| (also.id(), also));
    one_of("also", text, should, &words)
}

fn window(text: &str) -> Result<Window, Failure> {
    text.parse().map_err(|_| StudyError::BadWindow { text: text.to_owned() }.into())
}

/// The value of a word, or the words that there are.
fn one_of<T: Copy>(
    what: &'static str,
    text: &str,
    should: &'static str,
    words: &[(&str, T)],
) -> Result<T, Failure> {
    let found = words.iter().find(|(word, _)| *word == text);
    let bad = || StudyError::BadNumber { what, value: format!("`{text}`"), should };
    Ok(found.ok_or_else(bad)?.1)
}
