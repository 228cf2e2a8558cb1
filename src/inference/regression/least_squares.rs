//! Ordinary least squares on characteristics of events.

use serde::Serialize;

use super::covariance::{self, CoefficientErrors, ErrorKind, Rows};
use super::error::RegressionError;
use crate::inference::moments::standard_deviation;
use crate::models::LeastSquares;

/// From so many observations on the default standard errors are HC1; below, HC3.
const LARGE_SAMPLE: usize = 250;

/// What is regressed on what.
///
/// # Shape
/// `y`, every column, `clusters` and `variances` have one value for each event.
#[derive(Clone, Copy, Debug)]
pub struct RegressionInput<'a> {
    /// The abnormal returns.
    pub y: &'a [f64],
    /// The regressors; a constant is one of them, the first one, if there is to be one.
    pub columns: &'a [&'a [f64]],
    /// The cluster of each event, whose errors go together; such as its date.
    pub clusters: Option<&'a [usize]>,
}

/// A cross-sectional regression with every kind of standard error side by side.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Regression {
    /// The coefficients, in column order.
    pub coefficients: Vec<f64>,
    /// The number of events n.
    pub observations: usize,
    /// `n - k`.
    pub degrees_of_freedom: usize,
    /// `1 - e'e / sum (y - mean y)^2`; `None` where y does not vary.
    pub r_squared: Option<f64>,
    /// The leverage `h_i` of each event.
    pub leverage: Vec<f64>,
    /// Events with leverage 1, which have no residual of their own: they add nothing to HC2 and HC3,
    /// and coefficients that rest on them have no robust standard error.
    pub full_leverage: usize,
    /// The number of clusters G.
    pub clusters: Option<usize>,
    /// Standard errors of every kind.
    pub errors: Vec<CoefficientErrors>,
    /// The kind to report first.
    pub default: ErrorKind,
}

impl Regression {
    /// The standard errors of a kind.
    pub fn errors_of(&self, kind: ErrorKind) -> Option<&CoefficientErrors> {
        self.errors.iter().find(|e| e.kind == kind)
    }
}

/// Regresses abnormal returns on characteristics of events by ordinary least squares.
///
/// # Formula
/// `b = (X'X)^-1 X'y`, with the covariances of [`ErrorKind`]; Student t(n - k), and t(G - 1) for
/// clusters. The default is HC3 for n < 250 and HC1 beyond, clustered errors where there are
/// fewer clusters than events.
///
/// # Errors
/// [`RegressionError`] unless n > k and the columns are independent, and where the fit leaves nothing
/// but rounding.
///
/// # References
/// MacKinnon and White 1985; Long and Ervin 2000; Cameron, Gelbach and Miller 2008.
pub fn cross_sectional_regression(
    input: &RegressionInput<'_>,
) -> Result<Regression, RegressionError> {
    let n = input.y.len();
    let fit = fitted(input.columns, input.y)?;
    let rows = Rows::of(&fit, input.columns);
    let clusters = input.clusters.map(covariance::number_of);
    let errors = covariance::all_kinds(&fit, &rows, input.clusters);
    let clustered = errors.iter().find(|e| e.kind == ErrorKind::Cluster);
    let default = match clustered {
        Some(c) if clusters < Some(n) && c.standard_errors.iter().all(Option::is_some) => {
            ErrorKind::Cluster
        }
        _ if n < LARGE_SAMPLE => ErrorKind::Hc3,
        _ => ErrorKind::Hc1,
    };
    Ok(Regression {
        coefficients: fit.coefficients().to_vec(),
        observations: n,
        degrees_of_freedom: fit.degrees_of_freedom(),
        r_squared: r_squared(input.y, fit.residuals()),
        full_leverage: rows.full_leverage(),
        leverage: rows.leverage,
        clusters,
        errors,
        default,
    })
}

pub(super) fn fitted(columns: &[&[f64]], y: &[f64]) -> Result<LeastSquares, RegressionError> {
    let fit = LeastSquares::fit(columns, y)
        .map_err(|e| RegressionError::of(&e, y.len(), columns.len()))?;
    if nothing_left(fit.residual_variance(), y) {
        return Err(RegressionError::NothingLeft { events: y.len() });
    }
    Ok(fit)
}

fn nothing_left(variance: f64, y: &[f64]) -> bool {
    let scale = y.iter().map(|v| v * v).sum::<f64>() / y.len().max(1) as f64;
    !(variance > scale * f64::EPSILON * f64::EPSILON * 1e4)
}

fn r_squared(y: &[f64], residuals: &[f64]) -> Option<f64> {
    let sd = standard_deviation(y)?;
    let total = sd * sd * (y.len() - 1) as f64;
    Some(1.0 - residuals.iter().map(|e| e * e).sum::<f64>() / total)
}
