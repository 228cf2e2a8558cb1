//! Cluster-robust tests of the mean.

use std::hash::Hash;

use foldhash::HashMap;

use super::moments::mean;
use super::test_id::TestId;
use super::{Outcome, TestResult, WindowSample};

pub(super) const DATE: TestId = TestId::ClusterDate;
pub(super) const FIRM_AND_DATE: TestId = TestId::ClusterFirmAndDate;

/// Fewer clusters than this make the variance itself uncertain.
const ENOUGH_CLUSTERS: usize = 30;

/// Tests the mean CAR with errors that are correlated within clusters: the date of day 0, unless
/// the user names others.
///
/// # Formula
/// `V = G/(G - 1) sum_g (sum_{i in g} (x_i - xbar))^2 / N^2`, `t = xbar/sqrt(V) ~ t(G - 1)`.
///
/// # References
/// Cameron, Gelbach and Miller 2011.
pub fn cluster_date(sample: &WindowSample<'_>) -> Outcome {
    let members = sample.section.members();
    let clusters = sample.events.iter().map(|i| members[*i].cluster);
    let Some((variance, count)) = variance(&sample.car, clusters) else {
        return Outcome::not_applicable(DATE, "it needs at least two clusters of events");
    };
    if !is_positive(variance, &sample.car) {
        return Outcome::not_applicable(DATE, "the clusters do not differ");
    }
    let result = result(DATE, sample, variance, count).detail("clusters", count as f64);
    Outcome::Applies(match few(count) {
        Some(caution) => result.caution(caution),
        None => result,
    })
}

/// Tests the mean CAR with errors that are correlated within firms and within dates of day 0.
///
/// # Formula
/// `V = V_firm + V_date - V_both`, each as for one kind of cluster with its own `G/(G - 1)`;
/// `t(min(G) - 1)`. Where the sum is not positive, the larger of `V_firm` and `V_date`.
///
/// # References
/// Cameron, Gelbach and Miller 2011.
pub fn cluster_firm_and_date(sample: &WindowSample<'_>) -> Outcome {
    let members = sample.section.members();
    let events = || sample.events.iter().map(|i| &members[*i]);
    let firms = variance(&sample.car, events().map(|m| m.firm));
    let dates = variance(&sample.car, events().map(|m| m.day_zero));
    let both = variance(&sample.car, events().map(|m| (m.firm, m.day_zero)));
    let (Some((by_firm, firms)), Some((by_date, dates)), Some((by_both, _))) = (firms, dates, both)
    else {
        return Outcome::not_applicable(
            FIRM_AND_DATE,
            "it needs at least two firms and two dates of day 0",
        );
    };
    let sum = by_firm + by_date - by_both;
    let summed = is_positive(sum, &sample.car);
    let variance = if summed { sum } else { by_firm.max(by_date) };
    if !is_positive(variance, &sample.car) {
        return Outcome::not_applicable(FIRM_AND_DATE, "the clusters do not differ");
    }
    let smaller = firms.min(dates);
    let larger_one = (!summed).then(|| {
        "the two-way variance is not positive; the larger of the one-way variances is used"
            .to_owned()
    });
    let cautions: Vec<String> = larger_one.into_iter().chain(few(smaller)).collect();
    let result = result(FIRM_AND_DATE, sample, variance, smaller)
        .detail("firms", firms as f64)
        .detail("dates", dates as f64);
    Outcome::Applies(if cautions.is_empty() { result } else { result.caution(cautions.join("; ")) })
}

fn result(id: TestId, sample: &WindowSample<'_>, variance: f64, count: usize) -> TestResult {
    let statistic = mean(&sample.car) / variance.sqrt();
    TestResult::student(id, statistic, (count - 1) as f64, sample.len())
        .detail("standard_error", variance.sqrt())
}

fn few(clusters: usize) -> Option<String> {
    (clusters < ENOUGH_CLUSTERS).then(|| {
        format!(
            "with {clusters} clusters (fewer than {ENOUGH_CLUSTERS}) the p-value is too small on \
             average; a wild cluster bootstrap is better"
        )
    })
}

/// Whether a variance is more than rounding.
pub fn is_positive(variance: f64, values: &[f64]) -> bool {
    let scale = values.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
    variance > (4.0 * f64::EPSILON * scale).powi(2)
}

/// The variance of the mean and the number of clusters; `None` for fewer than two clusters.
pub fn variance<K: Hash + Eq>(
    values: &[f64],
    clusters: impl Iterator<Item = K>,
) -> Option<(f64, usize)> {
    let center = mean(values);
    // Sums in order of first appearance, so that they are added in the same order each time.
    let mut places: HashMap<K, usize> = HashMap::default();
    let mut sums: Vec<f64> = Vec::new();
    for (value, cluster) in values.iter().zip(clusters) {
        let place = *places.entry(cluster).or_insert(sums.len());
        if place == sums.len() {
            sums.push(0.0);
        }
        sums[place] += value - center;
    }
    let g = sums.len();
    let squares: f64 = sums.iter().map(|s| s * s).sum();
    let n = values.len() as f64;
    (g > 1).then(|| (g as f64 / (g - 1) as f64 * squares / (n * n), g))
}
