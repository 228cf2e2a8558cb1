//! What missing bars of event windows change in an average correlation.

use std::ops::Range;

use rayon::prelude::*;

use super::common_bars::{Common, Run, intersect, runs};
use super::pair;
use crate::abnormal::CrossSection;
use crate::returns::Window;

/// More bars of pairs than this are not gone through: every k-th incomplete event then stands for k.
const MOST_WORK: f64 = 6e8;

/// An event of the window, in the order of days 0.
struct Place<'a> {
    row: usize,
    day_zero: i64,
    /// Which bars of the window it has; empty for all.
    valid: Vec<bool>,
    bars: usize,
    residuals: &'a [f64],
    runs: Box<[Run]>,
}

impl Place<'_> {
    fn has(&self, bar: i64) -> bool {
        self.valid.get(bar as usize).copied().unwrap_or(self.valid.is_empty())
    }
}

/// What is added to `sum_{i<j} r_ij ov_ij/L2` where some events lack bars of the window.
///
/// # Formula
/// `sum r_ij (o_ij / sqrt(L2_i L2_j) - ov_ij / L2)` over the pairs with an incomplete event: `o_ij`
/// counts the calendar bars that both have, `L2_i` the bars that event i has, so that the weight of
/// a pair is the correlation of two sums over the bars that are there. A bar that a return over a
/// gap covers is there.
pub(super) fn correction(
    section: &CrossSection,
    events: &[usize],
    window: Window,
    minimum: usize,
) -> f64 {
    let valid: Vec<Vec<bool>> = events.iter().map(|i| valid_bars(section, *i, window)).collect();
    let incomplete = valid.iter().filter(|v| !v.is_empty()).count();
    if incomplete == 0 {
        return 0.0;
    }
    let mut places: Vec<Place<'_>> = events
        .iter()
        .zip(valid)
        .map(|(&row, valid)| {
            let day_zero = section.members()[row].day_zero;
            Place {
                row,
                day_zero: day_zero as i64,
                bars: match valid.as_slice() {
                    [] => window.len(),
                    some => some.iter().filter(|v| **v).count(),
                },
                valid,
                residuals: section.residuals(row),
                runs: runs(day_zero, section.residual_times(row)),
            }
        })
        .collect();
    places.sort_by_key(|place| (place.day_zero, place.row));
    let lacking: Vec<usize> = (0..places.len()).filter(|k| !places[*k].valid.is_empty()).collect();
    let work: f64 = lacking
        .iter()
        .map(|k| (near(&places, *k, window).len() * places[*k].residuals.len()) as f64)
        .sum();
    let every = (work / MOST_WORK).ceil().max(1.0) as usize;
    let parts: Vec<f64> = lacking
        .par_iter()
        .step_by(every)
        .map(|k| with_partners(&places, *k, window, minimum))
        .collect();
    parts.iter().sum::<f64>() * every as f64
}

/// The bars of the window that an event has; empty where it has all.
fn valid_bars(section: &CrossSection, row: usize, window: Window) -> Vec<bool> {
    let from = (window.first() - section.event_window().first()) as usize;
    let (abnormal, covered) = (section.abnormal(row), section.bars_covered(row));
    let mut valid = vec![false; window.len()];
    for bar in (0..abnormal.len()).filter(|bar| abnormal[*bar].is_finite()) {
        let bars = covered.get(bar).map_or(1, |n| n.max(1.0) as usize);
        for covered in bar + 1 - bars.min(bar + 1)..=bar {
            if let Some(valid) = covered.checked_sub(from).and_then(|at| valid.get_mut(at)) {
                *valid = true;
            }
        }
    }
    if valid.iter().all(|v| *v) { Vec::new() } else { valid }
}

/// The places of the events whose windows overlap with that of `k`.
fn near(places: &[Place<'_>], k: usize, window: Window) -> Range<usize> {
    let (own, length) = (places[k].day_zero, window.len() as i64);
    places.partition_point(|p| p.day_zero + length <= own)
        ..places.partition_point(|p| p.day_zero < own + length)
}

/// The pairs of an incomplete event with complete ones and with the incomplete ones after it.
fn with_partners(places: &[Place<'_>], k: usize, window: Window, minimum: usize) -> f64 {
    let (own, length) = (&places[k], window.len() as i64);
    let mut common: Vec<Common> = Vec::new();
    let mut sum = 0.0;
    for j in near(places, k, window) {
        let other = &places[j];
        if j == k || (j < k && !other.valid.is_empty()) {
            continue;
        }
        let bars = intersect(&own.runs, &other.runs, &mut common);
        if bars < minimum {
            continue;
        }
        let r = pair::correlation_of_residuals(own.residuals, other.residuals, &common, bars);
        let Some(r) = r else { continue };
        // Bar `t` of the one is bar `t - apart` of the other.
        let apart = other.day_zero - own.day_zero;
        let both = (apart.max(0)..length + apart.min(0))
            .filter(|bar| own.has(*bar) && other.has(*bar - apart))
            .count();
        let weight = both as f64 / ((own.bars * other.bars) as f64).sqrt();
        sum += r * (weight - (length - apart.abs()) as f64 / length as f64);
    }
    sum
}
