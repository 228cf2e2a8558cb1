//! From an estimated model to the figures of an event that a cross-section keeps.

use std::ops::Range;

use super::bhar::{fills, firm_growth, growth};
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
/// `BHAR = prod (1 + R_t) - prod (1 + B_t)` with the benchmark `B`, or the matched firms. The position
/// is held through bars on which the firm has no price.
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
                // The return over a gap has its variance, although the bar that ends it has no CAR.
                false if r.len() == 1 && abnormal[r.start].is_finite() => {
                    estimate.forecast_variances(&window, std::slice::from_ref(r))[0]
                }
                false => f64::NAN,
            })
            .collect()
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
        bars_covered: samples.event_bars_covered.clone(),
    }
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
