//! Abnormal returns: what happened less what was expected, with the variance of the forecast error.

mod aggregate;
mod bhar;
mod cross_section;
mod cumulative;
mod market_model;
mod measure;
mod order;
mod portfolio;
mod running;

use serde::Serialize;

use crate::models::Estimate;
use crate::returns::{Samples, Window};

pub use aggregate::{Aggregate, average_abnormal_returns};
pub use bhar::{BuyAndHold, buy_and_hold, buy_and_hold_model};
pub(crate) use bhar::{growth, growth_over_gaps};
pub use cross_section::{CrossSection, Measured, Member, MissingBars};
pub use cumulative::Cumulative;
pub(crate) use market_model::sum_of_squares;
pub use market_model::{MarketColumn, MarketModelFit, MarketModelSums};
pub use measure::{Measuring, measure};
pub(crate) use order::ordered_by;
pub use portfolio::portfolio_samples;
pub use running::Running;

/// The abnormal returns of one event and firm over the event window.
///
/// # Formula
/// `AR_t = R_t - E[R_t]`, `Var(AR_t) = s^2 (1 + x_t'(X'X)^-1 x_t)`.
///
/// # Shape and units
/// One row per bar of the event window; decimal fractions; `None` where a return is missing.
///
/// # References
/// Patell 1976; Campbell, Lo and MacKinlay 1997, s. 4.4.
pub struct AbnormalReturns<'a> {
    estimate: &'a dyn Estimate,
    samples: &'a Samples,
    window: Window,
    expected: Vec<f64>,
    abnormal: Vec<f64>,
}

/// One bar of the event window.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct AbnormalReturn {
    /// Event time; 0 is the first bar whose return can contain the news.
    pub t: i32,
    /// The return of the firm.
    pub actual: Option<f64>,
    /// The return of the benchmark.
    pub benchmark: Option<f64>,
    /// The expected return.
    pub expected: Option<f64>,
    /// The abnormal return.
    pub abnormal: Option<f64>,
    /// Its standard error with the forecast error of the model.
    pub standard_error: Option<f64>,
}

impl<'a> AbnormalReturns<'a> {
    /// Holds the event window against the estimated model.
    pub fn of(estimate: &'a dyn Estimate, samples: &'a Samples, window: Window) -> Self {
        let expected = estimate.expected(&samples.event());
        let abnormal = samples.event_firm.iter().zip(&expected).map(|(r, e)| r - e).collect();
        Self { estimate, samples, window, expected, abnormal }
    }

    /// The event window.
    pub fn window(&self) -> Window {
        self.window
    }

    /// The estimated model.
    pub fn estimate(&self) -> &dyn Estimate {
        self.estimate
    }

    /// The samples behind it.
    pub fn samples(&self) -> &Samples {
        self.samples
    }

    /// Every bar of the event window.
    pub fn bars(&self) -> Vec<AbnormalReturn> {
        (self.window.first()..=self.window.last())
            .enumerate()
            .map(|(i, t)| {
                let abnormal = finite(self.abnormal[i]);
                AbnormalReturn {
                    t,
                    actual: finite(self.samples.event_firm[i]),
                    benchmark: self.samples.event_market.get(i).copied().and_then(finite),
                    expected: finite(self.expected[i]),
                    abnormal,
                    standard_error: abnormal.and_then(|_| finite(self.variance(t, t).sqrt())),
                }
            })
            .collect()
    }

    /// The abnormal return of bar `t`, if it exists.
    pub fn at(&self, t: i32) -> Option<f64> {
        self.window
            .contains(t)
            .then(|| self.abnormal[(t - self.window.first()) as usize])
            .and_then(finite)
    }

    /// How many bars the return of bar `t` covers.
    fn bars_covered(&self, t: i32) -> i32 {
        let covered = self.samples.event_bars_covered.get((t - self.window.first()) as usize);
        covered.filter(|n| n.is_finite()).map_or(1, |n| *n as i32)
    }

    /// `Var(sum of AR from..=to)`.
    fn variance(&self, from: i32, to: i32) -> f64 {
        let weights: Vec<f64> = (self.window.first()..=self.window.last())
            .map(|t| if from <= t && t <= to && self.at(t).is_some() { 1.0 } else { 0.0 })
            .collect();
        self.estimate.forecast_variance(&self.samples.event(), &weights)
    }
}

pub(crate) fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}
