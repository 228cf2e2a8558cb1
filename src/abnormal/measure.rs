//! From an estimated model to the figures of an event that a cross-section keeps.

use std::ops::Range;

use super::bhar::{fills, firm_growth, growth};
use super::{Measured, Member, MissingBars};
use crate::models::Estimate;
use crate::returns::{ReturnKind, Samples, Window};

/// How an event is measured.
#[derive(Clone, Copy, Debug)]
pub struct Measuring<'a> {
    /// The event window.
    pub event_window: Window,
    /// The windows of CARs, each within the event window.
    pub windows: &'a [Window],
    /// What to do with missing bars.
    pub missing: MissingBars,
    /// The kind of the returns, for buy-and-hold returns.
    pub returns: ReturnKind,
}

/// An event of a firm, as a cross-section numbers it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EventOfFirm {
    /// Day 0 as a calendar index.
    pub day_zero: usize,
    /// The number of the firm.
    pub firm: usize,
    /// The cluster whose errors go together.
    pub cluster: usize,
}

/// Measures an event: abnormal returns, and CAR, `Var(CAR)` and BHAR of every window.
///
/// # Formula
/// `CAR = sum AR_t`, `Var(CAR) = 1'V1` with the whole forecast covariance `V` of the bars summed,
/// `BHAR = prod (1 + R_t) - prod (1 + B_t)` with the benchmark `B`, or the matched firms. The position
/// is held through bars on which the firm has no price.
///
/// # References
/// Campbell, Lo and MacKinlay 1997, s. 4.4; Barber and Lyon 1997.
pub fn measure(
    estimate: &dyn Estimate,
    samples: &Samples,
    event: EventOfFirm,
    how: &Measuring<'_>,
) -> Measured {
    let window = samples.event();
    let expected = estimate.expected(&window);
    let abnormal: Vec<f64> = samples.event_firm.iter().zip(&expected).map(|(r, e)| r - e).collect();
    let first = how.event_window.first();
    let ranges: Vec<Range<usize>> = how.windows.iter().map(|w| bars_of(*w, first)).collect();
    let complete = abnormal.iter().all(|a| a.is_finite());
    let counts: Vec<bool> =
        ranges.iter().map(|r| counts(samples, &abnormal, r, how.missing)).collect();
    let variance = if complete && samples.event_bars_covered.is_empty() {
        estimate.forecast_variances(&window, &ranges)
    } else {
        ranges
            .iter()
            .zip(&counts)
            .map(|(r, counts)| match counts {
                true => variance_of(estimate, samples, &abnormal, r),
                // The return over a gap has its variance, although the bar that ends it has no CAR.
                false if r.len() == 1 && abnormal[r.start].is_finite() => {
                    estimate.forecast_variances(&window, std::slice::from_ref(r))[0]
                }
                false => f64::NAN,
            })
            .collect()
    };
    let standardised_variance = match ranges.iter().any(|r| r.len() > 1) {
        true => standardised_variances(estimate, samples, &abnormal, (&ranges, &counts), &variance),
        false => counts.iter().map(|counts| if *counts { 1.0 } else { f64::NAN }).collect(),
    };
    let sum = |(range, counts): (&Range<usize>, &bool)| match counts {
        true => range
            .clone()
            .filter(|bar| used(samples, &abnormal, range, *bar))
            .map(|bar| abnormal[bar])
            .sum(),
        false => f64::NAN,
    };
    let against = estimate.held_against(&window);
    let bhar = |range: &Range<usize>| match against.get(range.clone()) {
        Some(other) => {
            firm_growth(samples, range.clone(), how.returns) - growth(other, how.returns)
        }
        None => f64::NAN,
    };
    let buy_and_hold = ranges.iter().map(bhar).collect();
    Measured {
        member: Member {
            day_zero: event.day_zero,
            firm: event.firm,
            cluster: event.cluster,
            degrees_of_freedom: estimate.degrees_of_freedom(),
            sigma: estimate.residual_variance().sqrt(),
        },
        residuals: estimate.residuals().to_vec(),
        residual_times: samples.estimation_times.clone(),
        car: ranges.iter().zip(&counts).map(sum).collect(),
        abnormal,
        variance,
        standardised_variance,
        buy_and_hold,
        bars_covered: samples.event_bars_covered.clone(),
    }
}

