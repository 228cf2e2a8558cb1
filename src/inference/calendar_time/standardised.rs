//! The calendar-time portfolio with each day in units of its own risk.

use super::portfolio_days::{CalendarTimeInput, PortfolioDay};
use crate::inference::{Outcome, TestId, TestResult, mean, standard_deviation};
use crate::models::LeastSquares;

/// Sessions before a day from which its portfolio's risk is estimated.
const PRIOR_SESSIONS: usize = 60;

/// Fewer returns among them leave the day out.
const FEWEST_PRIOR: usize = 30;

const ID: TestId = TestId::StandardisedCalendarTime;

/// Tests the abnormal returns of the days of a calendar-time portfolio, each over the residual
/// standard deviation that the same firms' portfolio had in the 60 sessions before.
///
/// # Formula
/// `z_d = (R_pd - rf_d - x_d'b_d)/(s_d sqrt(1 + h_d))` with `b_d`, `s_d` and the leverage `h_d` from the
/// same weights on the sessions d-60..d-1; `t = mean(z)/(sd(z)/sqrt(T)) ~ t(T - 1)`. Sessions before
/// a day may be event days of the same firms; what events add to the variance there makes the test
/// milder.
///
/// # References
/// Jaffe 1974; Mandelker 1974; Mitchell and Stafford 2000.
pub fn standardised_calendar_time(input: &CalendarTimeInput<'_>) -> Outcome {
    let (days, _) = input.days();
    let standardised: Vec<f64> = days.iter().filter_map(|day| input.standardised(day)).collect();
    let Some(sd) = standard_deviation(&standardised) else {
        return Outcome::not_applicable(
            ID,
            format!(
                "fewer than two of {} days have {FEWEST_PRIOR} earlier returns of their portfolio",
                days.len()
            ),
        );
    };
    let n = standardised.len();
    let statistic = mean(&standardised) / (sd / (n as f64).sqrt());
    Outcome::Applies(
        TestResult::student(ID, statistic, (n - 1) as f64, n)
            .null("the portfolio of firms with a recent event earns what its risk asks for")
            .detail("mean_standardised", mean(&standardised))
            .detail("days_without_history", (days.len() - n) as f64),
    )
}

impl CalendarTimeInput<'_> {
    fn standardised(&self, day: &PortfolioDay) -> Option<f64> {
        let mut y = Vec::with_capacity(PRIOR_SESSIONS);
        let mut columns = vec![Vec::with_capacity(PRIOR_SESSIONS); day.regressors.len() + 1];
        for session in day.session.saturating_sub(PRIOR_SESSIONS)..day.session {
            let excess = self.excess(&day.held, session);
            let Some((excess, regressors)) = excess.zip(self.regressors(session)) else { continue };
            y.push(excess);
            columns[0].push(1.0);
            for (column, value) in columns[1..].iter_mut().zip(regressors) {
                column.push(value);
            }
        }
        if y.len() < FEWEST_PRIOR {
            return None;
        }
        let borrowed: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let fit = LeastSquares::fit(&borrowed, &y).ok()?;
        let row: Vec<f64> = std::iter::once(1.0).chain(day.regressors.iter().copied()).collect();
        let expected: f64 = row.iter().zip(fit.coefficients()).map(|(x, b)| x * b).sum();
        let error = (fit.residual_variance() * (1.0 + fit.leverage(&row))).sqrt();
        let z = (day.excess - expected) / error;
        (error > 1e-12 && z.is_finite()).then_some(z)
    }
}
