//! Romano and Wolf's step-down adjustment by joint signs.

use super::clusters::clusters;
use super::flips::Flips;
use super::moments::standard_deviation;
use super::sign_flip::TIE;
use super::{Reference, TestContext, WindowSample};
use crate::returns::Window;

/// The figure of an event that a hypothesis is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FlippedFigure {
    /// CAR: the cross-sectional t.
    Car,
    /// SCAR: the t of Boehmer, Musumeci and Poulsen.
    StandardisedCar,
}

/// What keeps its signs together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FlippedUnits {
    /// Each event: all its bars and windows flip together.
    #[default]
    Events,
    /// Each cluster of events.
    Clusters,
}

/// A hypothesis of the family with its adjusted p-value.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct StepDown {
    /// The window.
    pub window: Window,
    /// The figure whose mean is zero under the hypothesis.
    pub figure: FlippedFigure,
    /// t of the mean.
    pub statistic: f64,
    /// p of this hypothesis alone.
    pub p_single: f64,
    /// p adjusted for the family.
    pub p_adjusted: f64,
    /// The sign vectors behind both.
    pub reference: Reference,
}

/// Adjusts the tests of some windows for being a family.
///
/// # Formula
/// Signs of an event (or cluster) are the same in all windows, which keeps the dependence between
/// them. With `|t|` in descending order, `p_j = max(p_(j-1), P(max over k >= j of |t*_k| >= |t_j|))`.
///
/// # Errors
/// Why a hypothesis of the family has no statistic, in words: a family that shrinks after looking
/// is not the one declared.
///
/// # References
/// Romano and Wolf 2005.
pub fn romano_wolf(
    context: &TestContext<'_>,
    windows: &[Window],
    figures: &[FlippedFigure],
    units: FlippedUnits,
) -> Result<Vec<StepDown>, String> {
    let mut family: Vec<(Window, FlippedFigure, Hypothesis)> = Vec::new();
    for &window in windows {
        let sample = context.sample(window).ok_or_else(|| {
            format!("the cross-section has no window [{}, {}]", window.first(), window.last())
        })?;
        for &figure in figures {
            let hypothesis = Hypothesis::of(&sample, figure, units).map_err(|reason| {
                format!("window [{}, {}]: {reason}", window.first(), window.last())
            })?;
            family.push((window, figure, hypothesis));
        }
    }
    if family.is_empty() {
        return Ok(Vec::new());
    }
    let columns = aligned(context, family.iter().map(|(_, _, h)| h));
    let flips = Flips::of(columns[0].len(), context.options);
    let hypotheses: Vec<&Hypothesis> = family.iter().map(|(_, _, h)| h).collect();
    let mut order: Vec<usize> = (0..family.len()).collect();
    let size = |i: usize| hypotheses[i].t_squared(hypotheses[i].sum);
    order.sort_by(|&a, &b| size(b).total_cmp(&size(a)));
    let limits: Vec<f64> = hypotheses.iter().map(|h| h.limit()).collect();
    let m = family.len();
    let hits = flips.count(&columns, 2 * m, |sums, hits| {
        let mut largest = 0.0_f64;
        for (step, &i) in order.iter().enumerate().rev() {
            let t = hypotheses[i].t_squared(sums[i]);
            largest = largest.max(t);
            hits[i] += u64::from(t >= limits[i]);
            hits[m + step] += u64::from(largest >= limits[i]);
        }
    });
    let mut adjusted = vec![1.0; m];
    let mut running = 0.0_f64;
    for (step, &i) in order.iter().enumerate() {
        running = running.max(flips.p_value(hits[m + step]));
        adjusted[i] = running;
    }
    Ok(family
        .iter()
        .enumerate()
        .map(|(i, (window, figure, hypothesis))| StepDown {
            window: *window,
            figure: *figure,
            statistic: hypothesis.t_squared(hypothesis.sum).sqrt().copysign(hypothesis.sum),
            p_single: flips.p_value(hits[i]),
            p_adjusted: adjusted[i],
            reference: flips.reference(),
        })
        .collect())
}

/// A mean that is zero under the null, with what its t needs under any signs.
struct Hypothesis {
    /// Sum over the events of a unit, by unit key.
    of_unit: Vec<(usize, f64)>,
    n: f64,
    sum: f64,
    squares: f64,
}

impl Hypothesis {
    fn of(
        sample: &WindowSample<'_>,
        figure: FlippedFigure,
        units: FlippedUnits,
    ) -> Result<Self, String> {
        let values = match figure {
            FlippedFigure::Car => &sample.car,
            FlippedFigure::StandardisedCar => &sample.scar,
        };
        if !values.iter().all(|v| v.is_finite()) {
            return Err("an event has no standardised abnormal return".into());
        }
        if standard_deviation(values).is_none() {
            return Err("it needs at least two events with different values".into());
        }
        let of_unit = match units {
            FlippedUnits::Events => {
                sample.events.iter().copied().zip(values.iter().copied()).collect()
            }
            FlippedUnits::Clusters => {
                let (of_event, clusters) = clusters(sample);
                if clusters < 2 {
                    return Err("it needs at least two clusters of events".into());
                }
                let members = sample.section.members();
                let mut sums = vec![(0, 0.0); clusters];
                for ((i, value), cluster) in sample.events.iter().zip(values).zip(of_event) {
                    sums[cluster].0 = members[*i].cluster;
                    sums[cluster].1 += value;
                }
                sums
            }
        };
        Ok(Self {
            of_unit,
            n: values.len() as f64,
            sum: values.iter().sum(),
            squares: values.iter().map(|v| v * v).sum(),
        })
    }

    /// The share of the sum of squares that the mean explains: `t^2 = (n - 1) r/(1 - r)`.
    fn explained(&self, sum: f64) -> f64 {
        sum * sum / (self.n * self.squares)
    }

    fn t_squared_of(&self, explained: f64) -> f64 {
        if explained < 1.0 {
            (self.n - 1.0) * explained.max(0.0) / (1.0 - explained)
        } else {
            f64::INFINITY
        }
    }

    fn t_squared(&self, sum: f64) -> f64 {
        self.t_squared_of(self.explained(sum))
    }

    /// The smallest `t^2` that ties with the one observed.
    fn limit(&self) -> f64 {
        self.t_squared_of(self.explained(self.sum) - TIE)
    }
}

/// One column for each hypothesis, one row for each unit that any of them has; zero, which no sign
/// changes, where a hypothesis lacks the unit.
fn aligned<'h>(
    context: &TestContext<'_>,
    hypotheses: impl Iterator<Item = &'h Hypothesis> + Clone,
) -> Vec<Vec<f64>> {
    let mut keys: Vec<usize> =
        hypotheses.clone().flat_map(|h| h.of_unit.iter().map(|(key, _)| *key)).collect();
    keys.sort_unstable();
    keys.dedup();
    debug_assert!(keys.len() <= context.section.len(), "a unit has at least one event");
    hypotheses
        .map(|h| {
            let mut column = vec![0.0; keys.len()];
            for (key, value) in &h.of_unit {
                if let Ok(row) = keys.binary_search(key) {
                    column[row] = *value;
                }
            }
            column
        })
        .collect()
}
