//! From an estimated model to the figures of an event that a cross-section keeps.

use std::ops::Range;

use super::{CrossSection, Measured, Member, MissingBars};
use crate::models::Estimate;
use crate::returns::{ReturnKind, Samples, Window};

/// What [`measure`] is told beside the estimate.
#[derive(Clone, Copy, Debug)]
pub struct Measuring<'a> {
    /// The cross-section the event is for, which has the windows.
    pub section: &'a CrossSection,
    /// What to do with missing bars.
    pub missing: MissingBars,
    /// The kind of the returns, for buy-and-hold returns.
    pub returns: ReturnKind,
}

/// Measures an event: abnormal returns, and CAR, `Var(CAR)` and BHAR of every window.
///
/// # Formula
/// `CAR = sum AR_t`, `Var(CAR) = 1'V1` with the whole forecast covariance `V` of the bars summed,
/// `BHAR = prod (1 + R_t) - prod (1 + B_t)` with the benchmark `B`.
///
/// # References
/// Campbell, Lo and MacKinlay 1997, s. 4.4; Barber and Lyon 1997.
pub fn measure(
    estimate: &dyn Estimate,
    samples: &Samples,
    who: (usize, usize, usize),
    how: &Measuring<'_>,
) -> Measured {
    let (day_zero, firm, cluster) = who;
    let window = samples.event();
    let expected = estimate.expected(&window);
    let abnormal: Vec<f64> = samples.event_firm.iter().zip(&expected).map(|(r, e)| r - e).collect();
    let first = how.section.event_window().first();
    let ranges: Vec<Range<usize>> =
        how.section.windows().iter().map(|w| bars_of(*w, first)).collect();
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
                false => f64::NAN,
            })
            .collect()
    };
    let sum = |(range, counts): (&Range<usize>, &bool)| match counts {
        true => abnormal[range.clone()].iter().filter(|a| a.is_finite()).sum(),
        false => f64::NAN,
    };
    let buy_and_hold = ranges.iter().map(|r| bhar(samples, r, how.returns)).collect();
    Measured {
        member: Member {
            day_zero,
            firm,
            cluster,
            degrees_of_freedom: estimate.degrees_of_freedom(),
            sigma: estimate.residual_variance().sqrt(),
        },
        residuals: estimate.residuals().to_vec(),
        residual_times: samples.estimation_times.clone(),
        car: ranges.iter().zip(&counts).map(sum).collect(),
        abnormal,
        variance,
        buy_and_hold,
    }
}

fn bars_of(window: Window, first: i32) -> Range<usize> {
    let from = (window.first() - first) as usize;
    from..from + window.len()
}

/// Whether an event has a CAR over these bars: the returns cover them all and nothing before them,
/// or a part of them is enough.
fn counts(samples: &Samples, abnormal: &[f64], range: &Range<usize>, missing: MissingBars) -> bool {
    if missing == MissingBars::Available {
        return abnormal[range.clone()].iter().any(|a| a.is_finite());
    }
    let mut from = range.end;
    while from > range.start {
        let bar = from - 1;
        if !abnormal[bar].is_finite() {
            return false;
        }
        let covered = samples.event_bars_covered.get(bar).map_or(1.0, |n| n.max(1.0)) as usize;
        match from.checked_sub(covered) {
            Some(start) if start >= range.start => from = start,
            _ => return false,
        }
    }
    true
}

fn variance_of(
    estimate: &dyn Estimate,
    samples: &Samples,
    abnormal: &[f64],
    range: &Range<usize>,
) -> f64 {
    let used = |i: usize| range.contains(&i) && abnormal[i].is_finite();
    let weights: Vec<f64> = (0..abnormal.len()).map(|i| if used(i) { 1.0 } else { 0.0 }).collect();
    estimate.forecast_variance(&samples.event(), &weights)
}

fn bhar(samples: &Samples, range: &Range<usize>, kind: ReturnKind) -> f64 {
    let growth = |returns: &[f64]| match kind {
        ReturnKind::Simple => returns.iter().map(|r| 1.0 + r).product::<f64>(),
        ReturnKind::Log => returns.iter().sum::<f64>().exp(),
    };
    match samples.event_market.get(range.clone()) {
        Some(market) => growth(&samples.event_firm[range.clone()]) - growth(market),
        None => f64::NAN,
    }
}
