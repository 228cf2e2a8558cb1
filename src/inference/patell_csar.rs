//! Patell's test of summed standardised abnormal returns.

use super::test_id::TestId;
use super::{Outcome, TestResult, WindowSample};

pub(super) const ID: TestId = TestId::PatellCsar;

/// Tests the sums of the standardised abnormal returns of the single bars, as much software does.
///
/// # Formula
/// `Z = N^(-1/2) sum_i [sum_t SAR_it / sqrt(L2_i Q_i)] ~ N(0,1)`, `Q_i = nu_i/(nu_i - 2)`. It leaves
/// out that the forecast errors of the bars share the error of the coefficients, so over several
/// bars it rejects too often; `patell` does not.
///
/// # References
/// Patell 1976.
pub fn patell_csar(sample: &WindowSample<'_>) -> Outcome {
    if sample.is_empty() || !sample.is_standardised() {
        return Outcome::not_applicable(ID, "no event has a standardised abnormal return");
    }
    let Some(q) = sample.student_variances() else {
        return Outcome::not_applicable(ID, "an event has too few degrees of freedom (2 or fewer)");
    };
    let section = sample.section;
    let from = (sample.window.first() - section.event_window().first()) as usize;
    let to = from + sample.window.len();
    let mut total = 0.0;
    for (&i, q) in sample.events.iter().zip(&q) {
        let bars = section.standardised(i, from, to);
        let (n, sum) = bars.fold((0, 0.0), |(n, sum), sar| (n + 1, sum + sar));
        total += sum / (f64::from(n) * q).sqrt();
    }
    if !total.is_finite() {
        return Outcome::not_applicable(ID, "a bar has no standardised abnormal return");
    }
    let n = sample.len();
    let result = TestResult::normal(ID, total / (n as f64).sqrt(), n);
    Outcome::Applies(if sample.window.len() > 1 {
        result.caution(
            "over several bars it rejects a true null hypothesis too often (7.0% for 5% over 11 \
             bars and 60 estimation bars); `patell` does not",
        )
    } else {
        result
    })
}
