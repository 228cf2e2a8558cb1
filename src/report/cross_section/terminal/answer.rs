//! The answer and what was studied.

use std::fmt::Write as _;

use crate::inference::TestId;
use crate::report::cross_section::digits::{Digits, count};
use crate::report::cross_section::interval;
use crate::report::format::p_value;
use crate::report::terminal::layout::{NO, QUIET, WARN, WIDTH, YES, heading, lines, wrapped};
use crate::returns::ReturnKind;
use crate::study::many::{CrossSectionResults, WindowResult};

pub(super) fn answer(out: &mut String, results: &CrossSectionResults, digits: Digits) {
    let Some(window) = results.windows.first() else {
        heading(out, "No window could be studied");
        return studied(out, results);
    };
    let what = match (window.mean, interval(window)) {
        (None, _) => format!("No event has the window {}", window.window),
        (mean, None) => {
            format!("Mean abnormal return (CAAR) {} over {}", digits.percent(mean), window.window)
        }
        (mean, Some((low, high))) => format!(
            "Mean abnormal return (CAAR) {} over {}, 95% interval {} to {}",
            digits.percent(mean),
            window.window,
            digits.percent(Some(low)),
            digits.percent(Some(high))
        ),
    };
    heading(out, &what);
    verdict(out, results, window);
    if !results.headline.reason.is_empty() {
        wrapped(out, &format!("why these tests: {}", results.headline.reason), "  ", QUIET);
    }
    if window.standard_error.is_some() {
        wrapped(out, &dependence(results), "  ", QUIET);
    }
    studied(out, results);
}

/// What the headline tests say together.
fn verdict(out: &mut String, results: &CrossSectionResults, window: &WindowResult) {
    let of = |id: &TestId| window.tests.iter().find(|t| t.test() == *id);
    let tests: Vec<_> = results.headline.tests.iter().filter_map(of).collect();
    let p_values: Vec<f64> = tests.iter().filter_map(|t| t.p_value()).collect();
    let below = p_values.iter().filter(|p| **p <= results.spec.alpha).count();
    let (words, style) = match below {
        _ if p_values.is_empty() => ("cannot be told", WARN),
        0 => ("within noise", NO),
        all if all == p_values.len() => ("more than noise", YES),
        _ => ("the tests disagree", WARN),
    };
    let figures: Vec<String> =
        tests.iter().map(|t| format!("{} p {}", t.test(), p_value(t.p_value()))).collect();
    let figures = if figures.is_empty() { "no test applies".into() } else { figures.join(", ") };
    for line in lines(&format!("{words}: {figures}"), WIDTH - 2) {
        // Only the first line begins with the verdict.
        match line.strip_prefix(words) {
            Some(rest) => writeln!(out, "  {style}{words}{style:#}{rest}"),
            None => writeln!(out, "  {line}"),
        }
        .unwrap_or_default();
    }
}

/// What the interval takes for granted.
fn dependence(results: &CrossSectionResults) -> String {
    let plain = "the interval is from the spread over events and takes them as independent";
    match results.sample.overlapping_pairs {
        0 => plain.into(),
        pairs => format!(
            "{plain}; {} pairs of events share days, so go by the tests",
            count(usize::try_from(pairs).unwrap_or(usize::MAX))
        ),
    }
}

fn studied(out: &mut String, results: &CrossSectionResults) {
    let (sample, spec) = (&results.sample, &results.spec);
    let mut text = format!(
        "{} of {} events studied: {} firms, {} different days 0",
        count(sample.events),
        count(sample.asked),
        count(sample.firms),
        count(sample.dates)
    );
    if let Some((first, last)) = sample.first_and_last {
        let _ = write!(text, " from {first} to {last}");
    }
    out.push('\n');
    wrapped(out, &text, "", anstyle::Style::new());
    let members: Vec<String> = spec.benchmark.members.iter().map(ToString::to_string).collect();
    let kind = match spec.returns {
        ReturnKind::Simple => "simple",
        ReturnKind::Log => "log",
    };
    let text = format!(
        "{} on {kind} returns, benchmark {}; estimated on up to {} sessions to day {} (at least {}); event window {}",
        spec.model.replace('-', " "),
        members.join(", "),
        spec.estimation_length,
        spec.estimation_end,
        spec.minimum_estimation,
        spec.window
    );
    wrapped(out, &text, "", QUIET);
}
