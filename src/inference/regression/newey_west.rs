//! Standard errors for residuals that are correlated over days.

use serde::Serialize;

use super::error::RegressionError;
use super::least_squares::fitted;
use crate::inference::distribution::student_two_sided;

/// Coefficients with standard errors that allow for autocorrelation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NeweyWest {
    /// The coefficients, in column order.
    pub coefficients: Vec<f64>,
    /// Newey-West standard errors; `None` where rounding leaves none.
    pub standard_errors: Vec<Option<f64>>,
    /// Two-sided p-values, Student t(T - k).
    pub p_values: Vec<Option<f64>>,
    /// The number of lags: `floor(4 (T/100)^(2/9))`.
    pub lags: usize,
}

/// Ordinary least squares over days, with standard errors for residuals that are correlated over
/// up to `floor(4 (T/100)^(2/9))` days.
///
/// `days` are the calendar indices of the rows, ascending. Days in between that have no row count
/// as days without a residual, so that a lag is a distance in time and not in rows.
///
/// # Formula
/// `(X'X)^-1 [G_0 + sum_l (1 - l/(L+1)) (G_l + G_l')] (X'X)^-1`,
/// `G_l = sum x_d u_d u_{d-l} x_{d-l}'`.
///
/// # Errors
/// [`RegressionError`] as for the cross-sectional regression.
///
/// # References
/// Newey and West 1987, 1994; Datta and Du 2012 for days without a residual.
pub fn newey_west(
    y: &[f64],
    columns: &[&[f64]],
    days: &[usize],
) -> Result<NeweyWest, RegressionError> {
    let fit = fitted(columns, y)?;
    let (rows, k) = (y.len(), columns.len());
    let lags = (4.0 * (rows as f64 / 100.0).powf(2.0 / 9.0)).floor() as usize;
    // (X'X)^-1 x_d u_d: the sandwich is the long-run covariance of these.
    let scores: Vec<Vec<f64>> = (0..rows)
        .map(|d| {
            let row: Vec<f64> = columns.iter().map(|c| c[d]).collect();
            let projected = fit.unscaled_covariance_times(&row);
            projected.into_iter().map(|z| z * fit.residuals()[d]).collect()
        })
        .collect();
    let mut variances = vec![0.0; k];
    for d in 0..rows {
        for earlier in (0..=d).rev() {
            let lag = days[d] - days[earlier];
            if lag > lags {
                break;
            }
            let weight = (1.0 - lag as f64 / (lags + 1) as f64) * if lag == 0 { 1.0 } else { 2.0 };
            for j in 0..k {
                variances[j] += weight * scores[d][j] * scores[earlier][j];
            }
        }
    }
    let classical = fit.standard_errors();
    let standard_errors: Vec<Option<f64>> = variances
        .iter()
        .zip(&classical)
        .map(|(v, c)| Some(v.sqrt()).filter(|se| se.is_finite() && *se > 1e-7 * c))
        .collect();
    let df = fit.degrees_of_freedom() as f64;
    let p_values = fit
        .coefficients()
        .iter()
        .zip(&standard_errors)
        .map(|(b, se)| se.map(|se| student_two_sided(b / se, df)))
        .collect();
    Ok(NeweyWest { coefficients: fit.coefficients().to_vec(), standard_errors, p_values, lags })
}
