//! The sum of the correlations of all pairs, group by group.

use rayon::prelude::*;

use super::common_bars::{Common, Run, intersect, runs};
use super::grouped::Grouped;
use super::lag::Lag;
use super::pair::{center, correlation, spread};
use crate::abnormal::CrossSection;

/// Groups handled in one go; their sums are added in order, so that results do not depend on the
/// number of threads.
const CHUNK: usize = 16;

/// Events whose residuals are added at once.
const TOGETHER: usize = 4;

/// The pairs of each lag below `lags`.
///
/// Events of a group have the same bars in common with those of another, so that with residuals
/// `z` of mean zero and length one over these bars the sum over all their pairs is
/// `(sum z_i)'(sum z_j)`, and `(|sum z|^2 - n)/2` within a group.
pub fn sums(grouped: &Grouped, section: &CrossSection, lags: usize, minimum: usize) -> Vec<Lag> {
    let groups = &grouped.groups;
    let row = |place: usize| grouped.order[place] as usize;
    let events = Events {
        grouped,
        section,
        runs: groups
            .par_iter()
            .map(|g| runs(g.day_zero, section.residual_times(row(g.events.start))))
            .collect(),
        centers: (0..grouped.order.len())
            .into_par_iter()
            .map(|place| center(section.residuals(row(place))))
            .collect(),
    };
    let starts: Vec<usize> = (0..groups.len()).step_by(CHUNK).collect();
    let parts: Vec<Vec<Lag>> = starts
        .into_par_iter()
        .map(|start| {
            let mut part = vec![Lag::default(); lags];
            let mut scratch = Scratch::default();
            for g in start..groups.len().min(start + CHUNK) {
                for h in g..groups.len() {
                    let lag = groups[h].day_zero - groups[g].day_zero;
                    if lag >= lags {
                        break;
                    }
                    let (sum, estimated) = events.between(g, h, minimum, &mut scratch);
                    let pairs = pairs(groups[g].events.len(), groups[h].events.len(), g == h);
                    part[lag].add(Lag::counted(pairs, sum, (pairs - estimated) as f64));
                }
            }
            part
        })
        .collect();
    let mut whole = vec![Lag::default(); lags];
    for part in parts {
        whole.iter_mut().zip(part).for_each(|(lag, more)| lag.add(more));
    }
    whole
}

fn pairs(left: usize, right: usize, within: bool) -> u64 {
    let (left, right) = (left as u64, right as u64);
    if within { left * left.saturating_sub(1) / 2 } else { left * right }
}

struct Events<'a> {
    grouped: &'a Grouped,
    section: &'a CrossSection,
    /// The bars of each group.
    runs: Vec<Box<[Run]>>,
    /// Mean and squared deviations of each event's residuals.
    centers: Vec<(f64, f64)>,
}

/// Space that is used again for each pair of groups.
#[derive(Default)]
struct Scratch {
    common: Vec<Common>,
    left: Vec<f64>,
    right: Vec<f64>,
}

