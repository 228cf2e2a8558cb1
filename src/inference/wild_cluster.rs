//! The wild cluster test: signs of whole clusters.

use rayon::prelude::*;

use super::clusters::clusters;
use super::flips::Flips;
use super::sign_flip::TIE;
use super::test_id::TestId;
use super::{Outcome, Reference, TestResult, WindowSample};

pub(super) const ID: TestId = TestId::WildCluster;

/// Up to this many clusters signs alone give too few p-values (fewer than 100 distinct ones).
const FEW: usize = 7;

/// Webb's weights: as many values as a die, of mean zero and variance one.
const WEBB: [f64; 6] = [
    -1.224_744_871_391_589, // sqrt(3/2)
    -1.0,
    -std::f64::consts::FRAC_1_SQRT_2,
    std::f64::consts::FRAC_1_SQRT_2,
    1.0,
    1.224_744_871_391_589,
];

/// Tests the mean CAR with errors shared within clusters, by weights on whole clusters.
///
/// # Formula
/// With cluster sums `X_g` over `n_g` events, `m = sum X_g/N`,
/// `t = m / sqrt(G/(G-1) sum (X_g - n_g m)^2 / N^2)`; p is the share of weights w with
/// `|t(w X)| >= |t|`, the null imposed. Weights are signs, all `2^G` of them up to 20 clusters and
/// B draws beyond; up to 7 clusters all `6^G` of Webb's six-point weights.
///
/// # References
/// Cameron, Gelbach and Miller 2008; Webb 2023.
pub fn wild_cluster(sample: &WindowSample<'_>) -> Outcome {
    let (of_event, g) = clusters(sample);
    if g < 2 {
        return Outcome::not_applicable(ID, "it needs at least two clusters of events");
    }
    let (mut sums, mut sizes) = (vec![0.0; g], vec![0.0; g]);
    for (car, cluster) in sample.car.iter().zip(&of_event) {
        sums[*cluster] += car;
        sizes[*cluster] += 1.0;
    }
    let n = sample.len() as f64;
    let factor = g as f64 / (g - 1) as f64;
    let total: f64 = sums.iter().sum();
    let spread: f64 =
        factor * sums.iter().zip(&sizes).map(|(x, k)| (x - k * total / n).powi(2)).sum::<f64>();
    let scale: f64 = sums.iter().map(|x| x * x).sum();
    if !(spread > TIE * scale && spread.is_finite()) {
        return Outcome::not_applicable(ID, "the clusters do not differ from each other");
    }
    let statistic = total / spread.sqrt();
    // |t| grows with its share t^2/(1 + t^2), which rounding cannot blow up.
    let share = |total: f64, spread: f64| {
        if total == 0.0 { 0.0 } else { total * total / (total * total + spread.max(0.0)) }
    };
    let as_extreme = share(total, spread) - TIE;
    let (reference, p, smallest) = if g <= FEW {
        let all = 6_u64.pow(g as u32);
        let hits = (0..all)
            .into_par_iter()
            .filter(|number| {
                let weighted: Vec<f64> =
                    sums.iter().zip(digits(*number)).map(|(x, k)| WEBB[k] * x).collect();
                let total: f64 = weighted.iter().sum();
                let away = weighted.iter().zip(&sizes).map(|(x, k)| (x - k * total / n).powi(2));
                share(total, factor * away.sum::<f64>()) >= as_extreme
            })
            .count();
        // t has no scale, so the six weightings that are the same in all clusters tie with the data.
        (Reference::Enumerated { configurations: all }, hits as f64 / all as f64, 6.0 / all as f64)
    } else {
        let flips = Flips::of(g, sample.options);
        let squares: f64 = sizes.iter().map(|k| k * k).sum();
        let weighted = sums.iter().zip(&sizes).map(|(x, k)| x * k).collect();
        let hits = flips.count(&[sums, weighted], 1, |row, hits| {
            let m = row[0] / n;
            let spread = factor * (scale - 2.0 * m * row[1] + m * m * squares);
            hits[0] += u64::from(share(row[0], spread) >= as_extreme);
        });
        (flips.reference(), flips.p_value(hits[0]), flips.smallest())
    };
    Outcome::Applies(
        TestResult::new(ID, statistic, reference, p, sample.len())
            .null("mean abnormal returns of the clusters are symmetric about zero")
            .detail("clusters", g as f64)
            .detail("smallest_p", smallest),
    )
}

fn digits(number: u64) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(number), |n| Some(n / 6)).map(|n| (n % 6) as usize)
}
