//! Buy-and-hold abnormal returns.

use std::ops::Range;

use serde::Serialize;

use crate::models::Estimate;
use crate::returns::{ReturnKind, Samples, Window};

/// A buy-and-hold abnormal return over a window, with its rank among windows of the same length in
/// the estimation window.
///
/// # Formula
/// `BHAR = prod (1 + R_t) - prod (1 + B_t)` with the benchmark `B`, or the matched firms. The
/// position is held through bars on which the firm has no price; the benchmark compounds over all
/// of them. There is no formula for its
/// standard error that holds; `p` is the share of the overlapping estimation windows of the same
/// length whose BHAR is at least as large in size, `(1 + #)/(n + 1)`. For one event over several bars,
/// whose windows overlap, it comes from permutations of the residuals of a model by least squares
/// (Freedman and Lane 1983).
///
/// # References
/// Barber and Lyon 1997; Gelbach, Helland and Klick 2013 for the rank.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BuyAndHold {
    /// The window.
    pub window: Window,
    /// The buy-and-hold abnormal return, a decimal fraction.
    pub value: f64,
    /// Two-sided p-value: by permutation of the residuals of the model where `permutations` is there,
    /// else by rank.
    pub p_value: f64,
    /// The permutations behind the p-value of one event over several bars.
    pub permutations: Option<usize>,
    /// Overlapping windows in the reference.
    pub reference_windows: usize,
    /// Windows that do not overlap: the effective size of the reference.
    pub effective_windows: usize,
}

/// The buy-and-hold abnormal return of `window` within `event_window`, against the benchmark or
/// what the model has in its place; `None` without one, where the firm has no price at either end
/// of the window, or with too short an estimation window.
pub fn buy_and_hold(
    estimate: &dyn Estimate,
    samples: &Samples,
    event_window: Window,
    window: Window,
    kind: ReturnKind,
) -> Option<BuyAndHold> {
    let bars = bars_of(event_window, window)?;
    let against = estimate.held_against(&samples.event()).get(bars.clone())?;
    let value = firm_growth(samples, bars, kind) - growth(against, kind);
    if !value.is_finite() {
        return None;
    }
    let length = window.len();
    let times = &samples.estimation_times;
    let other = estimate.held_against(&samples.estimation().as_window());
    let reference: Vec<f64> = (0..(times.len() + 1).saturating_sub(length))
        .filter(|&i| times[i + length - 1] - times[i] == length as i32 - 1)
        .filter_map(|i| {
            let own = growth(&samples.estimation_firm[i..i + length], kind);
            Some(own - growth(other.get(i..i + length)?, kind))
        })
        .filter(|b| b.is_finite())
        .collect();
    if reference.is_empty() {
        return None;
    }
    let larger = reference.iter().filter(|b| b.abs() >= value.abs()).count();
    Some(BuyAndHold {
        window,
        value,
        p_value: (1 + larger) as f64 / (reference.len() + 1) as f64,
        permutations: None,
        reference_windows: reference.len(),
        effective_windows: times.len() / length,
    })
}

/// The buy-and-hold return of `window` within `event_window` less the compounded expectation of the
/// model; `None` where the firm has no price at either end of the window or the model no
/// expectation.
///
/// # Formula
/// `prod (1 + R_t) - prod (1 + E[R_t])`.
///
/// # References
/// Barber and Lyon 1997.
pub fn buy_and_hold_model(
    estimate: &dyn Estimate,
    samples: &Samples,
    event_window: Window,
    window: Window,
    kind: ReturnKind,
) -> Option<f64> {
    let bars = bars_of(event_window, window)?;
    let expected = estimate.expected(&samples.event());
    // Where returns run over gaps, so do their expectations.
    let covered = &samples.event_bars_covered;
    let expected: Vec<f64> = bars
        .clone()
        .filter(|bar| covered.get(*bar).is_none_or(|n| n.is_finite()))
        .map(|bar| expected[bar])
        .collect();
    let value = firm_growth(samples, bars, kind) - growth(&expected, kind);
    value.is_finite().then_some(value)
}

fn bars_of(event_window: Window, window: Window) -> Option<Range<usize>> {
    if window.first() < event_window.first() || window.last() > event_window.last() {
        return None;
    }
    let from = (window.first() - event_window.first()) as usize;
    Some(from..from + window.len())
}

/// What one becomes over these returns.
pub(crate) fn growth(returns: &[f64], kind: ReturnKind) -> f64 {
    match kind {
        ReturnKind::Simple => returns.iter().map(|r| 1.0 + r).product::<f64>(),
        ReturnKind::Log => returns.iter().sum::<f64>().exp(),
    }
}

/// What one becomes in the firm over these bars of the event window, from the close before them to
/// the last one's.
pub(crate) fn firm_growth(samples: &Samples, bars: Range<usize>, kind: ReturnKind) -> f64 {
    let own = &samples.event_firm;
    match (&samples.event_held, samples.event_bars_covered.as_slice()) {
        (Some(held), []) => growth_over_gaps(&held.returns, &held.bars_covered, bars, kind),
        (_, []) => own.get(bars).map_or(f64::NAN, |returns| growth(returns, kind)),
        (_, covered) => growth_over_gaps(own, covered, bars, kind),
    }
}

/// Growth over a window from returns over gaps: the position is held through bars without a price,
/// and has the return of all of them when the next price prints. NaN where there is no price at
/// either end.
pub fn growth_over_gaps(
    returns: &[f64],
    bars_covered: &[f64],
    bars: Range<usize>,
    kind: ReturnKind,
) -> f64 {
    if !fills(returns, bars_covered, &bars) {
        return f64::NAN;
    }
    let printed: Vec<f64> = returns[bars].iter().copied().filter(|r| r.is_finite()).collect();
    growth(&printed, kind)
}

/// Whether the returns of these bars cover them all and nothing before them; without `bars_covered`
/// each covers its own.
pub(super) fn fills(returns: &[f64], bars_covered: &[f64], bars: &Range<usize>) -> bool {
    let mut from = bars.end;
    while from > bars.start {
        let bar = from - 1;
        if !returns.get(bar).is_some_and(|r| r.is_finite()) {
            return false;
        }
        let covered = bars_covered.get(bar).map_or(1.0, |n| n.max(1.0)) as usize;
        match from.checked_sub(covered) {
            Some(start) if start >= bars.start => from = start,
            _ => return false,
        }
    }
    true
}
