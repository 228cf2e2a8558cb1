//! The test of the portfolio of all events.

use super::test_id::TestId;
use super::{Outcome, TestResult, WindowSample};

pub(super) const ID: TestId = TestId::Portfolio;

/// Tests the CAR of the equal-weighted portfolio of all firms, where they share day 0.
///
/// # Formula
/// The expected-return model is estimated on the mean return of the firms;
/// `t = CAR_p / sqrt(1'V_p 1) ~ t(nu)`. Exact for independent normal errors over time, whatever the
/// correlation between firms. It takes for granted that the event brings no variance of its own.
///
/// # References
/// Brown and Warner 1985 for the idea; Campbell, Lo and MacKinlay 1997, s. 4.4, for the variance.
pub fn portfolio(sample: &WindowSample<'_>) -> Outcome {
    let section = sample.section;
    let mut days = sample.events.iter().map(|i| section.members()[*i].day_zero);
    let first = days.next();
    if days.any(|day| Some(day) != first) {
        return Outcome::not_applicable(ID, "the events do not share day 0");
    }
    let Some(portfolio) = section.portfolio() else {
        return Outcome::not_applicable(
            ID,
            "no portfolio could be formed and estimated from all events",
        );
    };
    let figures = section
        .column_of(sample.window)
        .map(|column| (portfolio.car[column], portfolio.variance[column]));
    let Some((car, variance)) = figures.filter(|(car, _)| car.is_finite()) else {
        return Outcome::not_applicable(ID, "a firm of the portfolio has no return in the window");
    };
    let nu = portfolio.member.degrees_of_freedom;
    if !(variance > 0.0 && variance.is_finite() && nu > 0.0) {
        return Outcome::not_applicable(ID, "the portfolio has no forecast variance");
    }
    let result = TestResult::student(ID, car / variance.sqrt(), nu, section.len())
        .detail("portfolio_car", car)
        .detail("portfolio_standard_error", variance.sqrt());
    Outcome::Applies(result)
}
