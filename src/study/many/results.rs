//! What a study of many events returns.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::frames::event_columns::EventColumns;
use super::{Beside, Family};
use crate::abnormal::CrossSection;
use crate::event::SessionOfNews;
use crate::inference::{Outcome, RegressionResult, TestId, WeightedMean};
use crate::returns::Window;
use crate::study::{Provenance, StudySpec};

/// Everything a study of many events found.
#[derive(Clone, Debug)]
pub struct CrossSectionResults {
    /// Where the numbers come from.
    pub provenance: Provenance,
    /// The choices.
    pub spec: StudySpec,
    /// What the sample looks like.
    pub sample: SampleDescription,
    /// Which tests make the headline, and why.
    pub headline: Headline,
    /// Which test suits the mean buy-and-hold abnormal return, and why.
    pub buy_and_hold_headline: Option<Headline>,
    /// One entry for each CAR window; the first one is the headline.
    pub windows: Vec<WindowResult>,
    /// One entry for each day of the event window.
    pub days: Vec<WindowResult>,
    /// The cumulative average abnormal return from the start of the event window.
    pub path: Vec<PathPoint>,
    /// The same windows in groups of events.
    pub groups: Vec<GroupResult>,
    /// The headline tests of all windows and groups, adjusted for being a family.
    pub family: Family,
    /// The regression of the headline window's CARs on columns of the events file.
    pub regression: Option<RegressionResult>,
    /// The headline window under other choices.
    pub sensitivity: Vec<SensitivityRow>,
    /// Volatility, volume, calendar time, placebo dates and power.
    pub beside: Beside,
    /// Every event asked for that is not in the sample, or not in some window, with its reason.
    pub ledger: Vec<LedgerRow>,
    /// How many rows of the ledger have each reason code.
    pub ledger_counts: BTreeMap<String, usize>,
    /// What to keep in mind.
    pub notes: Vec<String>,
    /// One row for each event of the sample, in the order of the cross-section; serialised in
    /// columns.
    pub events: Vec<EventRow>,
    /// The abnormal returns themselves, for tables and figures; not serialised.
    pub section: CrossSection,
}

impl Serialize for CrossSectionResults {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize_with(&EventColumns(&self.events), serializer)
    }
}

impl CrossSectionResults {
    /// Serialises the results with something in the place of the events, which are the last field.
    pub(crate) fn serialize_with<S: Serializer>(
        &self,
        in_place_of_events: &impl Serialize,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        // Named one by one, so that no field is forgotten.
        let Self {
            provenance,
            spec,
            sample,
            headline,
            buy_and_hold_headline,
            windows,
            days,
            path,
            groups,
            family,
            regression,
            sensitivity,
            beside,
            ledger,
            ledger_counts,
            notes,
            events: _,
            section: _,
        } = self;
        let mut fields = serializer.serialize_struct("CrossSectionResults", 17)?;
        fields.serialize_field("provenance", provenance)?;
        fields.serialize_field("spec", spec)?;
        fields.serialize_field("sample", sample)?;
        fields.serialize_field("headline", headline)?;
        fields.serialize_field("buy_and_hold_headline", buy_and_hold_headline)?;
        fields.serialize_field("windows", windows)?;
        fields.serialize_field("days", days)?;
        fields.serialize_field("path", path)?;
        fields.serialize_field("groups", groups)?;
        fields.serialize_field("family", family)?;
        fields.serialize_field("regression", regression)?;
        fields.serialize_field("sensitivity", sensitivity)?;
        fields.serialize_field("beside", beside)?;
        fields.serialize_field("ledger", ledger)?;
        fields.serialize_field("ledger_counts", ledger_counts)?;
        fields.serialize_field("notes", notes)?;
        fields.serialize_field("events", in_place_of_events)?;
        fields.end()
    }

    /// The headline tests that were run on single days: all of them, or with
    /// [`only_tests`](crate::study::CrossSectionOptions::only_tests) those that were asked for.
    pub fn headline_tests_of_days(&self) -> Vec<TestId> {
        let run = |id: &TestId| self.spec.cross_section.asks_for(*id);
        self.headline.tests.iter().copied().filter(run).collect()
    }

