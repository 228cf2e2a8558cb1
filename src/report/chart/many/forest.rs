//! The headline mean by group, by year, or event by event.

use std::collections::BTreeMap;

use chrono::Datelike;

use super::evidence::{around, interval, largest_p, of_window};
use super::intervals::{self, Layout, Line, Row};
use crate::inference::{TestId, TestResult, mean, standard_deviation};
use crate::report::chart::canvas::{Area, Canvas};
use crate::report::chart::format;
use crate::report::chart::panel::{title, without};
use crate::study::many::{CrossSectionResults, EventRow, GroupResult, Headline, WindowResult};

/// More rows than this do not fit a page.
const MOST_ROWS: usize = 30;

/// What the rows are.
struct Kind {
    heading: String,
    reading: String,
    first: String,
    rows: Vec<Row>,
}

/// Draws the figure; returns its lower edge.
pub(super) fn draw(canvas: &mut Canvas<'_>, results: &CrossSectionResults, area: Area) -> f64 {
    let Some(window) = results.windows.first() else {
        let top = title(canvas, area, "Mean cumulative abnormal return by group", "");
        let reason = "There is no headline window.";
        return without(canvas, Area { y: top + 8.0, ..area }, reason);
    };
    let kind = if !results.groups.is_empty() {
        by_group(results)
    } else if results.events.len() <= MOST_ROWS {
        by_event(results)
    } else {
        by_year(results)
    };
    let heading = format!("{} over {}", kind.heading, format::window(window.window));
    let top = title(canvas, area, &heading, &kind.reading) + 10.0;
    let all = of_events("all events".to_owned(), window, &results.headline);
    let lines: Vec<Line> =
        [Row { headline: true, ..all }].into_iter().chain(kind.rows).map(Line::Row).collect();
    let layout = Layout {
        first: &kind.first,
        means: "mean % [95%]",
        alpha: results.spec.alpha,
        labels: 0.235,
    };
    intervals::draw(canvas, &lines, &layout, Area { y: top, ..area })
}

/// The row of a window by its own headline tests.
pub(super) fn of_events(label: String, window: &WindowResult, headline: &Headline) -> Row {
    Row {
        label,
        events: Some(window.events),
        mean: window.mean.ok_or_else(|| "no event has this window".to_owned()),
        interval: of_window(window),
        p: largest_p(&window.tests, &headline.tests),
        headline: false,
    }
}

fn by_group(results: &CrossSectionResults) -> Kind {
    let column = results.groups[0].column.clone();
    let count = results.groups.len();
    // The largest groups, in the order of the study.
    let mut sizes: Vec<usize> = results.groups.iter().map(|g| g.events).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    let least = sizes.get(MOST_ROWS).map_or(0, |next| next + 1);
    let shown = |g: &&GroupResult| count <= MOST_ROWS || g.events >= least;
    let rows: Vec<Row> = results
        .groups
        .iter()
        .filter(shown)
        .take(MOST_ROWS)
        .filter_map(|g| Some(of_events(g.value.clone(), g.windows.first()?, &g.headline)))
        .collect();
    let mut reading = format!(
        "Mean with 95% interval; band: that of all events. p: the largest of the row's headline tests; orange: below {:.0}%.{}",
        100.0 * results.spec.alpha,
        by_chance(results, count, "groups")
    );
    if rows.len() < count {
        reading = format!("The {} largest of {count} groups. {reading}", rows.len());
    }
    Kind {
        heading: format!("Mean cumulative abnormal return by {column}"),
        reading,
        first: column,
        rows,
    }
}

/// How many of several rows would be marked without any effect.
fn by_chance(results: &CrossSectionResults, count: usize, rows: &str) -> String {
    match count {
        0 | 1 => String::new(),
        n => {
            format!(" Of {n} {rows} up to {:.1} would be by chance.", results.spec.alpha * n as f64)
        }
    }
}

fn by_event(results: &CrossSectionResults) -> Kind {
    let rows = results
        .events
        .iter()
        .map(|event| Row {
            label: format!("{} {}", event.ticker, event.day_zero),
            events: None,
            mean: event.car.ok_or_else(|| "a bar of the window is missing".to_owned()),
            interval: of_event(event),
            p: event.p_value,
            headline: false,
        })
        .collect();
    Kind {
        heading: "Cumulative abnormal return event by event".to_owned(),
        reading: format!(
            "First row: the mean, 95% interval over events, the largest p of the headline tests. Events: 95% interval from the noise of the firm's own days, with its p; orange: below {:.0}%.",
            100.0 * results.spec.alpha
        ),
        first: "event, day 0".to_owned(),
        rows,
    }
}

fn of_event(event: &EventRow) -> Option<(f64, f64)> {
    around(event.car?, event.standard_error?, event.degrees_of_freedom)
}

fn by_year(results: &CrossSectionResults) -> Kind {
    let mut years: BTreeMap<i32, Vec<f64>> = BTreeMap::new();
    for event in &results.events {
        if let Some(car) = event.car {
            years.entry(event.day_zero.year()).or_default().push(car);
        }
    }
    let count = years.len();
    let rows: Vec<Row> = years
        .into_iter()
        .skip(count.saturating_sub(MOST_ROWS))
        .map(|(year, cars)| of_year(year, &cars))
        .collect();
    let last = if rows.len() < count {
        format!("The last {} of {count} years. ", rows.len())
    } else {
        String::new()
    };
    Kind {
        heading: "Mean cumulative abnormal return by year of day 0".to_owned(),
        reading: format!(
            "{last}Mean with 95% interval over events. p of all events: the largest of the headline tests; of a year: t test over its events; orange: below {:.0}%.{}",
            100.0 * results.spec.alpha,
            by_chance(results, count, "years")
        ),
        first: "year".to_owned(),
        rows,
    }
}

fn of_year(year: i32, cars: &[f64]) -> Row {
    let n = cars.len();
    let center = mean(cars);
    let error = standard_deviation(cars).map(|sd| sd / (n as f64).sqrt());
    let test = error.map(|se| {
        TestResult::student(TestId::CrossSectionalT, center / se, (n - 1) as f64, n).p_value
    });
    Row {
        label: year.to_string(),
        events: Some(n),
        mean: Ok(center),
        interval: interval(Some(center), error, n),
        p: test,
        headline: false,
    }
}
