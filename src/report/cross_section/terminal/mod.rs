//! The summary for the terminal: the answer first, then the tables behind it, at most 100 columns.

mod answer;
mod beside;
mod family;
mod means;
mod panels;
mod regression;
mod sample;
mod tested;
mod tests_table;
mod windows;

use super::digits::Digits;
use crate::report::terminal::layout::{QUIET, WARN, bullet, heading, wrapped};
use crate::study::many::CrossSectionResults;

/// The summary with terminal colours.
pub(super) fn summary(results: &CrossSectionResults, left_out: &[String]) -> String {
    let mut out = String::new();
    let digits = Digits::of(results);
    if results.provenance.simulated {
        wrapped(&mut out, &results.provenance.data, "", WARN);
    }
    answer::answer(&mut out, results, digits);
    windows::windows_table(&mut out, results, digits);
    tests_table::tests_table(&mut out, results);
    means::means(&mut out, results, digits);
    family::family(&mut out, results);
    windows::days_table(&mut out, results, digits);
    panels::groups(&mut out, results, digits);
    regression::regression(&mut out, results);
    panels::sensitivity(&mut out, results, digits);
    beside::beside(&mut out, results, digits);
    sample::sample(&mut out, results);
    sample::ledger(&mut out, results);
    notes(&mut out, results, left_out);
    if !results.provenance.simulated {
        out.push('\n');
        wrapped(&mut out, &format!("Data: {}", results.provenance.data), "", QUIET);
    }
    out
}

fn notes(out: &mut String, results: &CrossSectionResults, left_out: &[String]) {
    const FINDINGS: usize = 5;
    if !results.notes.is_empty() {
        heading(out, "Beware");
        results.notes.iter().for_each(|note| bullet(out, note));
    }
    let findings = &results.provenance.quality;
    if !findings.is_empty() {
        heading(out, "Data checks");
        findings.iter().take(FINDINGS).for_each(|finding| bullet(out, &finding.line()));
        if findings.len() > FINDINGS {
            bullet(out, &format!("and {} more, in results.json", findings.len() - FINDINGS));
        }
    }
    if !left_out.is_empty() {
        heading(out, "Not written");
        left_out.iter().for_each(|sentence| bullet(out, sentence));
    }
}
