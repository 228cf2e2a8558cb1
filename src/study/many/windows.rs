//! The figures of one window over all events.

use rayon::prelude::*;
use serde::Serialize;

use crate::abnormal::{CrossSection, Running};
use crate::inference::{
    LEVEL, Outcome, TestContext, TestEntry, TestedMean, WeightedMean, WindowSample, mean, median,
    standard_deviation, student_quantile,
};
use crate::returns::Window;

/// Days of a path whose sums are there at once.
const DAYS_TOGETHER: usize = 7;

/// A window or a day of the cross-section.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct WindowResult {
    /// The window.
    pub window: Window,
    /// Events with a value.
    pub events: usize,
    /// Events with a buy-and-hold return.
    pub held: usize,
    /// The mean CAR: the CAAR, or the AAR of a day.
    pub mean: Option<f64>,
    /// The standard error of the mean from the spread over events, `sd/sqrt(N)`.
    pub standard_error: Option<f64>,
    /// The standard error of the mean from the forecast variances of independent events.
    pub forecast_standard_error: Option<f64>,
    /// The median CAR.
    pub median: Option<f64>,
    /// The standard deviation over events.
    pub standard_deviation: Option<f64>,
    /// The share of positive CARs.
    pub positive: Option<f64>,
    /// The sum of the average abnormal returns of the days, which differs from the mean only where
    /// bars are missing.
    pub sum_of_averages: Option<f64>,
    /// The smallest mean that a 5% test finds with 80% probability, with the correlation of the
    /// events in it; of one event, the smallest CAR.
    pub minimum_detectable_mean: Option<f64>,
    /// The average correlation of two events over the window, zero where windows do not overlap.
    pub mean_correlation: Option<f64>,
    /// The mean buy-and-hold abnormal return.
    pub mean_buy_and_hold: Option<f64>,
    /// The standard error of the mean buy-and-hold return from the spread over events; such
    /// returns are skewed, so that their test is `skewness-hall-bootstrap`.
    pub buy_and_hold_standard_error: Option<f64>,
    /// The mean with weights from a column of the events, where one was named.
    pub weighted: Option<WeightedMean>,
    /// Every test of the list.
    pub tests: Vec<Outcome>,
}

/// A point of the cumulative path.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CaarPoint {
    /// Event time.
    pub t: i32,
    /// Events with every bar up to here.
    pub events: usize,
    /// The cumulative average abnormal return.
    pub mean: Option<f64>,
    /// The standard error of the average from the spread over events.
    pub standard_error: Option<f64>,
    /// The 95% interval, Student t(N - 1).
    pub interval: Option<(f64, f64)>,
    /// The median.
    pub median: Option<f64>,
}

/// The figures of a window and every test of it, or with `draws` false every test that draws
/// nothing; `None` unless the cross-section has the window.
pub fn window_result(
    context: &TestContext<'_>,
    window: Window,
    draws: bool,
) -> Option<WindowResult> {
    tested(context, window, |test| draws || !test.drawn)
}

/// The figures of a window and the tests of it that are wanted.
pub(crate) fn tested(
    context: &TestContext<'_>,
    window: Window,
    wanted: impl Fn(&TestEntry) -> bool,
) -> Option<WindowResult> {
    let sample = context.sample(window)?;
    let section = context.section;
    let column = section.column_of(window)?;
    let n = sample.len() as f64;
    let some = !sample.is_empty();
    let sd = standard_deviation(&sample.car);
    let variance: f64 = sample.variance.iter().sum();
    let held = section.held(column);
    Some(WindowResult {
        window,
        events: sample.len(),
        held: held.len(),
        mean: some.then(|| mean(&sample.car)),
        standard_error: sd.map(|sd| sd / n.sqrt()),
        forecast_standard_error: (some && variance > 0.0).then(|| variance.sqrt() / n),
        median: some.then(|| median(sample.car.clone())),
        standard_deviation: sd,
        positive: some.then(|| sample.car.iter().filter(|c| **c > 0.0).count() as f64 / n),
        sum_of_averages: sum_of_averages(section, window),
        minimum_detectable_mean: tested_mean(&sample, LEVEL)
            .and_then(|test| test.minimum_detectable_effect()),
        mean_correlation: sample.mean_correlation().ok().map(|c| c.rbar),
        mean_buy_and_hold: (!held.is_empty()).then(|| mean(&held)),
        buy_and_hold_standard_error: standard_deviation(&held)
            .map(|sd| sd / (held.len() as f64).sqrt()),
        weighted: None,
        tests: sample.tests(wanted),
    })
}

