//! Results of many events as polars frames: one row for each test.

pub(crate) mod event_columns;
mod events;
mod extras;
mod family;

use polars::prelude::*;

pub use events::window_suffix;

use crate::inference::{Outcome, TestResult};
use crate::returns::Window;
use crate::study::many::{CrossSectionResults, Headline, SensitivityRow, WindowResult};

/// A test of a window in the making; a window without tests has one row with nothing of a test.
pub(crate) struct TestRow<'a, W> {
    pub(crate) of: W,
    headline: bool,
    outcome: Option<&'a Outcome>,
}

/// A window with its group.
#[derive(Clone, Copy)]
struct WindowOf<'a> {
    group: Option<(&'a str, &'a str)>,
    window: &'a WindowResult,
}

impl CrossSectionResults {
    /// The CAR windows of the sample and of its groups, one row for every group, window and test.
    ///
    /// | column | type | meaning |
    /// |---|---|---|
    /// | `group_column`, `group` | String | the group; null for the whole sample |
    /// | `first`, `last` | Int32 | the window in event time, both ends included |
    /// | `events` | UInt64 | events with a value |
    /// | `mean`, `standard_error` | Float64 | CAAR, and `sd/sqrt(N)` |
    /// | `forecast_standard_error` | Float64 | from the forecast variances of independent events |
    /// | `median`, `standard_deviation`, `positive` | Float64 | of the CARs; the share above zero |
    /// | `sum_of_averages` | Float64 | the sum of the days' averages |
    /// | `minimum_detectable_mean` | Float64 | found at 5% with 80% probability |
    /// | `mean_correlation` | Float64 | of two events, weighted by the overlap of their windows |
    /// | `mean_buy_and_hold`, `buy_and_hold_standard_error` | Float64 | mean buy-and-hold abnormal return, `sd/sqrt(N)` |
    /// | `weighted_mean`, `weighted_standard_error`, `weighted_forecast_standard_error` | Float64 | with the weights named, from the spread and from forecast variances |
    /// | `test` | String | the id of the test |
    /// | `headline` | Boolean | whether it is one of the headline tests |
    /// | `statistic`, `p_value` | Float64 | two-sided; null where the test does not apply |
    /// | `distribution` | String | under the null hypothesis |
    /// | `degrees_of_freedom` | Float64 | of a t distribution |
    /// | `observations` | UInt64 | behind the distribution |
    /// | `null_hypothesis`, `caution` | String | in words |
    /// | `size` | String | how often the test rejects where there is nothing, where not at its level |
    /// | `details` | String | further figures, `name=value; name=value` |
    /// | `not_applicable` | String | why there is no result |
    /// | `simulated` | Boolean | whether the prices are simulated |
    ///
    /// Returns are decimal fractions.
    ///
    /// # Errors
    /// A polars error only for a defect of this program.
    pub fn windows_frame(&self) -> PolarsResult<DataFrame> {
        let mut rows = Vec::new();
        for window in &self.windows {
            push_tests(&mut rows, WindowOf { group: None, window }, &window.tests, &self.headline);
        }
        for group in &self.groups {
            for window in &group.windows {
                let of = WindowOf { group: Some((&group.column, &group.value)), window };
                push_tests(&mut rows, of, &window.tests, &group.headline);
            }
        }
        let mut columns = vec![
            text("group_column", &rows, |r| r.of.group.map(|g| g.0)),
            text("group", &rows, |r| r.of.group.map(|g| g.1)),
        ];
        columns.extend(bounds(&rows, |r| r.of.window.window));
        columns.extend(figures(&rows));
        columns.extend(test_columns(&rows));
        self.frame(columns)
    }

    /// The days of the event window, one row for every day and test: the columns of
    /// [`windows_frame`](Self::windows_frame) with the event time `t` (Int32) instead of the group
    /// and the window.
    ///
    /// # Errors
    /// A polars error only for a defect of this program.
    pub fn days_frame(&self) -> PolarsResult<DataFrame> {
        let mut rows = Vec::new();
        for window in &self.days {
            push_tests(&mut rows, WindowOf { group: None, window }, &window.tests, &self.headline);
        }
        let times: Vec<i32> = rows.iter().map(|r| r.of.window.window.first()).collect();
        let mut columns = vec![Column::new("t".into(), times)];
        columns.extend(figures(&rows));
        columns.extend(test_columns(&rows));
        self.frame(columns)
    }

    /// The headline window under other choices, one row for every choice and headline test: `kind`
    /// and `choice` (String), `first`, `last`, `events`, `mean`, `standard_error`, `missing`
    /// (String: why there is no value), and the columns from `test` on as in
    /// [`windows_frame`](Self::windows_frame).
    ///
    /// # Errors
    /// A polars error only for a defect of this program.
    pub fn sensitivity_frame(&self) -> PolarsResult<DataFrame> {
        let mut rows: Vec<TestRow<'_, &SensitivityRow>> = Vec::new();
        for choice in &self.sensitivity {
            push_tests(&mut rows, choice, &choice.tests, &self.headline);
        }
        let mut columns = vec![
            text("kind", &rows, |r| Some(r.of.kind)),
            text("choice", &rows, |r| Some(&r.of.choice)),
        ];
        columns.extend(bounds(&rows, |r| r.of.window));
        columns.push(count("events", &rows, |r| Some(r.of.events)));
        columns.push(number("mean", &rows, |r| r.of.mean));
        columns.push(number("standard_error", &rows, |r| r.of.standard_error));
        columns.push(text("missing", &rows, |r| r.of.missing.as_deref()));
        columns.extend(test_columns(&rows));
        self.frame(columns)
    }

