//! The crude dependence adjustment with the forecast error of the model.

use super::crude_dependence::spread_in_time;
use super::moments::mean;
use super::test_id::TestId;
use super::{Outcome, TestResult, WindowSample};

pub(super) const ID: TestId = TestId::CrudeDependenceForecast;

/// Tests the mean CAR against the spread over time of the mean residual of all events, as a forecast.
///
/// # Formula
/// `A_t = mean_i e_it`, `S^2 = sum (A_t - Abar)^2/(L1 - 1)`;
/// `t = CAAR/sqrt(S^2 (L1 - 1)/(L1 - 2) (L2 + L2^2/L1)) ~ t(L1 - 2)`. A fitted line has two
/// coefficients, and the error of its level is common to all bars of the window: the two factors that
/// [`crude_dependence_adjustment`](super::crude_dependence_adjustment) leaves out.
///
/// # References
/// Brown and Warner 1980, 1985 for the idea; Campbell, Lo and MacKinlay 1997, s. 4.4, for the
/// variance of a forecast.
pub fn crude_dependence_forecast(sample: &WindowSample<'_>) -> Outcome {
    let (averages, sd) = match spread_in_time(sample) {
        Ok(spread) => spread,
        Err(reason) => return Outcome::not_applicable(ID, reason),
    };
    if averages < 3 {
        return Outcome::not_applicable(
            ID,
            format!("the events have {averages} estimation bars; it needs at least three"),
        );
    }
    let (bars, length) = (averages as f64, sample.window.len() as f64);
    let variance = sd * sd * (bars - 1.0) / (bars - 2.0) * (length + length * length / bars);
    let statistic = mean(&sample.car) / variance.sqrt();
    Outcome::Applies(
        TestResult::student(ID, statistic, bars - 2.0, averages)
            .detail("sd", sd)
            .detail("standard_error", variance.sqrt()),
    )
}
