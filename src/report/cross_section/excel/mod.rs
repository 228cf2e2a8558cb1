//! `results.xlsx`: the tables as sheets, numbers as numbers.

mod sheet;
mod summary;

use polars::prelude::{AnyValue, DataFrame};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use self::sheet::{Cell, Sheet, write};
use super::digits::count;
use super::grouping::groups_by_tests;
use crate::inference::{Outcome, TestId};
use crate::report::{ReportError, table};
use crate::study::many::{CrossSectionResults, WindowResult};

/// Rows of a sheet: a table of more is for other programs.
const ROWS: usize = 10_000;

/// The workbook: `Summary`, `Windows`, `Days`, `Tests`, `Groups`, `Family`, `Regression`,
/// `Sensitivity`, `Calendar time`, `Volume`, `Volatility`, `Placebo dates`, `Power`, `Events` and
/// `Ledger`, without the sheets that would be empty. The same results give the same bytes.
pub(super) fn workbook(results: &CrossSectionResults) -> Result<Vec<u8>, ReportError> {
    let failed =
        |e: XlsxError| ReportError::Format { format: "an Excel workbook", reason: e.to_string() };
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_ymd(2000, 1, 1).map_err(failed)?;
    workbook.set_properties(
        &DocProperties::new()
            .set_title("Event study")
            .set_author(&results.provenance.program)
            .set_creation_datetime(&made),
    );
    let tests = &results.headline.tests;
    let mut sheets = vec![
        summary::summary(results),
        windows("Windows", "window", &results.windows, tests),
        windows("Days", "day", &results.days, tests),
        frame("Tests", "windows", &results.windows_frame().map_err(table::failed)?),
        groups(results),
        frame("Family", "family", &results.family_frame().map_err(table::failed)?),
        frame("Regression", "regression", &results.regression_frame().map_err(table::failed)?),
        frame("Sensitivity", "sensitivity", &results.sensitivity_frame().map_err(table::failed)?),
        frame(
            "Calendar time",
            "calendar_time",
            &results.calendar_time_frame().map_err(table::failed)?,
        ),
        frame("Volume", "volume", &results.volume_frame().map_err(table::failed)?),
        frame("Volatility", "volatility", &results.volatility_frame().map_err(table::failed)?),
        frame(
            "Placebo dates",
            "placebo_dates",
            &results.placebo_dates_frame().map_err(table::failed)?,
        ),
        frame("Power", "power", &results.power_frame().map_err(table::failed)?),
        frame("Events", "events", &results.events_frame().map_err(table::failed)?),
        frame("Ledger", "ledger", &results.ledger_frame().map_err(table::failed)?),
    ];
    sheets.retain(|sheet| !sheet.rows.is_empty());
    let mark = results.provenance.simulated.then_some(results.provenance.data.as_str());
    for sheet in &sheets {
        write(workbook.add_worksheet(), sheet, mark).map_err(failed)?;
    }
    workbook.save_to_buffer().map_err(failed)
}

/// A row for each window or day, with the p-values of the headline tests.
fn windows(name: &'static str, first: &str, windows: &[WindowResult], tests: &[TestId]) -> Sheet {
    let rows = windows.iter().map(|w| {
        let label = match first {
            "day" => Cell::Number(f64::from(w.window.first()), "0"),
            _ => Cell::Text(w.window.to_string()),
        };
        std::iter::once(label).chain(figures(w)).chain(p_values(w, tests, tests)).collect()
    });
    Sheet::new(name, header(&[first], tests), rows.collect())
}

/// A row for each group and window, with the p-values of the headline tests of the group.
fn groups(results: &CrossSectionResults) -> Sheet {
    let mut tests: Vec<TestId> = Vec::new();
    for kind in groups_by_tests(&results.groups) {
        let new = kind[0].headline.tests.iter().filter(|t| !tests.contains(t));
        tests.extend(new.collect::<Vec<_>>());
    }
    let mut rows = Vec::new();
    for group in &results.groups {
        for w in &group.windows {
            let keys = [&group.column, &group.value, &w.window.to_string()];
            let keys = keys.map(|k| Cell::Text(k.clone()));
            let p = p_values(w, &tests, &group.headline.tests);
            rows.push(keys.into_iter().chain(figures(w)).chain(p).collect());
        }
    }
    Sheet::new("Groups", header(&["by", "group", "window"], &tests), rows)
}

