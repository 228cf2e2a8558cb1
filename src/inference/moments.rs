//! Mean and spread of a cross-section.

/// The mean; NaN without a value.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The sample standard deviation with divisor n - 1; `None` for fewer than two values or where the
/// values do not differ by more than rounding.
pub fn standard_deviation(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let center = mean(values);
    let sum: f64 = values.iter().map(|v| (v - center) * (v - center)).sum();
    let variance = sum / (values.len() - 1) as f64;
    let scale = values.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
    let rounding = 4.0 * f64::EPSILON * scale;
    (variance.sqrt() > rounding && variance.is_finite()).then(|| variance.sqrt())
}

/// The skewness `m3/m2^(3/2)` with divisor n in both moments; `None` where the values do not vary.
pub(super) fn skewness(values: &[f64]) -> Option<f64> {
    standard_deviation(values)?;
    let (n, center) = (values.len() as f64, mean(values));
    let (squares, cubes) = values.iter().fold((0.0, 0.0), |(two, three), v| {
        let away = v - center;
        (two + away * away, three + away * away * away)
    });
    Some(cubes / n / (squares / n).powf(1.5))
}
