//! Regression of abnormal returns whose own estimation error is known.

use serde::Serialize;

use super::covariance::{CoefficientErrors, ErrorKind, Rows, all_kinds};
use super::error::RegressionError;
use super::least_squares::{RegressionInput, fitted};
use crate::inference::distribution::student_two_sided;

/// How events are weighted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Weighting {
    /// `1/v_i`: the characteristics explain everything but the estimation error.
    Known,
    /// `1/(v_i + tau^2)`: beside the estimation error, events differ with variance `tau^2`.
    Feasible,
}

/// A weighted regression.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WeightedRegression {
    /// The weights.
    pub weighting: Weighting,
    /// The variance of events beyond their estimation error; zero for [`Weighting::Known`].
    pub tau_squared: f64,
    /// Whether the estimate of `tau^2` was negative and set to zero, so that weights are `1/v_i`.
    pub truncated: bool,
    /// The coefficients, in column order.
    pub coefficients: Vec<f64>,
    /// Standard errors that take the weights for inverse variances, `diag((X'WX)^-1)^1/2`.
    pub standard_errors: Vec<f64>,
    /// Two-sided p-values of the coefficients, Student t(n - k).
    pub p_values: Vec<f64>,
    /// HC3 of the weighted observations, which does not trust the weights; where it exists.
    pub robust: Option<CoefficientErrors>,
}

/// Regresses abnormal returns with known variances `v_i` of their estimation error.
///
/// # Formula
/// Weights `1/(v_i + tau^2)`, with `tau^2 = max(0, [e'e - sum v_i (1 - h_i)]/(n - k))` from the
/// residuals e and leverages h of ordinary least squares: the expectation of `e'e` is
/// `tau^2 (n - k) + sum v_i (1 - h_i)`.
///
/// # Errors
/// As [`cross_sectional_regression`](super::cross_sectional_regression);
/// [`RegressionError::NoVariance`] where a variance is not positive.
///
/// # References
/// Hanushek 1974; Lewis and Linzer 2005.
pub fn weighted_regression(
    input: &RegressionInput<'_>,
    variances: &[f64],
    weighting: Weighting,
) -> Result<WeightedRegression, RegressionError> {
    let n = input.y.len();
    let with = variances.iter().filter(|v| **v > 0.0 && v.is_finite()).count();
    if with < n {
        return Err(RegressionError::NoVariance { without: n - with, events: n });
    }
    let estimate = match weighting {
        Weighting::Known => 0.0,
        Weighting::Feasible => tau_squared(input, variances)?,
    };
    let tau_squared = estimate.max(0.0);
    let root: Vec<f64> = variances.iter().map(|v| 1.0 / (v + tau_squared).sqrt()).collect();
    let scaled = |c: &[f64]| c.iter().zip(&root).map(|(x, r)| x * r).collect::<Vec<f64>>();
    let y = scaled(input.y);
    let columns: Vec<Vec<f64>> = input.columns.iter().map(|c| scaled(c)).collect();
    let borrowed: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let fit = fitted(&borrowed, &y)?;
    let s2 = fit.residual_variance();
    // The fit estimates the scale of the weights; here it is known to be one.
    let standard_errors: Vec<f64> =
        fit.standard_errors().into_iter().map(|se| se / s2.sqrt()).collect();
    let df = fit.degrees_of_freedom() as f64;
    let p_values = fit
        .coefficients()
        .iter()
        .zip(&standard_errors)
        .map(|(b, se)| student_two_sided(b / se, df))
        .collect();
    let rows = Rows::of(&fit, &borrowed);
    Ok(WeightedRegression {
        weighting,
        tau_squared,
        truncated: estimate < 0.0,
        coefficients: fit.coefficients().to_vec(),
        standard_errors,
        p_values,
        robust: all_kinds(&fit, &rows, None).into_iter().find(|e| e.kind == ErrorKind::Hc3),
    })
}

/// The variance of effects between events, by the method of moments (DerSimonian and Laird 1986).
pub fn tau_squared(input: &RegressionInput<'_>, variances: &[f64]) -> Result<f64, RegressionError> {
    let fit = fitted(input.columns, input.y)?;
    let rows = Rows::of(&fit, input.columns);
    let own: f64 = variances.iter().zip(&rows.leverage).map(|(v, h)| v * (1.0 - h)).sum();
    let spread: f64 = fit.residuals().iter().map(|e| e * e).sum();
    Ok((spread - own) / fit.degrees_of_freedom() as f64)
}
