//! Ordinary least squares by QR on scaled columns.

use faer::Mat;

use super::ModelError;

/// A diagonal of the scaled R this small against the largest means linear dependence.
const RANK_TOLERANCE: f64 = 1e-12;

/// An ordinary least-squares fit of `y` on the rows of `X`.
///
/// # Formula
/// `b = argmin |y - Xb|`, by Householder QR of `X` with columns scaled to unit length; `X'X` is
/// never formed. `s^2 = e'e/(M - p)`, `(X'X)^-1 = R^-1 R^-T`.
///
/// # References
/// Golub and Van Loan, *Matrix Computations*, ch. 5; certified by NIST StRD (see
/// `tests/it/models/nist.rs`).
#[derive(Clone, Debug)]
pub struct LeastSquares {
    coefficients: Vec<f64>,
    residuals: Vec<f64>,
    /// `R^-1` of the unscaled design, upper triangular, row by row.
    root: Vec<Vec<f64>>,
    degrees_of_freedom: usize,
}

impl LeastSquares {
    /// Fits `y` (length M) on `columns` (p columns of length M).
    ///
    /// # Errors
    /// [`ModelError::TooFewBars`] unless M > p; [`ModelError::Singular`] for dependent columns.
    pub fn fit(columns: &[&[f64]], y: &[f64]) -> Result<Self, ModelError> {
        let (rows, p) = (y.len(), columns.len());
        if rows <= p {
            return Err(ModelError::TooFewBars { bars: rows, needed: p + 1 });
        }
        let scale: Vec<f64> =
            columns.iter().map(|c| c.iter().map(|v| v * v).sum::<f64>().sqrt()).collect();
        if scale.iter().any(|s| !(*s > 0.0 && s.is_finite())) {
            return Err(ModelError::Singular { bars: rows });
        }
        let design = Mat::from_fn(rows, p, |i, j| columns[j][i] / scale[j]);
        let qr = design.qr();
        let (q, r) = (qr.compute_thin_Q(), qr.thin_R());
        let largest = (0..p).map(|j| r[(j, j)].abs()).fold(0.0, f64::max);
        if (0..p).any(|j| r[(j, j)].abs() < RANK_TOLERANCE * largest) {
            return Err(ModelError::Singular { bars: rows });
        }
        let rotated: Vec<f64> =
            (0..p).map(|j| (0..rows).map(|i| q[(i, j)] * y[i]).sum::<f64>()).collect();
        let inverse = upper_inverse(p, |i, j| r[(i, j)]);
        let scaled: Vec<f64> =
            (0..p).map(|i| (i..p).map(|j| inverse[i][j] * rotated[j]).sum::<f64>()).collect();
        let mut coefficients: Vec<f64> = scaled.iter().zip(&scale).map(|(b, s)| b / s).collect();
        let mut residuals = residuals_of(columns, y, &coefficients);
        // One step of refinement wins back the digits that an ill-conditioned design costs.
        let rotated: Vec<f64> =
            (0..p).map(|j| (0..rows).map(|i| q[(i, j)] * residuals[i]).sum::<f64>()).collect();
        for i in 0..p {
            let step: f64 = (i..p).map(|j| inverse[i][j] * rotated[j]).sum();
            coefficients[i] += step / scale[i];
        }
        residuals = residuals_of(columns, y, &coefficients);
        let root = inverse
            .into_iter()
            .zip(&scale)
            .map(|(row, s)| row.into_iter().map(|v| v / s).collect())
            .collect();
        Ok(Self { coefficients, residuals, root, degrees_of_freedom: rows - p })
    }

    /// The coefficients, in column order.
    pub fn coefficients(&self) -> &[f64] {
        &self.coefficients
    }

    /// The residuals, in row order.
    pub fn residuals(&self) -> &[f64] {
        &self.residuals
    }

    /// `M - p`.
    pub fn degrees_of_freedom(&self) -> usize {
        self.degrees_of_freedom
    }

    /// `s^2 = e'e/(M - p)`.
    pub fn residual_variance(&self) -> f64 {
        self.residuals.iter().map(|e| e * e).sum::<f64>() / self.degrees_of_freedom as f64
    }

    /// `g'(X'X)^-1 g`, the leverage of a row or of a sum of rows.
    pub fn leverage(&self, g: &[f64]) -> f64 {
        (0..g.len())
            .map(|j| (0..=j).map(|i| self.root[i][j] * g[i]).sum::<f64>())
            .map(|z| z * z)
            .sum()
    }

    /// `(X'X)^-1 g`, from which sandwich covariances are made.
    pub fn unscaled_covariance_times(&self, g: &[f64]) -> Vec<f64> {
        let p = self.root.len();
        let z: Vec<f64> =
            (0..p).map(|j| (0..=j).map(|i| self.root[i][j] * g[i]).sum::<f64>()).collect();
        self.root.iter().map(|row| row.iter().zip(&z).map(|(r, z)| r * z).sum()).collect()
    }

    /// `g'(X'X)^-1 h`.
    pub fn cross_leverage(&self, g: &[f64], h: &[f64]) -> f64 {
        let rotated = |v: &[f64], j: usize| (0..=j).map(|i| self.root[i][j] * v[i]).sum::<f64>();
        (0..g.len()).map(|j| rotated(g, j) * rotated(h, j)).sum()
    }

    /// Standard errors of the coefficients.
    pub fn standard_errors(&self) -> Vec<f64> {
        let s = self.residual_variance().sqrt();
        self.root.iter().map(|row| s * row.iter().map(|v| v * v).sum::<f64>().sqrt()).collect()
    }
}

fn residuals_of(columns: &[&[f64]], y: &[f64], b: &[f64]) -> Vec<f64> {
    y.iter()
        .enumerate()
        .map(|(i, y)| columns.iter().zip(b).fold(*y, |rest, (c, b)| (-b).mul_add(c[i], rest)))
        .collect()
}

fn upper_inverse(p: usize, r: impl Fn(usize, usize) -> f64) -> Vec<Vec<f64>> {
    let mut inverse = vec![vec![0.0; p]; p];
    for j in 0..p {
        inverse[j][j] = 1.0 / r(j, j);
        for i in (0..j).rev() {
            let sum: f64 = (i + 1..=j).map(|k| r(i, k) * inverse[k][j]).sum();
            inverse[i][j] = -sum / r(i, i);
        }
    }
    inverse
}
