//! Quantiles of many values without sorting them.

/// The quantiles of finite values at ascending shares between 0 and 1, which reorders the values;
/// empty without a value.
///
/// # Formula
/// Linear between order statistics: at share `q` the one of rank `q (n - 1)`, counted from 0.
///
/// # References
/// Hyndman and Fan 1996, definition 7.
pub(super) fn quantiles(values: &mut [f64], shares: &[f64]) -> Vec<f64> {
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

#[cfg(test)]
mod tests {
    use super::quantiles;

    #[test]
    fn they_are_those_of_the_sorted_values() {
        let mut values = vec![7.0, 1.0, 3.0, 5.0];
        // Ranks 0, 0.75, 1.5, 2.25, 3 of 1, 3, 5, 7.
        let found = quantiles(&mut values, &[0.0, 0.25, 0.5, 0.75, 1.0]);
        assert_eq!(found, [1.0, 2.5, 4.0, 5.5, 7.0]);
        assert_eq!(quantiles(&mut [2.0], &[0.05, 0.95]), [2.0, 2.0]);
        assert!(quantiles(&mut [], &[0.5]).is_empty());
    }
}
