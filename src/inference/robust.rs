//! Location and scale that outliers do not move.

/// Makes the median absolute deviation a standard deviation under normality.
const MAD_TO_SD: f64 = 1.4826;

/// The median; NaN without a value.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        n => 0.5 * (values[(n - 1) / 2] + values[n / 2]),
    }
}

/// 1.4826 times the median absolute deviation from the median, a robust standard deviation.
pub fn mad(values: &[f64]) -> f64 {
    let center = median(values.to_vec());
    MAD_TO_SD * median(values.iter().map(|v| (v - center).abs()).collect())
}
