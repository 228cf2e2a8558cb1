//! Patell's test of summed standardised abnormal returns, with their covariance.

use super::test_id::TestId;
use super::{Outcome, TestResult, WindowSample};

pub(super) const ID: TestId = TestId::PatellBarByBar;

/// Tests the sums of the standardised abnormal returns of the single bars by the variance they have.
///
/// # Formula
/// `Z = sum_i sum_t SAR_it / sqrt(sum_i Q_i c_i) ~ N(0,1)`, `Q_i = nu_i/(nu_i - 2)`, and `c_i` the
/// variance of the event's own sum, `r'Vr` with the forecast covariance V of its abnormal returns and
/// `r_t = 1/sqrt(V_tt)`; for the market model `c = sum r^2 + (sum r)^2/M + (sum r x)^2/Sxx` with
/// `r = 1/sqrt(1 + h)` and `x = Rm - mean(Rm)`. The bars of a window share the error of the
/// coefficients, which [`patell_csar`](super::patell_csar) leaves out.
///
/// # References
/// Patell 1976; Campbell, Lo and MacKinlay 1997, s. 4.4, for the covariance.
pub fn patell_bar_by_bar(sample: &WindowSample<'_>) -> Outcome {
    if sample.is_empty() || !sample.is_standardised() {
        return Outcome::not_applicable(ID, "no event has a standardised abnormal return");
    }
    let Some(q) = sample.student_variances() else {
        return Outcome::not_applicable(ID, "an event has too few degrees of freedom (2 or fewer)");
    };
    let section = sample.section;
    let Some(column) = section.column_of(sample.window) else {
        return Outcome::not_applicable(ID, "the window is not one of the study");
    };
    let from = (sample.window.first() - section.event_window().first()) as usize;
    let to = from + sample.window.len();
    let (mut total, mut variance) = (0.0, 0.0);
    for (&i, q) in sample.events.iter().zip(&q) {
        total += section.standardised(i, from, to).sum::<f64>();
        variance += q * section.standardised_variance(i, column);
    }
    if !(total.is_finite() && variance > 0.0 && variance.is_finite()) {
        return Outcome::not_applicable(
            ID,
            "an event has no covariance of its standardised abnormal returns",
        );
    }
    let result = TestResult::normal(ID, total / variance.sqrt(), sample.len());
    Outcome::Applies(result.detail("variance", variance))
}
