//! The crude dependence adjustment.

use super::moments::{mean, standard_deviation};
use super::test_id::TestId;
use super::{Outcome, TestResult, WindowSample};

pub(super) const ID: TestId = TestId::CrudeDependenceAdjustment;

/// Tests the mean CAR against the spread over time of the mean residual of all events.
///
/// # Formula
/// `A_t = mean_i e_it` over the estimation bars in event time, `S^2 = sum (A_t - Abar)^2/(L1 - 1)`,
/// `t = CAAR/(S sqrt(L2)) ~ t(L1 - 1)`; bars on which no event has a residual are skipped. It takes
/// correlation of events that share their days into account, but not that `A_t` is what a fitted
/// model leaves over; `crude-dependence-forecast` and the `portfolio` test do both.
///
/// # References
/// Brown and Warner 1980, 1985.
pub fn crude_dependence_adjustment(sample: &WindowSample<'_>) -> Outcome {
    let (averages, sd) = match spread_in_time(sample) {
        Ok(spread) => spread,
        Err(reason) => return Outcome::not_applicable(ID, reason),
    };
    let bars = averages as f64;
    let length = sample.window.len() as f64;
    let statistic = mean(&sample.car) / (sd * length.sqrt());
    let mut result = TestResult::student(ID, statistic, bars - 1.0, averages).detail("sd", sd);
    if averages > 2 {
        let other = statistic * ((bars - 2.0) / (bars - 1.0)).sqrt();
        result = result.detail("statistic_divisor_l1_minus_2", other);
    }
    Outcome::Applies(if sample.window.len() > 1 {
        result.caution(
            "over several bars it rejects a true null hypothesis too often (7.8% for 5% over 11 \
             bars and 60 estimation bars), because residuals vary less than forecasts; \
             `crude-dependence-forecast` does not",
        )
    } else {
        result
    })
}

/// The number of mean residuals of the events of a window, and their standard deviation over time.
pub(super) fn spread_in_time(sample: &WindowSample<'_>) -> Result<(usize, f64), &'static str> {
    sample.against_residuals()?;
    if sample.is_empty() {
        return Err("no event has the window");
    }
    let averages = sample.mean_residuals();
    let sd = standard_deviation(&averages)
        .ok_or("the mean residual of the events does not vary over at least two bars")?;
    Ok((averages.len(), sd))
}
