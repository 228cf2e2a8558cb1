//! Tables of every test of the headline window, of it under other choices, and of what was left out.

use std::fmt::Write as _;

use super::after::{close, open};
use super::{Tables, dash, escape, math, stars, statistic};
use crate::inference::Outcome;
use crate::report::cross_section::digits::count;
use crate::report::cross_section::grouping::which_tests;
use crate::study::many::CrossSectionResults;

/// The table of every test that applies to the headline window.
pub(super) fn tests(out: &mut String, results: &CrossSectionResults, made: &str) {
    let Some(window) = results.windows.first() else { return };
    let applied: Vec<_> = window.tests.iter().filter_map(Outcome::result).collect();
    if applied.is_empty() {
        return;
    }
    let title = format!("{} of the window ${}$", which_tests(results), window.window);
    open(out, "tests", &title, "llrrr");
    out.push_str("Test & Under the null & Statistic & $p$ & $n$ \\\\\n\\midrule\n");
    let mut notes = String::new();
    for test in &applied {
        let mark = if results.headline.tests.contains(&test.test) { "$^{\\dagger}$" } else { "" };
        let _ = writeln!(
            out,
            "{}{mark} & {} & {}{} & {:.4} & {} \\\\",
            escape(test.test.id()),
            escape(&test.reference.to_string()),
            math(&format!("{:.3}", test.statistic)),
            stars(test.p_value),
            test.p_value,
            count(test.observations),
        );
        for caution in test.caution.as_deref().into_iter().chain(test.size.as_deref()) {
            let _ = write!(notes, "{}: {}. ", escape(test.test.id()), escape(caution));
        }
    }
    let marked = "$^{\\dagger}$ the headline tests, chosen before looking. $^{*}$, $^{**}$ and \
                  $^{***}$ mark two-sided $p$-values of at most 0.10, 0.05 and 0.01, not adjusted \
                  for the number of tests. ";
    close(out, &format!("{marked}{notes}{made}"));
}

/// The table of the headline window under other choices.
pub(super) fn sensitivity(out: &mut String, table: &Tables<'_>) {
    let results = table.results;
    let rows = || results.sensitivity.iter().filter(|row| row.missing.is_none());
    if rows().next().is_none() {
        return;
    }
    let tests = &results.headline.tests;
    let columns = format!("lrrrr{}", "r".repeat(tests.len()));
    open(out, "sensitivity", "The headline window under other choices", &columns);
    let heads: Vec<String> = tests.iter().map(|test| format!(" & {}", escape(test.id()))).collect();
    let _ = writeln!(
        out,
        "Choice & Window & $N$ & CAAR (\\%) & (s.e.){} \\\\\n\\midrule",
        heads.concat()
    );
    for row in rows() {
        let error = row.standard_error.map_or(dash(), |e| format!("({})", table.percent(Some(e))));
        let _ = write!(
            out,
            "{}: {} & ${}$ & {} & {} & {error}",
            escape(&row.kind.replace('_', " ")),
            escape(&row.choice),
            row.window,
            count(row.events),
            table.percent(row.mean),
        );
        for id in tests {
            let outcome = row.tests.iter().find(|test| test.test() == *id);
            let _ = write!(out, " & {}", statistic(outcome));
        }
        out.push_str(" \\\\\n");
    }
    let notes = "Test statistics under the names of the headline tests; stars as in the table of \
                 every test. ";
    close(out, &format!("{notes}{}", table.made()));
}

/// The table of reasons why events, or windows of events, were left out.
pub(super) fn left_out(out: &mut String, results: &CrossSectionResults, made: &str) {
    if results.ledger_counts.is_empty() {
        return;
    }
    open(out, "left-out", "Events left out", "lrl");
    out.push_str("Reason & Rows & An example \\\\\n\\midrule\n");
    for (code, rows) in &results.ledger_counts {
        let example = results.ledger.iter().find(|row| row.code == *code);
        let example = example.map_or(String::new(), |row| format!("{} {}", row.event, row.ticker));
        let _ = writeln!(
            out,
            "{} & {} & {} \\\\",
            escape(&code.id().replace('_', " ")),
            count(*rows),
            escape(&example)
        );
    }
    let notes = format!(
        "{} events were asked for and {} studied. An event that is only missing from one window \
         counts here as well. ",
        count(results.sample.asked),
        count(results.sample.events)
    );
    close(out, &format!("{notes}{made}"));
}