/// `r'Vr` of the bars of each range that counts, with `r_t = 1/sqrt(V_tt)`.
fn standardised_variances(
    estimate: &dyn Estimate,
    samples: &Samples,
    abnormal: &[f64],
    (ranges, counts): (&[Range<usize>], &[bool]),
    variance: &[f64],
) -> Vec<f64> {
    let window = samples.event();
    let alone = |bar: usize| match ranges.iter().position(|range| *range == (bar..bar + 1)) {
        Some(column) => variance[column],
        None => estimate.forecast_variances(&window, std::slice::from_ref(&(bar..bar + 1)))[0],
    };
    let scale = |bar: usize| match abnormal[bar].is_finite() {
        true => 1.0 / alone(bar).sqrt(),
        false => 0.0,
    };
    let all: Vec<f64> = (0..abnormal.len()).map(scale).collect();
    let of = |(range, counts): (&Range<usize>, &bool)| {
        if !counts {
            return f64::NAN;
        }
        if range.len() == 1 {
            return 1.0;
        }
        let own = |bar: usize| if used(samples, abnormal, range, bar) { all[bar] } else { 0.0 };
        let own: Vec<f64> = (0..abnormal.len()).map(own).collect();
        estimate.forecast_variance(&window, &own)
    };
    ranges.iter().zip(counts).map(of).collect()
}

fn bars_of(window: Window, first: i32) -> Range<usize> {
    let from = (window.first() - first) as usize;
    from..from + window.len()
}

/// Whether an event has a CAR over these bars: the returns cover them all and nothing before them,
/// or a part of them is enough.
fn counts(samples: &Samples, abnormal: &[f64], range: &Range<usize>, missing: MissingBars) -> bool {
    match missing {
        MissingBars::Available => range.clone().any(|bar| used(samples, abnormal, range, bar)),
        MissingBars::Complete => fills(abnormal, &samples.event_bars_covered, range),
    }
}

/// Whether a bar has an abnormal return that belongs to these bars: one over a gap that begins
/// before them holds returns of other days.
fn used(samples: &Samples, abnormal: &[f64], range: &Range<usize>, bar: usize) -> bool {
    let covered = samples.event_bars_covered.get(bar).map_or(1.0, |n| n.max(1.0));
    range.contains(&bar) && abnormal[bar].is_finite() && (bar + 1 - range.start) as f64 >= covered
}

fn variance_of(
    estimate: &dyn Estimate,
    samples: &Samples,
    abnormal: &[f64],
    range: &Range<usize>,
) -> f64 {
    let weight = |bar| if used(samples, abnormal, range, bar) { 1.0 } else { 0.0 };
    let weights: Vec<f64> = (0..abnormal.len()).map(weight).collect();
    estimate.forecast_variance(&samples.event(), &weights)
}

/// The event times of a window that have no abnormal return of their own: a bar inside a gap is not
/// missing if the return that ends the gap lies in the window, and that return is missing if the gap
/// begins before the window.
pub(crate) fn missing_bars(measured: &Measured, event_window: Window, window: Window) -> Vec<i32> {
    let bar = |t: i32| (t - event_window.first()) as usize;
    let mut missing = Vec::new();
    let mut t = window.last();
    while t >= window.first() {
        let covered = match measured.abnormal[bar(t)].is_finite() {
            true => measured.bars_covered.get(bar(t)).map_or(1, |n| n.max(1.0) as i32),
            false => 0,
        };
        if covered == 0 || t - covered < window.first() - 1 {
            missing.push(t);
        }
        t -= covered.max(1);
    }
    missing.reverse();
    missing
}