    /// The number of pairs asked for that are not in the sample.
    pub fn left_out(&self) -> usize {
        self.ledger.iter().filter(|row| row.part == "event").count()
    }
}

/// What a sample of events looks like.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SampleDescription {
    /// Event-firm pairs asked for.
    pub asked: usize,
    /// Pairs in the sample.
    pub events: usize,
    /// Firms.
    pub firms: usize,
    /// Different days 0.
    pub dates: usize,
    /// First and last day 0.
    pub first_and_last: Option<(NaiveDate, NaiveDate)>,
    /// The largest share of events on one day 0.
    pub largest_date_share: f64,
    /// The Herfindahl index of days 0: the sum of squared shares.
    pub herfindahl: f64,
    /// The mean share of its event window that a pair of events has in common.
    pub mean_overlap: f64,
    /// Pairs of events whose event windows overlap.
    pub overlapping_pairs: u64,
    /// Smallest, median and largest number of estimation bars.
    pub estimation_bars: [usize; 3],
    /// The mean residual standard deviation.
    pub mean_sigma: f64,
    /// The share of bars of estimation and event windows that is missing.
    pub share_missing: f64,
    /// The share of bars that is kept out for lying next to another event of the firm.
    pub share_kept_out: f64,
    /// The share of returns of the estimation windows that are exactly zero.
    pub share_zero: f64,
}

/// The tests that make the headline, by rule and not by result.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Headline {
    /// Their ids, in order.
    pub tests: Vec<TestId>,
    /// The rule that chose them, with its numbers.
    pub reason: String,
}

/// A window or a day of the cross-section.
#[derive(Clone, Debug, Serialize)]
pub struct WindowResult {
    /// The window.
    pub window: Window,
    /// Events with a value.
    pub events: usize,
    /// Events with a buy-and-hold return.
    pub held: usize,
    /// The mean CAR: the CAAR, or the AAR of a day.
    pub mean: Option<f64>,
    /// Its standard error from the spread over events, `sd/sqrt(N)`.
    pub standard_error: Option<f64>,
    /// Its standard error from the forecast variances of independent events.
    pub forecast_standard_error: Option<f64>,
    /// The median CAR.
    pub median: Option<f64>,
    /// The standard deviation over events.
    pub standard_deviation: Option<f64>,
    /// The share of positive CARs.
    pub positive: Option<f64>,
    /// The sum of the average abnormal returns of the days, which differs from the mean only where
    /// bars are missing.
    pub sum_of_averages: Option<f64>,
    /// The smallest mean that a 5% test finds with 80% probability, with the correlation of the events
    /// in it; of one event, the smallest CAR.
    pub minimum_detectable_mean: Option<f64>,
    /// The average correlation of two events over the window, zero where windows do not overlap.
    pub mean_correlation: Option<f64>,
    /// The mean buy-and-hold abnormal return.
    pub mean_buy_and_hold: Option<f64>,
    /// Its standard error from the spread over events; such returns are skewed, so that their test
    /// is `skewness-hall-bootstrap`.
    pub buy_and_hold_standard_error: Option<f64>,
    /// The mean with weights from a column of the events, where one was named.
    pub weighted: Option<WeightedMean>,
    /// Every test of the list.
    pub tests: Vec<Outcome>,
}

/// A point of the cumulative path.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PathPoint {
    /// Event time.
    pub t: i32,
    /// Events with every bar up to here.
    pub events: usize,
    /// The cumulative average abnormal return.
    pub mean: Option<f64>,
    /// Its standard error from the spread over events.
    pub standard_error: Option<f64>,
    /// The 95% interval, Student t(N - 1).
    pub interval: Option<(f64, f64)>,
    /// The median.
    pub median: Option<f64>,
}

/// A group of events.
#[derive(Clone, Debug, Serialize)]
pub struct GroupResult {
    /// The column of the events file.
    pub column: String,
    /// The value that its events share.
    pub value: String,
    /// Events.
    pub events: usize,
    /// Which tests make its headline, and why.
    pub headline: Headline,
    /// The CAR windows.
    pub windows: Vec<WindowResult>,
}

