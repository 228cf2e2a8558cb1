//! Buy-and-hold abnormal returns.

use serde::Serialize;

use crate::returns::{ReturnKind, Samples, Window};

/// A buy-and-hold abnormal return over a window, with its rank among windows of the same length in
/// the estimation window.
///
/// # Formula
/// `BHAR = prod (1 + R_t) - prod (1 + B_t)` with the benchmark `B`. There is no formula for its
/// standard error that holds; `p` is the share of the overlapping estimation windows of the same
/// length whose BHAR is at least as large in size, `(1 + #)/(n + 1)`.
///
/// # References
/// Barber and Lyon 1997; Gelbach, Helland and Klick 2013 for the rank.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct BuyAndHold {
    /// The window.
    pub window: Window,
    /// The buy-and-hold abnormal return, a decimal fraction.
    pub value: f64,
    /// Two-sided rank p-value.
    pub p_value: f64,
    /// Overlapping windows in the reference.
    pub reference_windows: usize,
    /// Windows that do not overlap: the effective size of the reference.
    pub effective_windows: usize,
}

/// The buy-and-hold abnormal return of `window` within `event_window`, against the benchmark; `None`
/// without a benchmark, with a missing bar, or with too short an estimation window.
pub fn buy_and_hold(
    samples: &Samples,
    event_window: Window,
    window: Window,
    kind: ReturnKind,
) -> Option<BuyAndHold> {
    if window.first() < event_window.first() || window.last() > event_window.last() {
        return None;
    }
    let from = (window.first() - event_window.first()) as usize;
    let bars = from..from + window.len();
    let value =
        difference(samples.event_firm.get(bars.clone())?, samples.event_market.get(bars)?, kind);
    if !value.is_finite() {
        return None;
    }
    let length = window.len();
    let times = &samples.estimation_times;
    let reference: Vec<f64> = (0..(times.len() + 1).saturating_sub(length))
        .filter(|&i| times[i + length - 1] - times[i] == length as i32 - 1)
        .map(|i| {
            difference(
                &samples.estimation_firm[i..i + length],
                &samples.estimation_market[i..i + length],
                kind,
            )
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
        reference_windows: reference.len(),
        effective_windows: times.len() / length,
    })
}

fn difference(firm: &[f64], market: &[f64], kind: ReturnKind) -> f64 {
    let growth = |returns: &[f64]| match kind {
        ReturnKind::Simple => returns.iter().map(|r| 1.0 + r).product::<f64>(),
        ReturnKind::Log => returns.iter().sum::<f64>().exp(),
    };
    growth(firm) - growth(market)
}