    /// A frame of these columns that says by itself whether the prices are simulated.
    pub(crate) fn frame(&self, mut columns: Vec<Column>) -> PolarsResult<DataFrame> {
        let rows = columns.first().map_or(0, Column::len);
        columns.push(Column::new("simulated".into(), vec![self.provenance.simulated; rows]));
        DataFrame::new(rows, columns)
    }
}

pub(crate) fn push_tests<'a, W: Copy>(
    rows: &mut Vec<TestRow<'a, W>>,
    of: W,
    tests: &'a [Outcome],
    headline: &Headline,
) {
    if tests.is_empty() {
        rows.push(TestRow { of, headline: false, outcome: None });
    }
    rows.extend(tests.iter().map(|outcome| TestRow {
        of,
        headline: headline.tests.contains(&outcome.test()),
        outcome: Some(outcome),
    }));
}

fn figures(rows: &[TestRow<'_, WindowOf<'_>>]) -> Vec<Column> {
    let of =
        |name, value: fn(&WindowResult) -> Option<f64>| number(name, rows, |r| value(r.of.window));
    vec![
        count("events", rows, |r| Some(r.of.window.events)),
        of("mean", |w| w.mean),
        of("standard_error", |w| w.standard_error),
        of("forecast_standard_error", |w| w.forecast_standard_error),
        of("median", |w| w.median),
        of("standard_deviation", |w| w.standard_deviation),
        of("positive", |w| w.positive),
        of("sum_of_averages", |w| w.sum_of_averages),
        of("minimum_detectable_mean", |w| w.minimum_detectable_mean),
        of("mean_correlation", |w| w.mean_correlation),
        of("mean_buy_and_hold", |w| w.mean_buy_and_hold),
        of("buy_and_hold_standard_error", |w| w.buy_and_hold_standard_error),
        of("weighted_mean", |w| Some(w.weighted?.mean)),
        of("weighted_standard_error", |w| w.weighted?.standard_error),
        of("weighted_forecast_standard_error", |w| w.weighted?.forecast_standard_error),
    ]
}

pub(crate) fn test_columns<W>(rows: &[TestRow<'_, W>]) -> Vec<Column> {
    let headline: Vec<bool> = rows.iter().map(|r| r.headline).collect();
    let reason = |r: &TestRow<'_, W>| match r.outcome {
        Some(Outcome::NotApplicable { reason, .. }) => Some(reason.clone()),
        _ => None,
    };
    vec![
        text("test", rows, |r| r.outcome.map(|outcome| outcome.test().id())),
        Column::new("headline".into(), headline),
        number("statistic", rows, |r| r.result().map(|t| t.statistic)),
        text("distribution", rows, |r| r.result().map(|t| t.reference.name())),
        number("degrees_of_freedom", rows, |r| r.result()?.reference.degrees_of_freedom()),
        number("p_value", rows, |r| r.result().map(|t| t.p_value)),
        count("observations", rows, |r| r.result().map(|t| t.observations)),
        text("null_hypothesis", rows, |r| r.result().map(|t| t.null)),
        text("details", rows, |r| r.result().and_then(details)),
        text("caution", rows, |r| r.result()?.caution.clone()),
        text("size", rows, |r| r.result()?.size.as_deref()),
        text("not_applicable", rows, reason),
    ]
}

impl<'a, W> TestRow<'a, W> {
    fn result(&self) -> Option<&'a TestResult> {
        self.outcome.and_then(Outcome::result)
    }
}

fn details(result: &TestResult) -> Option<String> {
    let each = result.details.iter().map(|d| format!("{}={}", d.name, d.value));
    (!result.details.is_empty()).then(|| each.collect::<Vec<_>>().join("; "))
}

pub(crate) fn bounds<R>(rows: &[R], window: impl Fn(&R) -> Window) -> [Column; 2] {
    let ends = |end: fn(Window) -> i32| rows.iter().map(|r| end(window(r))).collect::<Vec<i32>>();
    [
        Column::new("first".into(), ends(Window::first)),
        Column::new("last".into(), ends(Window::last)),
    ]
}

/// A column of numbers; a value that is not finite is missing.
pub(crate) fn number<R>(name: &str, rows: &[R], value: impl Fn(&R) -> Option<f64>) -> Column {
    let values = rows.iter().map(|r| value(r).filter(|v| v.is_finite()));
    Column::new(name.into(), values.collect::<Vec<Option<f64>>>())
}

pub(crate) fn count<R>(name: &str, rows: &[R], value: impl Fn(&R) -> Option<usize>) -> Column {
    let values = rows.iter().map(|r| value(r).map(|n| n as u64));
    Column::new(name.into(), values.collect::<Vec<Option<u64>>>())
}

pub(crate) fn text<'r, R, T: AsRef<str>>(
    name: &str,
    rows: &'r [R],
    value: impl Fn(&'r R) -> Option<T>,
) -> Column {
    let mut column = StringChunkedBuilder::new(name.into(), rows.len());
    for row in rows {
        column.append_option(value(row).as_ref().map(AsRef::as_ref));
    }
    column.finish().into_column()
}
