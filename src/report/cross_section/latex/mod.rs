//! `tables.tex`: tables for a paper, on `booktabs` alone.

mod after;
pub(crate) mod beside;
mod evidence;

use std::fmt::Write as _;

use super::digits::{Digits, count};
use super::grouping::{groups_by_tests, test_name};
use crate::inference::{Outcome, TestId};
use crate::study::many::{CrossSectionResults, WindowResult};

/// A row: what it is of, and its figures.
type Row<'a> = (String, &'a WindowResult);

/// Tables of windows, days and groups, of every test and of other choices, of the regression and of the
/// family of tests, of what stands beside them, and of what was left out.
pub(super) fn tables(results: &CrossSectionResults) -> String {
    let mut out = String::from(
        "% Read this file with \\input; the preamble needs \\usepackage{booktabs}.\n\
         % Text beyond Latin letters needs XeLaTeX or LuaLaTeX.\n",
    );
    let table = Tables { results, digits: Digits::of(results) };
    let tests = &results.headline.tests;
    let windows: Vec<Row<'_>> =
        results.windows.iter().map(|w| (format!("${}$", w.window), w)).collect();
    let head = ("windows", "Cumulative average abnormal returns", "Window", "CAAR");
    table.table(&mut out, head, &windows, tests);
    let days: Vec<Row<'_>> =
        results.days.iter().map(|d| (format!("${}$", signed(d.window.first())), d)).collect();
    table.table(
        &mut out,
        ("days", "Average abnormal returns", "Day", "AAR"),
        &days,
        &results.headline_tests_of_days(),
    );
    for (i, kind) in groups_by_tests(&results.groups).into_iter().enumerate() {
        let rows: Vec<Row<'_>> =
            kind.iter().filter_map(|g| Some((escape(&g.value), g.windows.first()?))).collect();
        let Some((_, first)) = rows.first() else { continue };
        let label = if i == 0 { "groups".to_owned() } else { format!("groups-{}", i + 1) };
        let title = format!(
            "Cumulative average abnormal returns by {}, window ${}$",
            escape(&kind[0].column),
            first.window
        );
        table.table(&mut out, (&label, &title, "Group", "CAAR"), &rows, &kind[0].headline.tests);
    }
    evidence::tests(&mut out, results, &table.made());
    evidence::sensitivity(&mut out, &table);
    after::regression(&mut out, results, &table.made());
    after::family(&mut out, results, &table.made());
    beside::beside(&mut out, results, table.digits);
    evidence::left_out(&mut out, results, &table.made());
    out
}

struct Tables<'a> {
    results: &'a CrossSectionResults,
    digits: Digits,
}

