//! The headline under other choices.

use super::evidence::{interval, largest_p};
use super::forest::of_events;
use super::intervals::{self, Layout, Line, Row};
use crate::report::chart::canvas::{Area, Canvas};
use crate::report::chart::format;
use crate::report::chart::panel::{title, without};
use crate::study::many::{CrossSectionResults, SensitivityRow};

/// More rows than this do not fit a page.
const MOST_ROWS: usize = 40;

/// Draws the figure; returns its lower edge.
pub(super) fn draw(canvas: &mut Canvas<'_>, results: &CrossSectionResults, area: Area) -> f64 {
    let heading = "Does the headline depend on our choices?";
    let Some(window) = results.windows.first().filter(|_| !results.sensitivity.is_empty()) else {
        let top = title(canvas, area, heading, "");
        let reason = "This study was run under one set of choices only.";
        return without(canvas, Area { y: top + 8.0, ..area }, reason);
    };
    let mut reading = format!(
        "One choice is changed at a time; band: 95% interval of the headline. p: the largest of the headline tests; orange: below {:.0}%.",
        100.0 * results.spec.alpha
    );
    if results.sensitivity.len() > MOST_ROWS {
        reading.push_str(&format!(" The first {MOST_ROWS} of {} rows.", results.sensitivity.len()));
    }
    let top = title(canvas, area, heading, &reading) + 10.0;
    let label = format!("headline {}", format::window(window.window));
    let first = of_events(label, window, &results.headline);
    let mut lines = vec![Line::Row(Row { headline: true, ..first })];
    let shown = &results.sensitivity[..results.sensitivity.len().min(MOST_ROWS)];
    for kind in kinds(shown) {
        lines.push(Line::Heading(words(kind)));
        lines.extend(shown.iter().filter(|r| r.kind == kind).map(|r| Line::Row(row(r, results))));
    }
    let layout =
        Layout { first: "choice", means: "mean % [95%]", alpha: results.spec.alpha, labels: 0.29 };
    intervals::draw(canvas, &lines, &layout, Area { y: top, ..area })
}

/// The kinds in the order in which they come first.
fn kinds(rows: &[SensitivityRow]) -> Vec<&'static str> {
    let mut kinds: Vec<&'static str> = Vec::new();
    for row in rows {
        if !kinds.contains(&row.kind) {
            kinds.push(row.kind);
        }
    }
    kinds
}

fn words(kind: &str) -> String {
    match kind {
        "model" => "another expected-return model".to_owned(),
        "window" => "another window".to_owned(),
        "day_zero" => "another day 0".to_owned(),
        "events" => "other events".to_owned(),
        "exclusion" => "another rule of exclusion".to_owned(),
        other => other.replace('_', " "),
    }
}

fn row(row: &SensitivityRow, results: &CrossSectionResults) -> Row {
    let missing = || row.missing.clone().unwrap_or_else(|| "no event has this window".to_owned());
    Row {
        label: row.choice.replace('-', "\u{2011}"),
        events: Some(row.events),
        mean: row.mean.filter(|m| m.is_finite()).ok_or_else(missing),
        interval: interval(row.mean, row.standard_error, row.events),
        p: largest_p(&row.tests, &results.headline.tests),
        headline: false,
    }
}
