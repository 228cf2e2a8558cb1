//! The sum of the correlations of all pairs, group by group.

use rayon::prelude::*;

use super::Lag;
use super::grouped::{Common, Group, Grouped, intersect};
use super::pair::{add_normalised, correlation};
use crate::abnormal::CrossSection;

/// Groups handled in one go; their sums are added in order, so that results do not depend on the
/// number of threads.
const CHUNK: usize = 16;

/// Space that is used again for each pair of groups.
#[derive(Default)]
struct Scratch {
    common: Vec<Common>,
    left: Vec<f64>,
    right: Vec<f64>,
}

/// The pairs of each lag below `lags`.
///
/// Events of a group have the same bars in common with those of another, so that with residuals
/// `z` of mean zero and length one over these bars the sum over all their pairs is
/// `(sum z_i)'(sum z_j)`, and `(|sum z|^2 - n)/2` within a group.
pub(super) fn sums(
    grouped: &Grouped,
    section: &CrossSection,
    lags: usize,
    minimum: usize,
) -> Vec<Lag> {
    let groups = &grouped.groups;
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
                    let (sum, estimated) = between(grouped, section, (g, h), minimum, &mut scratch);
                    let pairs = pairs(groups[g].events.len(), groups[h].events.len(), g == h);
                    part[lag].pairs += pairs;
                    part[lag].sum += sum;
                    part[lag].unestimated += (pairs - estimated) as f64;
                }
            }
            part
        })
        .collect();
    let mut whole = vec![Lag::default(); lags];
    for part in parts {
        for (lag, more) in whole.iter_mut().zip(part) {
            lag.pairs += more.pairs;
            lag.sum += more.sum;
            lag.unestimated += more.unestimated;
        }
    }
    whole
}

fn pairs(left: usize, right: usize, within: bool) -> u64 {
    let (left, right) = (left as u64, right as u64);
    if within { left * left.saturating_sub(1) / 2 } else { left * right }
}

/// The sum of the correlations between two groups (or within one), and how many there are.
fn between(
    grouped: &Grouped,
    section: &CrossSection,
    (g, h): (usize, usize),
    minimum: usize,
    scratch: &mut Scratch,
) -> (f64, u64) {
    let (a, b) = (&grouped.groups[g], &grouped.groups[h]);
    if g == h && a.events.len() < 2 {
        return (0.0, 0);
    }
    let Scratch { common, left, right } = scratch;
    let bars = intersect(&a.runs, &b.runs, common);
    if bars < minimum {
        return (0.0, 0);
    }
    let event =
        |place: usize| (section.residuals(grouped.order[place] as usize), grouped.centers[place]);
    if g != h && a.events.len() == 1 && b.events.len() == 1 {
        let r = correlation(event(a.events.start), event(b.events.start), common, bars);
        return (r.unwrap_or(0.0), u64::from(r.is_some()));
    }
    let add = |group: &Group, runs: &dyn Fn(&Common) -> usize, sums: &mut Vec<f64>| {
        sums.clear();
        sums.resize(bars, 0.0);
        let runs = common.iter().map(|run| (runs(run), run.len));
        let varying = group
            .events
            .clone()
            .filter(|place| add_normalised(event(*place), runs.clone(), bars, sums));
        varying.count()
    };
    let m = add(a, &|run| run.left, left);
    if g == h {
        let length: f64 = left.iter().map(|s| s * s).sum();
        return (0.5 * (length - m as f64), pairs(m, m, true));
    }
    let n = add(b, &|run| run.right, right);
    (left.iter().zip(right.iter()).map(|(x, y)| x * y).sum(), pairs(m, n, false))
}
