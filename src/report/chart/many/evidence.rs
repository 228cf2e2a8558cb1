//! What the study says about a mean: its interval, the p-value of its headline tests, the verdict.

use crate::inference::{Outcome, TestId, student_quantile};
use crate::report::chart::format;
use crate::study::many::{CrossSectionResults, WindowResult};

/// The 95% interval of a mean, Student t over its events; `None` where they have no spread.
///
/// # Formula
/// `mean +- t_{.975}(N - 1) se`
pub(super) fn interval(
    mean: Option<f64>,
    standard_error: Option<f64>,
    events: usize,
) -> Option<(f64, f64)> {
    let degrees_of_freedom = events.checked_sub(1).filter(|d| *d > 0)? as f64;
    around(mean?, standard_error?, degrees_of_freedom)
}

/// The 95% interval around a value with this standard error, Student t.
pub(super) fn around(
    value: f64,
    standard_error: f64,
    degrees_of_freedom: f64,
) -> Option<(f64, f64)> {
    let half = student_quantile(0.975, degrees_of_freedom) * standard_error;
    let usable = value.is_finite() && half.is_finite() && half > 0.0;
    usable.then_some((value - half, value + half))
}

/// The 95% interval of a window's mean.
pub(super) fn of_window(window: &WindowResult) -> Option<(f64, f64)> {
    interval(window.mean, window.standard_error, window.events)
}

/// The p-values of the headline tests that apply, by id.
pub(super) fn p_values(tests: &[Outcome], ids: &[TestId]) -> Vec<(TestId, f64)> {
    ids.iter()
        .filter_map(|id| {
            let p = tests.iter().find(|t| t.test() == *id)?.p_value()?;
            p.is_finite().then_some((*id, p))
        })
        .collect()
}

/// The largest p-value of the headline tests that apply: below a level exactly where all of them
/// reject.
pub(super) fn largest_p(tests: &[Outcome], ids: &[TestId]) -> Option<f64> {
    p_values(tests, ids).into_iter().map(|(_, p)| p).reduce(f64::max)
}

/// The headline in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    MoreThanNoise,
    WithinNoise,
    TestsDisagree,
    NotTestable,
}

impl Verdict {
    /// By all headline tests of the first window.
    pub(super) fn of(results: &CrossSectionResults) -> Self {
        let Some(window) = results.windows.first() else { return Self::NotTestable };
        let rejects: Vec<bool> = p_values(&window.tests, &results.headline.tests)
            .into_iter()
            .map(|(_, p)| p < results.spec.alpha)
            .collect();
        match (rejects.contains(&true), rejects.contains(&false)) {
            (true, true) => Self::TestsDisagree,
            (true, false) => Self::MoreThanNoise,
            (false, true) => Self::WithinNoise,
            (false, false) => Self::NotTestable,
        }
    }
}

/// Why the intervals, which take events as independent, are too narrow; `None` where they are not
/// known to be.
pub(super) fn too_narrow(results: &CrossSectionResults) -> Option<String> {
    const MOST_ON_ONE_DATE: f64 = 1.0 / 3.0;
    let sample = &results.sample;
    let (share, overlap) = (sample.largest_date_share, sample.mean_overlap);
    let consequence = "intervals take events as independent and are too narrow: go by the tests.";
    if share > MOST_ON_ONE_DATE && share * sample.events as f64 > 1.5 {
        let many = match share {
            s if s > 0.995 => "All".to_owned(),
            s => format!("{:.0}% of the", 100.0 * s),
        };
        return Some(format!("{many} events share one day 0; {consequence}"));
    }
    (overlap > 0.0).then(|| {
        let share = match 100.0 * overlap {
            s if s < 0.1 => "less than 0.1%".to_owned(),
            s => format!("{s:.1}%"),
        };
        format!("Event windows overlap ({share} on average); {consequence}")
    })
}

/// The p-value of a window's headline tests in words: the largest where there are several.
pub(super) fn p_words(tests: &[Outcome], ids: &[TestId]) -> String {
    match p_values(tests, ids).as_slice() {
        [] => "no test".to_owned(),
        [(_, p)] => format::p(*p),
        many => {
            let largest = many.iter().map(|(_, p)| *p).fold(0.0, f64::max);
            format!("largest {}", format::p(largest))
        }
    }
}