impl Tables<'_> {
    fn table(
        &self,
        out: &mut String,
        (label, title, first, mean): (&str, &str, &str, &str),
        rows: &[Row<'_>],
        tests: &[TestId],
    ) {
        if rows.is_empty() {
            return;
        }
        let simulated = if self.results.provenance.simulated { " (SIMULATED prices)" } else { "" };
        let heads: Vec<String> = tests
            .iter()
            .map(|t| {
                let lines: Vec<String> = test_name(t.id()).iter().map(|l| escape(l)).collect();
                format!(" & \\shortstack{{{}}}", lines.join("\\\\"))
            })
            .collect();
        let _ = write!(
            out,
            "\n\\begin{{table}}[htbp]\n\\centering\n\\caption{{{title}{simulated}}}\n\
             \\label{{tab:event-study-{label}}}\n\\begin{{tabular}}{{lrrrrr{}}}\n\\toprule\n\
             {first} & $N$ & {mean} (\\%) & (s.e.) & Median (\\%) & Positive (\\%){} \\\\\n\\midrule\n",
            "r".repeat(tests.len()),
            heads.concat()
        );
        for (name, window) in rows {
            let _ = write!(
                out,
                "{name} & {} & {} & {} & {} & {}",
                count(window.events),
                self.percent(window.mean),
                window.standard_error.map_or(dash(), |e| format!("({})", self.percent(Some(e)))),
                self.percent(window.median),
                window.positive.map_or(dash(), |p| format!("{:.0}", 100.0 * p)),
            );
            for id in tests {
                let outcome = window.tests.iter().find(|t| t.test() == *id);
                let _ = write!(out, " & {}", statistic(outcome));
            }
            out.push_str(" \\\\\n");
        }
        let _ = write!(
            out,
            "\\bottomrule\n\\end{{tabular}}\n\n\\medskip\n\\begin{{minipage}}{{\\linewidth}}\n\
             \\footnotesize \\emph{{Notes:}} {}\n\\end{{minipage}}\n\\end{{table}}\n",
            self.notes(tests)
        );
    }

    fn percent(&self, value: Option<f64>) -> String {
        let digits = self.digits.after_point();
        value.map_or(dash(), |v| math(&format!("{:.digits$}", 100.0 * v)))
    }

    fn notes(&self, tests: &[TestId]) -> String {
        let (spec, sample) = (&self.results.spec, &self.results.sample);
        let members: Vec<String> = spec.benchmark.members.iter().map(ToString::to_string).collect();
        let mut text = format!(
            "{} events of {} firms on {} different days 0. Expected returns by the {} with the benchmark {}, \
             estimated on up to {} sessions to day ${}$; event window ${}$. \
             Standard errors, from the spread over events, in parentheses. ",
            count(sample.events),
            count(sample.firms),
            count(sample.dates),
            escape(&spec.model.replace('-', " ")),
            escape(&members.join(", ")),
            spec.estimation_length,
            spec.estimation_end,
            spec.window,
        );
        if !tests.is_empty() {
            let names: Vec<String> = tests.iter().map(|t| escape(t.id())).collect();
            let _ = write!(
                text,
                "Under {}: test statistics; $^{{*}}$, $^{{**}}$ and $^{{***}}$ mark two-sided \
                 $p$-values of the test of that column of at most 0.10, 0.05 and 0.01, not adjusted for the number of rows (for that see the table of the family). ",
                names.join(", ")
            );
        }
        text + &self.made()
    }

    fn made(&self) -> String {
        let provenance = &self.results.provenance;
        let simulated = if provenance.simulated { "The prices are SIMULATED. " } else { "" };
        format!("{simulated}Made with {}.", escape(&provenance.program))
    }
}

/// The statistic with stars for its p-value.
fn statistic(outcome: Option<&Outcome>) -> String {
    let Some(result) = outcome.and_then(Outcome::result) else { return dash() };
    format!("{}{}", math(&format!("{:.2}", result.statistic)), stars(result.p_value))
}

fn stars(p_value: f64) -> &'static str {
    match p_value {
        p if p <= 0.01 => "$^{***}$",
        p if p <= 0.05 => "$^{**}$",
        p if p <= 0.10 => "$^{*}$",
        _ => "",
    }
}

/// A number; a minus is one only in mathematics.
pub fn math(number: &str) -> String {
    match number.strip_prefix('-') {
        Some(size) if size.chars().all(|c| matches!(c, '0' | '.')) => size.to_owned(),
        Some(_) => format!("${number}$"),
        None => number.to_owned(),
    }
}

pub(super) fn dash() -> String {
    "--".into()
}

fn signed(t: i32) -> String {
    if t > 0 { format!("+{t}") } else { t.to_string() }
}

/// A text without any character that LaTeX reads as a command. Brackets and stars are commands at
/// the start of a row, after its `\\`.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '<' => out.push_str("\\textless{}"),
            '>' => out.push_str("\\textgreater{}"),
            '|' => out.push_str("\\textbar{}"),
            '–' => out.push_str("--"),
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => out.extend(['\\', c]),
            '[' | ']' | '*' => out.extend(['{', c, '}']),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
