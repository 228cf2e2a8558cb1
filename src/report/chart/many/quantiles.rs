//! Quantiles of many values without sorting them.

/// The quantiles of finite values at ascending shares between 0 and 1, which reorders the values;
/// empty without a value.
///
/// # Formula
/// Linear between order statistics: at share `q` the one of rank `q (n - 1)`, counted from 0.
///
/// # References
/// Hyndman and Fan 1996, definition 7.
pub fn quantiles(values: &mut [f64], shares: &[f64]) -> Vec<f64> {
    if values.is_empty() {
        return Vec::new();
    }
    let last = (values.len() - 1) as f64;
    let mut done = 0;
    shares
        .iter()
        .map(|share| {
            let rank = share.clamp(0.0, 1.0) * last;
            let at = rank.floor() as usize;
            // What lies below an earlier quantile cannot hold a later one.
            let from = done.min(at);
            let (_, low, above) = values[from..].select_nth_unstable_by(at - from, f64::total_cmp);
            let low = *low;
            let high = above.iter().copied().fold(f64::INFINITY, f64::min);
            done = at;
            if high.is_finite() { low + (rank - rank.floor()) * (high - low) } else { low }
        })
        .collect()
}
