//! Adjustment of the p-values of a family of tests.
//!
//! All take and give p-values in the order of the family, which has to be declared before looking.

/// Bonferroni's adjustment: `min(1, m p)`.
///
/// # References
/// Dunn 1961.
pub fn bonferroni(p_values: &[f64]) -> Vec<f64> {
    p_values.iter().map(|p| (p_values.len() as f64 * p).min(1.0)).collect()
}

/// Holm's step-down adjustment: no false rejection in the family.
///
/// # Formula
/// `p_(j) -> max over k <= j of min(1, (m - k + 1) p_(k))`.
///
/// # References
/// Holm 1979.
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let m = p_values.len();
    let mut adjusted = vec![0.0; m];
    let mut running = 0.0_f64;
    for (k, i) in ascending(p_values).into_iter().enumerate() {
        running = running.max(((m - k) as f64 * p_values[i]).min(1.0));
        adjusted[i] = running;
    }
    adjusted
}

/// Benjamini and Hochberg's step-up adjustment: the share of false rejections, for independent or
/// positively dependent tests.
///
/// # Formula
/// `p_(j) -> min over k >= j of min(1, m p_(k) / k)`.
///
/// # References
/// Benjamini and Hochberg 1995.
pub fn benjamini_hochberg(p_values: &[f64]) -> Vec<f64> {
    step_up(p_values, 1.0)
}

/// Benjamini and Yekutieli's adjustment: the share of false rejections under any dependence.
///
/// # Formula
/// As [`benjamini_hochberg`], times `sum over k of 1/k`.
///
/// # References
/// Benjamini and Yekutieli 2001.
pub fn benjamini_yekutieli(p_values: &[f64]) -> Vec<f64> {
    step_up(p_values, (1..=p_values.len()).map(|k| 1.0 / k as f64).sum())
}

fn step_up(p_values: &[f64], factor: f64) -> Vec<f64> {
    let m = p_values.len() as f64;
    let mut adjusted = vec![1.0; p_values.len()];
    let mut running = 1.0_f64;
    for (k, i) in ascending(p_values).into_iter().enumerate().rev() {
        running = running.min(factor * m * p_values[i] / (k + 1) as f64);
        adjusted[i] = running;
    }
    adjusted
}

fn ascending(p_values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    order
}
