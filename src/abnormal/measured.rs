//! One event with its figures.

/// An event and firm of a cross-section.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Member {
    /// Day 0 as a calendar index.
    pub day_zero: usize,
    /// The firm, numbered within the study.
    pub firm: usize,
    /// The cluster that errors share; day 0 unless the user names another.
    pub cluster: usize,
    /// Degrees of freedom `nu` of the residual variance; NaN for a model without a forecast
    /// variance.
    pub degrees_of_freedom: f64,
    /// The residual standard deviation `s`.
    pub sigma: f64,
}

/// One measured event, ready to join a cross-section.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Who and when.
    pub member: Member,
    /// Residuals of the estimation window.
    pub residuals: Vec<f64>,
    /// Event times of the residuals, ascending.
    pub residual_times: Vec<i32>,
    /// Abnormal returns of the event window, NaN where missing.
    pub abnormal: Vec<f64>,
    /// CAR of each of the cross-section's windows, NaN where it has none.
    pub car: Vec<f64>,
    /// `Var(CAR)` of each of them. A single bar whose return began before it has no CAR, but the
    /// variance of that return's abnormal part.
    pub variance: Vec<f64>,
    /// Variance of the sum of the standardised abnormal returns of the bars of each of them,
    /// `r'Vr` with `r_t = 1/sqrt(V_tt)`; 1 for a single bar. Empty where nobody asks for it.
    pub standardised_variance: Vec<f64>,
    /// Buy-and-hold abnormal return of each of them, NaN without a benchmark.
    pub buy_and_hold: Vec<f64>,
    /// How many bars the return of each bar of the event window covers, where returns run over
    /// gaps; empty where each covers its own.
    pub bars_covered: Vec<f64>,
}
