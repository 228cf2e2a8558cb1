//! The portfolio of all firms with a recent event, day by day, and its regression.

use serde::Serialize;

use crate::inference::{
    ErrorKind, NeweyWest, Regression, RegressionError, RegressionInput, cross_sectional_regression,
    newey_west,
};
use crate::returns::{SessionSeries, Window};

/// An event as the portfolio holds it.
#[derive(Clone, Copy, Debug)]
pub struct HeldEvent<'a> {
    /// The firm, numbered within the study; it is held once however many of its events are open.
    pub firm: usize,
    /// Day 0 as a calendar index.
    pub day_zero: usize,
    /// Simple returns of the firm.
    pub returns: SessionSeries<'a>,
    /// Weight in the portfolio, such as market capitalisation before the window; 1 for equal weights.
    pub weight: f64,
}

/// What a calendar-time portfolio is made from.
#[derive(Clone, Copy, Debug)]
pub struct CalendarTimeInput<'a> {
    /// The events.
    pub events: &'a [HeldEvent<'a>],
    /// The window of each event in which its firm is held.
    pub window: Window,
    /// The benchmark: returns in excess of the risk-free rate if there is one.
    pub market: SessionSeries<'a>,
    /// Further factors, such as size and value; returns of portfolios without own money.
    pub factors: &'a [SessionSeries<'a>],
    /// The risk-free rate, which is taken off the portfolio's return.
    pub risk_free: Option<SessionSeries<'a>>,
    /// Days with fewer firms are left out.
    pub minimum_firms: usize,
    /// Whether days count by the root of their number of firms.
    pub weight_days: bool,
}

/// What a calendar-time portfolio earned beyond its benchmark.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CalendarTimeResult {
    /// The window in which firms are held.
    pub window: Window,
    /// Days of the regression.
    pub days: usize,
    /// Days left out: too few firms, or no return of the benchmark or a factor.
    pub days_left_out: usize,
    /// The mean number of firms held.
    pub mean_firms: f64,
    /// The abnormal return per day.
    pub alpha: f64,
    /// HC3 standard error of alpha.
    pub standard_error: Option<f64>,
    /// Two-sided p-value of alpha with HC3, Student t(T - k).
    pub p_value: Option<f64>,
    /// Newey-West standard error of alpha.
    pub newey_west_standard_error: Option<f64>,
    /// Two-sided p-value of alpha by Newey-West.
    pub newey_west_p_value: Option<f64>,
    /// Newey-West lags.
    pub lags: usize,
    /// `alpha` times the length of the window, to be read beside the mean CAR.
    pub over_window: f64,
    /// The coefficients of the benchmark and the factors.
    pub betas: Vec<f64>,
    /// R squared of the regression.
    pub r_squared: Option<f64>,
}

/// A day of the portfolio.
#[derive(Clone, Debug, PartialEq)]
pub struct PortfolioDay {
    pub session: usize,
    /// Positions of the events held, one for each firm.
    pub held: Vec<usize>,
    pub excess: f64,
    pub(super) regressors: Vec<f64>,
}

/// Holds on each day all firms whose window covers it, and regresses the portfolio's excess return
/// on the benchmark and the factors. Dependence between events of the same days is in the variance
/// of the portfolio's return.
///
/// # Formula
/// `R_pd - rf_d = alpha + b (Rm_d - rf_d) + c'F_d + u_d` over the days d with at least `N_min` firms;
/// HC3 and Newey-West standard errors with `floor(4 (T/100)^(2/9))` lags. With weighted days both
/// sides are multiplied by `sqrt(N_d)`. Days count alike whether one firm is held or a hundred, so
/// that the test has little power where events cluster (Loughran and Ritter 2000).
///
/// # Errors
/// [`RegressionError`] where there are too few days.
///
/// # References
/// Jaffe 1974; Mandelker 1974; Fama 1998; Mitchell and Stafford 2000.
pub fn calendar_time(input: &CalendarTimeInput<'_>) -> Result<CalendarTimeResult, RegressionError> {
    let (days, days_left_out) = input.days();
    let scale = |day: &PortfolioDay| match input.weight_days {
        true => (day.held.len() as f64).sqrt(),
        false => 1.0,
    };
    let y: Vec<f64> = days.iter().map(|d| scale(d) * d.excess).collect();
    let columns: Vec<Vec<f64>> = (0..input.factors.len() + 2)
        .map(|k| {
            let of = |d: &PortfolioDay| if k == 0 { 1.0 } else { d.regressors[k - 1] };
            days.iter().map(|d| scale(d) * of(d)).collect()
        })
        .collect();
    let borrowed: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let sessions: Vec<usize> = days.iter().map(|d| d.session).collect();
    let regression = RegressionInput { y: &y, columns: &borrowed, clusters: None };
    let fit = cross_sectional_regression(&regression)?;
    let autocorrelated: NeweyWest = newey_west(&y, &borrowed, &sessions)?;
    let errors = fit.errors_of(ErrorKind::Hc3);
    let alpha = fit.coefficients[0];
    Ok(CalendarTimeResult {
        window: input.window,
        days: days.len(),
        days_left_out,
        mean_firms: days.iter().map(|d| d.held.len() as f64).sum::<f64>() / days.len() as f64,
        alpha,
        standard_error: errors.and_then(|e| e.standard_errors[0]),
        p_value: errors.and_then(|e| e.p_values[0]),
        newey_west_standard_error: autocorrelated.standard_errors[0],
        newey_west_p_value: autocorrelated.p_values[0],
        lags: autocorrelated.lags,
        over_window: alpha * input.window.len() as f64,
        betas: fit.coefficients[1..].to_vec(),
        r_squared: fit.r_squared.filter(|_| !input.weight_days),
    })
}

