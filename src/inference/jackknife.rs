//! The jackknife: every event left out once.

use super::moments::{mean, standard_deviation};
use super::test_id::TestId;
use super::{Outcome, TestResult, WindowSample};

pub(super) const ID: TestId = TestId::Jackknife;

/// A figure of a sample with each value left out once.
///
/// # Formula
/// `theta_(-i)` without value i; bias-corrected `N theta - (N - 1) mean theta_(-i)`;
/// `se = sqrt((N - 1)/N sum (theta_(-i) - mean)^2)`.
///
/// # References
/// Quenouille 1956; Tukey 1958.
#[derive(Clone, Debug, PartialEq)]
pub struct Jackknife {
    /// The figure of the whole sample.
    pub value: f64,
    /// The figure without each value.
    pub left_out: Vec<f64>,
    /// The figure less its estimated bias.
    pub bias_corrected: f64,
    /// Jackknife standard error.
    pub standard_error: f64,
    /// The place of the value without which the figure changes most.
    pub most_influential: usize,
}

impl Jackknife {
    /// Leaves each value out in turn; `None` for fewer than two values or where a figure does not
    /// exist.
    pub fn of(values: &[f64], figure: impl Fn(&[f64]) -> Option<f64>) -> Option<Self> {
        let whole = figure(values)?;
        let mut left_out = Vec::with_capacity(values.len());
        let mut rest = values.get(1..)?.to_vec();
        for i in 0..values.len() {
            left_out.push(figure(&rest)?);
            if i < rest.len() {
                rest[i] = values[i];
            }
        }
        Self::from_replicates(whole, left_out)
    }

    fn from_replicates(value: f64, left_out: Vec<f64>) -> Option<Self> {
        let n = left_out.len();
        if n < 2 || !left_out.iter().chain([&value]).all(|v| v.is_finite()) {
            return None;
        }
        let center = mean(&left_out);
        let squares: f64 = left_out.iter().map(|v| (v - center) * (v - center)).sum();
        let change = |i: &usize| (value - left_out[*i]).abs();
        let most_influential =
            (0..n).max_by(|a, b| change(a).total_cmp(&change(b)).then(b.cmp(a)))?;
        let n = n as f64;
        Some(Self {
            value,
            bias_corrected: n * value - (n - 1.0) * center,
            standard_error: ((n - 1.0) / n * squares).sqrt(),
            left_out,
            most_influential,
        })
    }

    /// `N theta - (N - 1) theta_(-i)`, which are treated as N independent values of the figure.
    pub fn pseudo_values(&self) -> Vec<f64> {
        let n = self.left_out.len() as f64;
        self.left_out.iter().map(|v| n * self.value - (n - 1.0) * v).collect()
    }

    /// Jackknife of `sqrt(2) asinh(S/sqrt(2))`, `S = mean/sd`, from running sums.
    #[doc(hidden)]
    pub fn of_standardised_mean(values: &[f64]) -> Option<Self> {
        let n = values.len() as f64;
        let (center, sd) = (mean(values), standard_deviation(values)?);
        if values.len() < 3 {
            return None;
        }
        let squares = sd * sd * (n - 1.0);
        let without = |x: &f64| {
            let away = x - center;
            let rest = squares - n / (n - 1.0) * away * away;
            // Where the others hardly differ the running sum has lost its digits.
            let variance = (rest > 1e-6 * squares).then(|| rest / (n - 2.0))?;
            Some(stabilised((center - away / (n - 1.0)) / variance.sqrt()))
        };
        let running: Option<Vec<f64>> = values.iter().map(without).collect();
        match running {
            Some(left_out) => Self::from_replicates(stabilised(center / sd), left_out),
            None => Self::of(values, |x| standard_deviation(x).map(|sd| stabilised(mean(x) / sd))),
        }
    }
}

/// A mean over its standard deviation, transformed so that its sampling variance `1 + S^2/2`
/// becomes 1 whatever its size.
fn stabilised(standardised_mean: f64) -> f64 {
    std::f64::consts::SQRT_2 * (standardised_mean * std::f64::consts::FRAC_1_SQRT_2).asinh()
}

/// Pseudo-values of fewer events are too few for a t.
const FEWEST_EVENTS: usize = 5;

/// Tests the pseudo-values of the standardised mean.
///
/// # Formula
/// `S = mean(SCAR)/sd(SCAR)`, `theta = sqrt(2) asinh(S/sqrt(2))`,
/// `J_i = N theta - (N - 1) theta_(-i)`; `t = mean(J)/(sd(J)/sqrt(N)) ~ t(N - 1)`, from five events
/// on. Jackknifed is a functional of the distribution of the SCARs, as the theory asks: the t
/// statistic itself grows with N, so that its pseudo-values are 1.5 times too large and reject a
/// true null 19% of the time. `most_influential` is the row of the event without which theta changes
/// most, `without_it` theta then. With few events it finds less than `bmp` does.
///
/// # References
/// Quenouille 1956; Tukey 1958; the idea to jackknife a standardised abnormal return is Giaccotto and
/// Sfiridis's (1996), whose formulas this test does not claim to be.
pub fn jackknife(sample: &WindowSample<'_>) -> Outcome {
    if sample.is_empty() || !sample.is_standardised() {
        return Outcome::not_applicable(ID, "no event has a standardised abnormal return");
    }
    let n = sample.len();
    if n < FEWEST_EVENTS {
        return Outcome::not_applicable(
            ID,
            format!("the window has {n} events; the jackknife needs at least {FEWEST_EVENTS}"),
        );
    }
    let Some(figures) = Jackknife::of_standardised_mean(&sample.scar) else {
        return Outcome::not_applicable(
            ID,
            "the SCARs of the events have to differ, whichever event is left out",
        );
    };
    let pseudo = figures.pseudo_values();
    let Some(sd) = standard_deviation(&pseudo) else {
        return Outcome::not_applicable(ID, "leaving out one event or another makes no difference");
    };
    let statistic = mean(&pseudo) / (sd / (n as f64).sqrt());
    Outcome::Applies(
        TestResult::student(ID, statistic, (n - 1) as f64, n)
            .null("the mean standardised abnormal return of the events is zero")
            .detail("theta", figures.value)
            .detail("bias_corrected", figures.bias_corrected)
            .detail("standard_error", figures.standard_error)
            .detail("most_influential", sample.events[figures.most_influential] as f64)
            .detail("without_it", figures.left_out[figures.most_influential]),
    )
}