/// The headline window under another choice.
#[derive(Clone, Debug, Serialize)]
pub struct SensitivityRow {
    /// What kind of choice: `model`, `window`, `day_zero`, `events`, `exclusion`.
    pub kind: &'static str,
    /// The choice, in words.
    pub choice: String,
    /// The window.
    pub window: Window,
    /// Events.
    pub events: usize,
    /// The mean CAR.
    pub mean: Option<f64>,
    /// Its standard error from the spread over events.
    pub standard_error: Option<f64>,
    /// The headline tests.
    pub tests: Vec<Outcome>,
    /// Why there is no value.
    pub missing: Option<String>,
}

/// A row of the exclusion ledger.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LedgerRow {
    /// The row of the events file, counted from 1 with the header; `None` for events that came
    /// otherwise.
    pub row: Option<usize>,
    /// The event.
    pub event: String,
    /// The ticker.
    pub ticker: String,
    /// `event`: not in the sample; `window`: not in one of its windows.
    pub part: &'static str,
    /// The reason code.
    pub code: &'static str,
    /// The reason in words.
    pub reason: String,
}

/// An event of the sample.
#[derive(Clone, Debug, Default, Serialize)]
pub struct EventRow {
    /// The event.
    pub event: String,
    /// The ticker.
    pub ticker: String,
    /// When the story became public, in a form of [`Published`](crate::event::Published).
    pub published: String,
    /// How precisely that is known: `second`, `minute`, `no_later_than`, `session` or `date`.
    pub precision: &'static str,
    /// The part of the trading day of the earliest possible instant; `None` where only the date is
    /// known.
    pub session_of_news: Option<SessionOfNews>,
    /// That of the latest one, where it is another.
    pub later_session_of_news: Option<SessionOfNews>,
    /// Day 0.
    pub day_zero: NaiveDate,
    /// Estimation bars M.
    pub estimation_bars: usize,
    /// Degrees of freedom; infinite for a known variance, NaN without one.
    pub degrees_of_freedom: f64,
    /// The residual standard deviation.
    pub sigma: f64,
    /// The intercept of the model.
    pub alpha: Option<f64>,
    /// The beta that the model uses.
    pub beta: Option<f64>,
    /// The plain beta beside one that was corrected.
    pub beta_by_least_squares: Option<f64>,
    /// The further coefficients by name.
    pub coefficients: Vec<(String, f64)>,
    /// Bars of the headline window that have an abnormal return, L2.
    pub valid_bars: usize,
    /// The headline window's CAR.
    pub car: Option<f64>,
    /// Its standard error.
    pub standard_error: Option<f64>,
    /// The one over the other.
    pub scar: Option<f64>,
    /// Its parametric p-value.
    pub p_value: Option<f64>,
    /// Its rank p-value among the firm's own residuals; `None` with more than 20,000 events.
    pub sample_quantile_p: Option<f64>,
    /// Its permutation p-value among the donors of a synthetic control, likewise.
    pub permutation_p: Option<f64>,
    /// The buy-and-hold abnormal return of the headline window.
    pub buy_and_hold: Option<f64>,
    /// The same against the compounded expectation of the model.
    pub buy_and_hold_model: Option<f64>,
    /// Flags: `date_only`, `day_zero_uncertain`, `overlap`, `fallback` (the figures are those of another
    /// model, and the notes of the study say why).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<&'static str>,
}

impl EventRow {
    /// The names of the further coefficients of all events, in the order of their appearance.
    pub fn coefficient_names(events: &[Self]) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        let names =
            events.iter().flat_map(|e| e.coefficients.iter().map(|(name, _)| name.as_str()));
        names.filter(|name| seen.insert(*name)).collect()
    }

    /// A further coefficient by its name.
    pub fn coefficient(&self, name: &str) -> Option<f64> {
        self.coefficients.iter().find(|(own, _)| own == name).map(|(_, value)| *value)
    }
}
