//! Location and scale that outliers do not move.

/// Makes the median absolute deviation a standard deviation under normality.
const MAD_TO_SD: f64 = 1.4826;

/// The median; NaN without a value.
pub fn median(mut values: Vec<f64>) -> f64 {
    let n = values.len();
    if n == 0 {
        return f64::NAN;
    }
    let (below, upper, _) = values.select_nth_unstable_by(n / 2, f64::total_cmp);
    let upper = *upper;
    let lower = match n % 2 {
        0 => below.iter().copied().max_by(f64::total_cmp).unwrap_or(upper),
        _ => upper,
    };
    0.5 * (lower + upper)
}

/// 1.4826 times the median absolute deviation from the median, a robust standard deviation.
pub fn mad(values: &[f64]) -> f64 {
    let center = median(values.to_vec());
    MAD_TO_SD * median(values.iter().map(|v| (v - center).abs()).collect())
}
