//! Groups of events, and the headline window under other choices.

use super::tested::{Tested, print_tested};
use crate::report::cross_section::digits::{Digits, count};
use crate::report::cross_section::grouping::groups_by_tests;
use crate::report::terminal::layout::{QUIET, bullet, heading, lines, wrapped};
use crate::study::many::CrossSectionResults;

/// Rows of a table of groups.
const GROUPS: usize = 20;
/// The width of names and choices.
const NAME: usize = 30;

pub(super) fn groups(out: &mut String, results: &CrossSectionResults, digits: Digits) {
    let Some(first) = results.groups.first() else { return };
    let window = first.windows.first().map(|w| format!(", {}", w.window)).unwrap_or_default();
    heading(out, &format!("By {}{window}", first.column));
    for kind in &groups_by_tests(&results.groups) {
        let rows = kind.iter().take(GROUPS).filter_map(|group| {
            let w = group.windows.first()?;
            let figures = vec![
                lines(&group.value, NAME).join("\n"),
                count(w.events),
                digits.percent(w.mean),
                digits.size(w.standard_error),
                digits.size(w.minimum_detectable_mean),
            ];
            Some(Tested { figures, outcomes: &w.tests })
        });
        let header = ["group", "N", "CAAR", "se", "MDE"];
        print_tested(out, &header, rows.collect(), &kind[0].headline.tests);
        let more = kind.len().saturating_sub(GROUPS);
        if more > 0 {
            bullet(out, &format!("{} more groups are in windows.csv", count(more)));
        }
    }
    let count = count(results.groups.len());
    wrapped(
        out,
        &format!(
            "which tests suit a group depends on its size and dates; p-values adjusted for there being {count} groups are those of the family"
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
    let rows = results.sensitivity.iter().filter(|r| r.missing.is_none()).map(|row| {
        let choice = format!("{}: {}", row.kind.replace('_', " "), row.choice);
        let figures = vec![
            lines(&choice, NAME).join("\n"),
            row.window.to_string(),
            count(row.events),
            digits.percent(row.mean),
            digits.size(row.standard_error),
        ];
        Tested { figures, outcomes: &row.tests }
    });
    let header = ["choice", "window", "N", "CAAR", "se"];
    print_tested(out, &header, rows.collect(), &results.headline.tests);
    for row in &results.sensitivity {
        if let Some(reason) = &row.missing {
            bullet(out, &format!("{}: {}: {reason}", row.kind.replace('_', " "), row.choice));
        }
    }
}