/// The CAAR from the start of the event window to each of its days, with a 95% interval.
pub fn path(section: &CrossSection) -> Vec<CaarPoint> {
    let window = section.event_window();
    let days: Vec<(usize, i32)> = (window.first()..=window.last()).enumerate().collect();
    let mut sums = vec![Running::default(); section.len()];
    let mut points = Vec::with_capacity(days.len());
    // The sums follow each other; what is said of them, a few days at a time for the room they take,
    // does not.
    for days in days.chunks(DAYS_TOGETHER) {
        let sums: Vec<(i32, Vec<f64>)> = days
            .iter()
            .map(|(bar, t)| {
                let add = |(i, sum): (usize, &mut Running)| sum.add(section, i, *bar);
                (*t, sums.par_iter_mut().enumerate().map(add).collect())
            })
            .collect();
        points.par_extend(sums.into_par_iter().map(|(t, sums)| point(t, sums)));
    }
    points
}

fn point(t: i32, mut sums: Vec<f64>) -> CaarPoint {
    // Inside a gap the return that ends it has not come yet.
    sums.retain(|sum| sum.is_finite());
    let n = sums.len();
    let center = (n > 0).then(|| mean(&sums));
    let standard_error = standard_deviation(&sums).map(|sd| sd / (n as f64).sqrt());
    let interval = center.zip(standard_error).map(|(m, se)| {
        let half = student_quantile(0.975, (n - 1) as f64) * se;
        (m - half, m + half)
    });
    let median = (n > 0).then(|| median(sums));
    CaarPoint { t, events: n, mean: center, standard_error, interval, median }
}

/// The sum over the bars of a window of the average abnormal return of the events that have the
/// bar.
fn sum_of_averages(section: &CrossSection, window: Window) -> Option<f64> {
    let from = (window.first() - section.event_window().first()) as usize;
    let mut bars = vec![(0.0, 0_usize); window.len()];
    for i in 0..section.len() {
        for ((sum, n), ar) in bars.iter_mut().zip(&section.abnormal(i)[from..]) {
            if ar.is_finite() {
                *sum += ar;
                *n += 1;
            }
        }
    }
    bars.into_iter().map(|(sum, n)| (n > 0).then(|| sum / n as f64)).sum()
}

/// The test of the window's mean that the headline rule chooses, with its standard error: that of the
/// portfolio where all events share day 0, else the spread over events with the correlation of Kolari
/// and Pynnonen in it (none where no windows overlap; a negative one is taken for none); of a single
/// event its forecast error. `None` without any.
///
/// # Formula
/// `SE = sd(CAR)/sqrt(N) sqrt((1 + (N-1) rbar)/(1 - rbar))`, `nu = N - 1`.
pub(crate) fn tested_mean(sample: &WindowSample<'_>, alpha: f64) -> Option<TestedMean> {
    let section = sample.section;
    if section.is_fitted() {
        return None;
    }
    let (variance, degrees_of_freedom) = match (sample.events.as_slice(), section.portfolio()) {
        ([], _) => return None,
        ([one], _) => (sample.variance[0], section.members()[*one].degrees_of_freedom),
        (all, Some(portfolio)) if all.len() == section.len() => {
            let column = section.column_of(sample.window)?;
            (portfolio.variance[column], portfolio.member.degrees_of_freedom)
        }
        (all, _) => {
            let n = all.len() as f64;
            let rbar = sample.mean_correlation().ok().map_or(0.0, |c| c.rbar.max(0.0));
            let spread = standard_deviation(&sample.car)?;
            (spread * spread / n * (1.0 + (n - 1.0) * rbar) / (1.0 - rbar), n - 1.0)
        }
    };
    let standard_error = variance.sqrt();
    (standard_error > 0.0).then_some(TestedMean { standard_error, degrees_of_freedom, alpha })
}
