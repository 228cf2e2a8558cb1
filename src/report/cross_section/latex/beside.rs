//! The tables of `tables.tex` for what stands beside the abnormal returns.

use std::fmt::Write as _;

use super::{dash, escape};
use crate::inference::TestId;
use crate::report::cross_section::beside::{BesideTable, tables};
use crate::report::cross_section::digits::Digits;
use crate::report::cross_section::grouping::test_name;
use crate::study::many::CrossSectionResults;

/// A table for each that has rows.
pub(super) fn beside(out: &mut String, results: &CrossSectionResults, digits: Digits) {
    let simulated = if results.provenance.simulated { " (SIMULATED prices)" } else { "" };
    for table in tables(results, digits).iter().filter(|table| !table.rows.is_empty()) {
        one(out, table, simulated, &results.provenance.program);
    }
}

fn one(out: &mut String, table: &BesideTable, simulated: &str, program: &str) {
    let head = |lines: Vec<String>| {
        let lines: Vec<String> = lines.iter().map(|l| cell(l)).collect();
        match lines.as_slice() {
            [line] => line.clone(),
            lines => format!("\\shortstack{{{}}}", lines.join("\\\\")),
        }
    };
    let named = |test: &TestId| {
        std::iter::once("p".to_owned()).chain(test_name(test.id())).collect::<Vec<String>>()
    };
    let all = table.header.iter().cloned().chain(table.tests.iter().map(named));
    let heads: Vec<String> = all.map(head).collect();
    let _ = write!(
        out,
        "\n\\begin{{table}}[htbp]\n\\centering\n\\caption{{{}{simulated}}}\n\
         \\label{{tab:event-study-{}}}\n\\begin{{tabular}}{{l{}}}\n\\toprule\n{} \\\\\n\\midrule\n",
        cell(&table.title),
        table.label,
        "r".repeat(heads.len() - 1),
        heads.join(" & ")
    );
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|c| cell(c)).collect();
        let _ = writeln!(out, "{} \\\\", cells.join(" & "));
    }
    let sentences = std::iter::once(&table.legend).chain(&table.notes);
    let notes: Vec<String> = sentences.filter(|s| !s.is_empty()).map(|s| sentence(s)).collect();
    let marked = if simulated.is_empty() { "" } else { " The prices are SIMULATED." };
    let _ = write!(
        out,
        "\\bottomrule\n\\end{{tabular}}\n\n\\medskip\n\\begin{{minipage}}{{\\linewidth}}\n\
         \\footnotesize \\emph{{Notes:}} {}{marked} Made with {}.\n\\end{{minipage}}\n\\end{{table}}\n",
        notes.join(" "),
        escape(program)
    );
}

/// A sentence with a capital and a full stop.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().map_or(String::new(), |c| c.to_uppercase().collect());
    format!("{}.", cell(&format!("{first}{}", letters.as_str())))
}

/// A text or figure: windows and signs of numbers in mathematics.
pub fn cell(text: &str) -> String {
    if text == "–" {
        return dash();
    }
    let word = |word: &str| {
        let window = word.trim_end_matches([',', ';', ':']);
        let rest = &word[window.len()..];
        let inner = window.strip_prefix('[').and_then(|w| w.strip_suffix(']'));
        let number = |w: &str| w.chars().all(|c| c.is_ascii_digit() || "+-,".contains(c));
        if inner.is_some_and(|w| w.contains(',') && number(w)) {
            return format!("${window}${rest}");
        }
        let signed = word.strip_prefix(['+', '-']);
        if signed.is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit())) {
            return format!("${}${}", &word[..1], escape(&word[1..]));
        }
        match word {
            "±" => "$\\pm$".to_owned(),
            _ => escape(word),
        }
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}
