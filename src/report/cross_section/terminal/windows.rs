//! The tables of windows and of days.

use super::tested::{Tested, print_tested};
use crate::report::cross_section::digits::{Digits, count};
use crate::report::terminal::layout::{QUIET, heading, wrapped};
use crate::study::many::{CrossSectionResults, WindowResult};

/// Days to either side of day 0 that are shown.
const DAYS: i32 = 10;

pub(super) fn windows_table(out: &mut String, results: &CrossSectionResults, digits: Digits) {
    if results.windows.is_empty() {
        return;
    }
    heading(out, "Windows");
    let tests = &results.headline.tests;
    let rows = results.windows.iter().map(|w| {
        let figures = vec![
            w.window.to_string(),
            count(w.events),
            digits.percent(w.mean),
            digits.size(w.standard_error),
            digits.percent(w.median),
            positive(w),
            digits.size(w.minimum_detectable_mean),
        ];
        Tested { figures, outcomes: &w.tests }
    });
    let header = ["window", "N", "CAAR", "se", "median", "> 0", "MDE"];
    print_tested(out, &header, rows.collect(), tests);
    wrapped(
        out,
        "se: from the spread over events; MDE: the smallest mean that a 5% test finds with 80% \
         probability; p-values are two-sided and not adjusted for the number of windows, for which see below",
        "  ",
        QUIET,
    );
}

pub(super) fn days_table(out: &mut String, results: &CrossSectionResults, digits: Digits) {
    if results.days.is_empty() {
        return;
    }
    heading(out, "Days");
    let tests = &results.headline_tests_of_days();
    let near: Vec<&WindowResult> =
        results.days.iter().filter(|d| d.window.first().abs() <= DAYS).collect();
    let rows = near.iter().map(|day| {
        let t = day.window.first();
        let path = results.path.iter().find(|p| p.t == t);
        let figures = vec![
            if t > 0 { format!("+{t}") } else { t.to_string() },
            count(day.events),
            digits.percent(day.mean),
            digits.size(day.standard_error),
            positive(day),
            digits.percent(path.and_then(|p| p.mean)),
            digits.size(path.and_then(|p| p.standard_error)),
        ];
        Tested { figures, outcomes: &day.tests }
    });
    let header = ["day", "N", "AAR", "se", "> 0", "CAAR", "se"];
    print_tested(out, &header, rows.collect(), tests);
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

fn positive(window: &WindowResult) -> String {
    window.positive.map_or("–".into(), |p| format!("{:.0}%", 100.0 * p))
}
