//! Groups of events, and the headline window under other choices.

use super::windows::{p_values, tested};
use crate::report::cross_section::digits::{Digits, count};
use crate::report::cross_section::grouping::groups_by_tests;
use crate::report::terminal::layout::{QUIET, bullet, heading, lines, print, wrapped};
use crate::study::cross_section::CrossSectionResults;

/// Rows of a table of groups.
const GROUPS: usize = 20;
/// The width of names and choices.
const NAME: usize = 30;

pub(super) fn groups(out: &mut String, results: &CrossSectionResults, digits: Digits) {
    let Some(first) = results.groups.first() else { return };
    let window = first.windows.first().map(|w| format!(", {}", w.window)).unwrap_or_default();
    heading(out, &format!("By {}{window}", first.column));
    for kind in &groups_by_tests(&results.groups) {
        let tests = &kind[0].headline.tests;
        let mut table = tested(&["group", "N", "CAAR", "se", "MDE"], tests);
        for group in kind.iter().take(GROUPS) {
            let Some(w) = group.windows.first() else { continue };
            let mut cells = vec![
                lines(&group.value, NAME).join("\n"),
                count(w.events),
                digits.percent(w.mean),
                digits.size(w.standard_error),
                digits.size(w.minimum_detectable_mean),
            ];
            cells.extend(p_values(&w.tests, tests));
            table.add_row(cells);
        }
        print(out, table);
        let more = kind.len().saturating_sub(GROUPS);
        if more > 0 {
            bullet(out, &format!("{} more groups are in windows.csv", count(more)));
        }
    }
    let count = count(results.groups.len());
    wrapped(
        out,
        &format!(
            "p-values are not adjusted for there being {count} groups; which tests suit a group depends on its size and dates"
        ),
        "  ",
        QUIET,
    );
}

pub(super) fn sensitivity(out: &mut String, results: &CrossSectionResults, digits: Digits) {
    if results.sensitivity.is_empty() {
        return;
    }
    heading(out, "Under other choices");
    let tests = &results.headline.tests;
    let mut table = tested(&["choice", "window", "N", "CAAR", "se"], tests);
    for row in results.sensitivity.iter().filter(|r| r.missing.is_none()) {
        let choice = format!("{}: {}", row.kind.replace('_', " "), row.choice);
        let mut cells = vec![
            lines(&choice, NAME).join("\n"),
            row.window.to_string(),
            count(row.events),
            digits.percent(row.mean),
            digits.size(row.standard_error),
        ];
        cells.extend(p_values(&row.tests, tests));
        table.add_row(cells);
    }
    print(out, table);
    for row in &results.sensitivity {
        if let Some(reason) = &row.missing {
            bullet(out, &format!("{}: {}: {reason}", row.kind.replace('_', " "), row.choice));
        }
    }
}
