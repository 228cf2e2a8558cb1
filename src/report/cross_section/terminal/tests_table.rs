//! Every test of the headline window.

use std::collections::BTreeMap;

use crate::inference::{Outcome, TestResult};
use crate::report::cross_section::digits::count;
use crate::report::cross_section::grouping::which_tests;
use crate::report::format::p_value;
use crate::report::terminal::layout::{bullet, heading, plain, print};
use crate::study::many::CrossSectionResults;

pub(super) fn tests_table(out: &mut String, results: &CrossSectionResults) {
    let Some(window) = results.windows.first() else { return };
    heading(out, &format!("{} of {}", which_tests(results), window.window));
    let applied: Vec<&TestResult> = window.tests.iter().filter_map(Outcome::result).collect();
    let mut cautions: Vec<&str> = Vec::new();
    if !applied.is_empty() {
        let mut table = plain(&["test", "statistic", "under the null", "p", "n", ""]);
        for test in applied {
            let mut marks = Vec::new();
            if results.headline.tests.contains(&test.test) {
                marks.push("headline".to_owned());
            }
            for caution in test.caution.as_deref().into_iter().chain(test.size.as_deref()) {
                let known = cautions.iter().position(|c| *c == caution);
                let number = known.unwrap_or_else(|| {
                    cautions.push(caution);
                    cautions.len() - 1
                });
                marks.push(format!("[{}]", number + 1));
            }
            table.add_row([
                test.test.to_string(),
                format!("{:.3}", test.statistic),
                test.reference.to_string(),
                p_value(Some(test.p_value)),
                count(test.observations),
                marks.join(" "),
            ]);
        }
        print(out, table);
    }
    for (number, caution) in cautions.iter().enumerate() {
        bullet(out, &format!("[{}] {caution}", number + 1));
    }
    let mut reasons: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for outcome in &window.tests {
        if let Outcome::NotApplicable { test, reason } = outcome {
            reasons.entry(reason).or_default().push(test.id());
        }
    }
    for (reason, tests) in reasons {
        bullet(out, &format!("not applicable: {}: {reason}", tests.join(", ")));
    }
}
