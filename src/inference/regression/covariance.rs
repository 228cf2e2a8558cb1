//! Covariances of regression coefficients that do not take errors for alike.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::inference::distribution::student_two_sided;
use crate::models::LeastSquares;

/// Leverage this near to 1 leaves no residual.
const FULL_LEVERAGE: f64 = 1.0 - 1e-10;

/// A robust standard error this small against the classical one is rounding.
const ROUNDING: f64 = 1e-7;

/// A kind of standard error.
///
/// # Formula
/// With residuals u and leverage h: OLS `s^2 (X'X)^-1`; HC0 to HC3
/// `(X'X)^-1 [sum x_i x_i' w_i] (X'X)^-1` with `w = u^2`, `u^2 n/(n-k)`, `u^2/(1-h)`,
/// `u^2/(1-h)^2`; clusters `G/(G-1) (n-1)/(n-k) (X'X)^-1 [sum_g X_g'u_g u_g'X_g] (X'X)^-1`.
///
/// # References
/// White 1980; MacKinnon and White 1985; Long and Ervin 2000; Cameron, Gelbach and Miller 2008.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// Classical: all errors have one variance.
    Ols,
    /// White's.
    Hc0,
    /// White's with the small-sample factor.
    Hc1,
    /// Residuals corrected for leverage.
    Hc2,
    /// Residuals corrected for leverage twice, near to the jackknife.
    Hc3,
    /// Errors of a cluster go together.
    Cluster,
}

impl ErrorKind {
    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Ols => "ols",
            Self::Hc0 => "hc0",
            Self::Hc1 => "hc1",
            Self::Hc2 => "hc2",
            Self::Hc3 => "hc3",
            Self::Cluster => "cluster",
        }
    }
}

/// Standard errors of all coefficients, of one kind.
///
/// # Shape
/// One value for each coefficient; `None` where the data does not give one.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CoefficientErrors {
    /// The kind.
    pub kind: ErrorKind,
    /// The standard errors.
    pub standard_errors: Vec<Option<f64>>,
    /// Degrees of freedom of Student's t.
    pub degrees_of_freedom: f64,
    /// Two-sided p-values of a coefficient of zero.
    pub p_values: Vec<Option<f64>>,
}

/// `(X'X)^-1 x_i` and leverage of every row.
pub(super) struct Rows {
    projected: Vec<Vec<f64>>,
    pub(super) leverage: Vec<f64>,
}

impl Rows {
    pub(super) fn of(fit: &LeastSquares, columns: &[&[f64]]) -> Self {
        let n = columns.first().map_or(0, |c| c.len());
        let row = |i: usize| columns.iter().map(|c| c[i]).collect::<Vec<f64>>();
        Self {
            projected: (0..n).map(|i| fit.unscaled_covariance_times(&row(i))).collect(),
            leverage: (0..n).map(|i| fit.leverage(&row(i))).collect(),
        }
    }

    pub(super) fn full_leverage(&self) -> usize {
        self.leverage.iter().filter(|h| **h >= FULL_LEVERAGE).count()
    }

    /// Whether a row of full leverage takes part in a coefficient; `root` is the root of its
    /// diagonal element of `(X'X)^-1`. The row has no residual, so how far it would vary is not in the data.
    fn rests_on_one(&self, coefficient: usize, root: f64) -> bool {
        self.projected
            .iter()
            .zip(&self.leverage)
            .any(|(z, h)| *h >= FULL_LEVERAGE && z[coefficient].abs() > ROUNDING * root)
    }

    /// The diagonal of the sandwich with these weights.
    fn sandwich(&self, coefficients: usize, weight: impl Fn(usize, f64) -> f64) -> Vec<f64> {
        let mut diagonal = vec![0.0; coefficients];
        for (i, (row, h)) in self.projected.iter().zip(&self.leverage).enumerate() {
            let w = weight(i, *h);
            for (sum, z) in diagonal.iter_mut().zip(row) {
                *sum += z * z * w;
            }
        }
        diagonal
    }

    fn clustered(&self, coefficients: usize, residuals: &[f64], clusters: &[usize]) -> Vec<f64> {
        let mut sums: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
        for ((row, u), cluster) in self.projected.iter().zip(residuals).zip(clusters) {
            let sum = sums.entry(*cluster).or_insert_with(|| vec![0.0; coefficients]);
            for (sum, z) in sum.iter_mut().zip(row) {
                *sum += z * u;
            }
        }
        (0..coefficients).map(|k| sums.values().map(|s| s[k] * s[k]).sum()).collect()
    }
}

pub(super) fn number_of(clusters: &[usize]) -> usize {
    let mut distinct = clusters.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    distinct.len()
}

/// Every kind that the data gives, the classical one first.
pub(super) fn all_kinds(
    fit: &LeastSquares,
    rows: &Rows,
    clusters: Option<&[usize]>,
) -> Vec<CoefficientErrors> {
    let (b, u) = (fit.coefficients(), fit.residuals());
    let (n, k, df) = (u.len(), b.len(), fit.degrees_of_freedom() as f64);
    let classical = fit.standard_errors();
    let s = fit.residual_variance().sqrt();
    let unknown: Vec<bool> = (0..k).map(|j| rows.rests_on_one(j, classical[j] / s)).collect();
    let of_kind = |kind, variances: Vec<f64>, degrees_of_freedom: f64| {
        let standard_errors: Vec<Option<f64>> = (0..k)
            .map(|j| {
                let se = variances[j].sqrt();
                let known = kind == ErrorKind::Ols || !unknown[j];
                (known && se.is_finite() && se > ROUNDING * classical[j]).then_some(se)
            })
            .collect();
        let p_values = b
            .iter()
            .zip(&standard_errors)
            .map(|(b, se)| se.map(|se| student_two_sided(b / se, degrees_of_freedom)))
            .collect();
        CoefficientErrors { kind, standard_errors, degrees_of_freedom, p_values }
    };
    let left = |h: f64| if h >= FULL_LEVERAGE { None } else { Some(1.0 - h) };
    let square = |i: usize| u[i] * u[i];
    let factor = n as f64 / df;
    let mut kinds = vec![
        of_kind(ErrorKind::Ols, classical.iter().map(|s| s * s).collect(), df),
        of_kind(ErrorKind::Hc0, rows.sandwich(k, |i, _| square(i)), df),
        of_kind(ErrorKind::Hc1, rows.sandwich(k, |i, _| factor * square(i)), df),
        of_kind(
            ErrorKind::Hc2,
            rows.sandwich(k, |i, h| left(h).map_or(0.0, |l| square(i) / l)),
            df,
        ),
        of_kind(
            ErrorKind::Hc3,
            rows.sandwich(k, |i, h| left(h).map_or(0.0, |l| square(i) / (l * l))),
            df,
        ),
    ];
    if let Some(clusters) = clusters {
        let g = number_of(clusters) as f64;
        if g >= 2.0 {
            let factor = g / (g - 1.0) * (n as f64 - 1.0) / df;
            let variances =
                rows.clustered(k, u, clusters).into_iter().map(|v| factor * v).collect();
            kinds.push(of_kind(ErrorKind::Cluster, variances, g - 1.0));
        }
    }
    kinds
}