impl Events<'_> {
    fn residuals(&self, place: usize) -> &[f64] {
        self.section.residuals(self.grouped.order[place] as usize)
    }

    /// The sum of the correlations between two groups (or within one), and how many there are.
    fn between(&self, g: usize, h: usize, minimum: usize, scratch: &mut Scratch) -> (f64, u64) {
        let (a, b) = (&self.grouped.groups[g].events, &self.grouped.groups[h].events);
        if g == h && a.len() < 2 {
            return (0.0, 0);
        }
        let Scratch { common, left, right } = scratch;
        let bars = intersect(&self.runs[g], &self.runs[h], common);
        if bars < minimum {
            return (0.0, 0);
        }
        if g != h && a.len() == 1 && b.len() == 1 {
            let event = |place: usize| (self.residuals(place), self.centers[place].0);
            let r = correlation(event(a.start), event(b.start), common, bars);
            return (r.unwrap_or(0.0), u64::from(r.is_some()));
        }
        let runs: Vec<(usize, usize)> = common.iter().map(|run| (run.left, run.len)).collect();
        let m = self.normalised(g, &runs, bars, left);
        if g == h {
            let length: f64 = left.iter().map(|s| s * s).sum();
            return (0.5 * (length - m as f64), pairs(m, m, true));
        }
        let runs: Vec<(usize, usize)> = common.iter().map(|run| (run.right, run.len)).collect();
        let n = self.normalised(h, &runs, bars, right);
        (left.iter().zip(right.iter()).map(|(x, y)| x * y).sum(), pairs(m, n, false))
    }

    /// Sums over a group the residuals on these runs with mean zero and length one, and counts the
    /// events that vary there.
    fn normalised(
        &self,
        group: usize,
        runs: &[(usize, usize)],
        bars: usize,
        sums: &mut Vec<f64>,
    ) -> usize {
        let group = &self.grouped.groups[group];
        let outside = outside(runs, group.bars);
        let varying: Vec<(&[f64], f64, f64)> = group
            .events
            .clone()
            .filter_map(|place| {
                let values = self.residuals(place);
                let (center, squares) = self.centers[place];
                let (mean, norm) = over(values, (center, squares), runs, &outside, bars)?;
                Some((values, center + mean, 1.0 / norm))
            })
            .collect();
        sums.clear();
        sums.resize(bars, 0.0);
        let mut to = 0;
        for &(from, len) in runs {
            let sums = &mut sums[to..to + len];
            let fours = varying.chunks_exact(TOGETHER);
            for (values, _, scale) in fours.remainder() {
                for (sum, value) in sums.iter_mut().zip(&values[from..from + len]) {
                    *sum += value * scale;
                }
            }
            for four in fours {
                let [a, b, c, d] = [0, 1, 2, 3].map(|k| &four[k].0[from..from + len]);
                let [p, q, r, s] = [0, 1, 2, 3].map(|k| four[k].2);
                for i in 0..len {
                    sums[i] += (a[i] * p + b[i] * q) + (c[i] * r + d[i] * s);
                }
            }
            to += len;
        }
        let shift: f64 = varying.iter().map(|(_, mean, scale)| mean * scale).sum();
        sums.iter_mut().for_each(|sum| *sum -= shift);
        varying.len()
    }
}

/// What is left of `bars` bars without these runs.
pub fn outside(runs: &[(usize, usize)], bars: usize) -> Vec<(usize, usize)> {
    let mut rest = Vec::new();
    let mut at = 0;
    for &(from, len) in runs.iter().chain([&(bars, 0)]) {
        if from > at {
            rest.push((at, from - at));
        }
        at = from + len;
    }
    rest
}

/// The mean over the runs, less `center`, and the root of the squared deviations from it.
///
/// The few bars outside are taken from the sums over all bars; where they hold nearly all the
/// variation, the runs are added up themselves.
pub fn over(
    values: &[f64],
    (center, squares): (f64, f64),
    runs: &[(usize, usize)],
    outside: &[(usize, usize)],
    bars: usize,
) -> Option<(f64, f64)> {
    let on = |runs: &[(usize, usize)], origin: f64| {
        let mut sums = (0.0, 0.0);
        for &(from, len) in runs {
            for value in &values[from..from + len] {
                let deviation = value - origin;
                sums.0 += deviation;
                sums.1 += deviation * deviation;
            }
        }
        sums
    };
    let (x, xx) = on(outside, center);
    let difference = spread(-x, squares - xx, bars, center);
    if difference.is_some_and(|(_, norm)| norm * norm > 1e-3 * squares) {
        return difference;
    }
    let mean = on(runs, 0.0).0 / bars as f64;
    let (_, norm) = spread(0.0, on(runs, mean).1, bars, mean)?;
    Some((mean - center, norm))
}
