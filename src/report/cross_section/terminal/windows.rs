//! The tables of windows and of days.

use comfy_table::Table;

use crate::inference::Outcome;
use crate::report::cross_section::digits::{Digits, count};
use crate::report::cross_section::grouping::test_name;
use crate::report::format::p_value;
use crate::report::terminal::layout::{QUIET, heading, plain, print, wrapped};
use crate::study::cross_section::{CrossSectionResults, WindowResult};

/// Days to either side of day 0 that are shown.
const DAYS: i32 = 10;

pub(super) fn windows_table(out: &mut String, results: &CrossSectionResults, digits: Digits) {
    if results.windows.is_empty() {
        return;
    }
    heading(out, "Windows");
    let tests = &results.headline.tests;
    let mut table = tested(&["window", "N", "CAAR", "se", "median", "> 0", "MDE"], tests);
    for w in &results.windows {
        let mut cells = vec![
            w.window.to_string(),
            count(w.events),
            digits.percent(w.mean),
            digits.size(w.standard_error),
            digits.percent(w.median),
            positive(w),
            digits.size(w.minimum_detectable_mean),
        ];
        cells.extend(p_values(&w.tests, tests));
        table.add_row(cells);
    }
    print(out, table);
    wrapped(
        out,
        "se: from the spread over events; MDE: the smallest mean that a 5% test finds with 80% \
         probability; p-values are two-sided and not adjusted for the number of windows",
        "  ",
        QUIET,
    );
}

pub(super) fn days_table(out: &mut String, results: &CrossSectionResults, digits: Digits) {
    if results.days.is_empty() {
        return;
    }
    heading(out, "Days");
    let tests = &results.headline.tests;
    let mut table = tested(&["day", "N", "AAR", "se", "> 0", "CAAR", "se"], tests);
    let near: Vec<&WindowResult> =
        results.days.iter().filter(|d| d.window.first().abs() <= DAYS).collect();
    for day in &near {
        let t = day.window.first();
        let path = results.path.iter().find(|p| p.t == t);
        let mut cells = vec![
            if t > 0 { format!("+{t}") } else { t.to_string() },
            count(day.events),
            digits.percent(day.mean),
            digits.size(day.standard_error),
            positive(day),
            digits.percent(path.and_then(|p| p.mean)),
            digits.size(path.and_then(|p| p.standard_error)),
        ];
        cells.extend(p_values(&day.tests, tests));
        table.add_row(cells);
    }
    print(out, table);
    let others = results.days.len() - near.len();
    let more = if others > 0 {
        format!("; {others} days further away are in days.csv")
    } else {
        String::new()
    };
    let text =
        format!("CAAR: from the start of the event window, of the events with every return{more}");
    wrapped(out, &text, "  ", QUIET);
}

/// A table whose last columns are the p-values of these tests.
pub(super) fn tested(header: &[&str], tests: &[&'static str]) -> Table {
    let names: Vec<String> = header
        .iter()
        .map(|h| (*h).to_owned())
        .chain(tests.iter().map(|t| format!("p\n{}", test_name(t).join("\n"))))
        .collect();
    plain(&names.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The p-values of these tests, a dash where one does not apply.
pub(super) fn p_values(outcomes: &[Outcome], tests: &[&'static str]) -> Vec<String> {
    tests
        .iter()
        .map(|id| p_value(outcomes.iter().find(|o| o.test() == *id).and_then(Outcome::p_value)))
        .collect()
}

fn positive(window: &WindowResult) -> String {
    window.positive.map_or("–".into(), |p| format!("{:.0}%", 100.0 * p))
}