/// The form for events that share one date: a dummy for the days of the event window in a
/// regression over estimation and event window. The last coefficient is the abnormal return per day.
///
/// # Formula
/// `R_pd - rf_d = alpha + b'F_d + gamma D_d + u_d`, with classical standard errors and their HC and
/// Newey-West companions in the result.
///
/// # Errors
/// [`RegressionError`] where there are too few days or none of the window.
///
/// # References
/// Jaffe 1974; Karafiath 1988.
pub fn event_days_dummy(
    excess: &[f64],
    factors: &[&[f64]],
    in_window: &[bool],
) -> Result<Regression, RegressionError> {
    let ones = vec![1.0; excess.len()];
    let dummy: Vec<f64> = in_window.iter().map(|d| f64::from(u8::from(*d))).collect();
    let mut columns: Vec<&[f64]> = vec![&ones];
    columns.extend(factors);
    columns.push(&dummy);
    cross_sectional_regression(&RegressionInput { y: excess, columns: &columns, clusters: None })
}

impl CalendarTimeInput<'_> {
    /// The days with enough firms, and how many others had at least one.
    pub fn days(&self) -> (Vec<PortfolioDay>, usize) {
        let mut open: Vec<(usize, usize)> = Vec::new();
        for (i, event) in self.events.iter().enumerate() {
            for t in self.window.first()..=self.window.last() {
                if let Ok(session) = usize::try_from(event.day_zero as i64 + i64::from(t)) {
                    open.push((session, i));
                }
            }
        }
        open.sort_unstable();
        let (mut days, mut left_out) = (Vec::new(), 0);
        for of_day in open.chunk_by(|a, b| a.0 == b.0) {
            let session = of_day[0].0;
            match self.day(session, of_day.iter().map(|(_, i)| *i)) {
                Some(day) if day.held.len() >= self.minimum_firms.max(1) => days.push(day),
                _ => left_out += 1,
            }
        }
        (days, left_out)
    }

    fn day(&self, session: usize, open: impl Iterator<Item = usize>) -> Option<PortfolioDay> {
        let mut held: Vec<usize> = open
            .filter(|i| {
                let event = &self.events[*i];
                event.returns.at(session).is_finite() && event.weight > 0.0
            })
            .collect();
        held.sort_by_key(|i| self.events[*i].firm);
        held.dedup_by_key(|i| self.events[*i].firm);
        let regressors = self.regressors(session)?;
        let excess = self.excess(&held, session)?;
        Some(PortfolioDay { session, held, excess, regressors })
    }

    /// The benchmark and the factors on a day; `None` where one is missing.
    pub(crate) fn regressors(&self, session: usize) -> Option<Vec<f64>> {
        let all = std::iter::once(&self.market).chain(self.factors);
        let values: Vec<f64> = all.map(|f| f.at(session)).collect();
        values.iter().all(|v| v.is_finite()).then_some(values)
    }

    /// The excess return of these events' firms on a day, those without a return left out.
    pub(crate) fn excess(&self, held: &[usize], session: usize) -> Option<f64> {
        let (mut sum, mut total) = (0.0, 0.0);
        for &i in held {
            let (r, w) = (self.events[i].returns.at(session), self.events[i].weight);
            if r.is_finite() {
                sum += w * r;
                total += w;
            }
        }
        let rate = self.risk_free.map_or(0.0, |rf| rf.at(session));
        let excess = sum / total - rate;
        (total > 0.0 && excess.is_finite()).then_some(excess)
    }
}