fn header(first: &[&str], tests: &[TestId]) -> Vec<String> {
    let figures = ["N", "mean", "se", "forecast se", "median", "sd", "positive", "MDE", "BHAR"];
    let p = tests.iter().map(|t| format!("p {t}"));
    first.iter().chain(&figures).map(|h| (*h).to_owned()).chain(p).collect()
}

fn figures(w: &WindowResult) -> Vec<Cell> {
    let of = |value: Option<f64>| Cell::number(value, sheet::PERCENT);
    vec![
        Cell::Number(w.events as f64, sheet::COUNT),
        of(w.mean),
        of(w.standard_error),
        of(w.forecast_standard_error),
        of(w.median),
        of(w.standard_deviation),
        of(w.positive),
        of(w.minimum_detectable_mean),
        of(w.mean_buy_and_hold),
    ]
}

/// A cell for each of `all` tests, empty unless it is one of `own`.
fn p_values<'a>(
    w: &'a WindowResult,
    all: &'a [TestId],
    own: &'a [TestId],
) -> impl Iterator<Item = Cell> + 'a {
    all.iter().map(move |id| {
        let outcome = w.tests.iter().find(|t| t.test() == *id && own.contains(id));
        Cell::number(outcome.and_then(Outcome::p_value), sheet::P_VALUE)
    })
}

/// A frame as it is, up to the limit of rows.
fn frame(name: &'static str, file: &str, frame: &DataFrame) -> Sheet {
    let header: Vec<String> = frame.get_column_names().iter().map(|n| n.to_string()).collect();
    let rows = (0..frame.height().min(ROWS)).map(|row| {
        frame
            .columns()
            .iter()
            .map(|column| cell(column.name(), column.get(row).unwrap_or(AnyValue::Null)))
            .collect()
    });
    let mut sheet = Sheet::new(name, header, rows.collect());
    if frame.height() > ROWS {
        sheet.sentence = Some(format!(
            "the first {} of {} rows; all of them are in {file}.csv",
            count(ROWS),
            count(frame.height())
        ));
    }
    sheet
}

fn cell(column: &str, value: AnyValue<'_>) -> Cell {
    match value {
        AnyValue::Null => Cell::Empty,
        AnyValue::String(text) => Cell::Text(text.to_owned()),
        AnyValue::Boolean(truth) => Cell::Truth(truth),
        AnyValue::Date(days) => {
            chrono::NaiveDate::from_epoch_days(days).map_or(Cell::Empty, Cell::Date)
        }
        AnyValue::Float64(number) => Cell::number(Some(number), format_of(column)),
        other => other.extract::<f64>().map_or(Cell::Empty, |n| Cell::Number(n, "0")),
    }
}

/// The number format of a column of a frame: returns and shares in per cent.
fn format_of(column: &str) -> &'static str {
    match column {
        "p_value"
        | "newey_west_p_value"
        | "standardised_p_value"
        | "dummy_p_value"
        | "holm"
        | "benjamini_hochberg"
        | "benjamini_yekutieli"
        | "romano_wolf" => sheet::P_VALUE,
        "observed" | "placebo_low" | "placebo_high" | "smallest_p" | "monte_carlo_error"
        | "correlation" | "mean_correlation" | "r_squared" => sheet::P_VALUE,
        "statistic" | "degrees_of_freedom" | "standardised_statistic" | "coefficient" => {
            sheet::PLAIN
        }
        "ratio" | "ratio_standard_error" | "mean_firms" => sheet::PLAIN,
        "times_usual" | "times_usual_low" | "times_usual_high" => sheet::PLAIN,
        name if name.starts_with("log_volume") => sheet::PLAIN,
        _ => sheet::PERCENT,
    }
}
