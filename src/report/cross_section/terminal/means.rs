//! The other means of each window: weighted, and bought and held.

use crate::inference::{Outcome, TestId, TestResult};
use crate::report::cross_section::digits::{Digits, count};
use crate::report::format::p_value;
use crate::report::terminal::layout::{QUIET, heading, plain, print, wrapped};
use crate::study::many::{CrossSectionResults, WindowResult};

pub(super) fn means(out: &mut String, results: &CrossSectionResults, digits: Digits) {
    let windows = &results.windows;
    let some = |w: &WindowResult| {
        w.weighted.is_some() || w.mean_buy_and_hold.is_some() || precision(w).is_some()
    };
    if !windows.iter().any(some) {
        return;
    }
    heading(out, "Other means");
    weights(out, results, digits);
    buy_and_hold(out, results, digits);
}

fn weights(out: &mut String, results: &CrossSectionResults, digits: Digits) {
    let column = results.spec.cross_section.weight.as_deref();
    let mut header = vec!["window"];
    if column.is_some() {
        header.extend(["weighted", "se", "eff. N"]);
    }
    header.extend(["precision", "se", "random", "se", "p of Q"]);
    let mut table = plain(&header);
    for w in &results.windows {
        let mut row = vec![w.window.to_string()];
        if column.is_some() {
            row.push(digits.percent(w.weighted.map(|m| m.mean)));
            row.push(digits.size(w.weighted.and_then(|m| m.standard_error)));
            row.push(w.weighted.map_or("–".into(), |m| format!("{:.0}", m.effective_events)));
        }
        let test = precision(w);
        let of = |name: &str| test.and_then(|t| detail(t, name));
        row.push(digits.percent(of("mean")));
        row.push(digits.size(of("standard_error")));
        row.push(digits.percent(of("random_effects_mean")));
        row.push(digits.size(of("random_effects_standard_error")));
        row.push(p_value(of("q_p_value")));
        table.add_row(row);
    }
    print(out, table);
    let weighted = column.map_or(String::new(), |column| {
        format!("weighted: by {column}, its se from the spread over events; ")
    });
    wrapped(
        out,
        &format!(
            "{weighted}precision: each event by 1/Var(CAR), for one effect common to independent \
             events; p of Q: of such an effect; random: where events differ beside their noise \
             (DerSimonian-Laird)"
        ),
        "  ",
        QUIET,
    );
}

fn buy_and_hold(out: &mut String, results: &CrossSectionResults, digits: Digits) {
    let windows = || results.windows.iter().filter(|w| w.mean_buy_and_hold.is_some());
    if windows().next().is_none() {
        return;
    }
    let mut table = plain(&["window", "BHAR", "se", "p Hall bootstrap", "N"]);
    for w in windows() {
        let outcome = w.tests.iter().find(|t| t.test() == TestId::SkewnessHallBootstrap);
        let result = outcome.and_then(Outcome::result);
        table.add_row([
            w.window.to_string(),
            digits.percent(w.mean_buy_and_hold),
            digits.size(w.buy_and_hold_standard_error),
            p_value(result.map(|r| r.p_value)),
            result.map_or("–".into(), |r| count(r.observations)),
        ]);
    }
    print(out, table);
    let why = results.buy_and_hold_headline.as_ref().map_or("", |h| h.reason.as_str());
    wrapped(
        out,
        &format!("BHAR: mean buy-and-hold abnormal return; {why} (--also calendar-time)"),
        "  ",
        QUIET,
    );
}

fn precision(window: &WindowResult) -> Option<&TestResult> {
    window.tests.iter().find(|t| t.test() == TestId::PrecisionWeighted).and_then(Outcome::result)
}

fn detail(result: &TestResult, name: &str) -> Option<f64> {
    result.details.iter().find(|d| d.name == name).map(|d| d.value)
}
