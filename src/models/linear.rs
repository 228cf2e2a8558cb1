//! Estimates that are linear in their regressors.

use super::{Coefficient, Estimate, LeastSquares, ModelError};
use crate::returns::EventSample;

/// The regressors of a bar as a function of the benchmark's return on it.
type Row = fn(market: f64) -> Vec<f64>;

/// A linear model estimated by least squares: the base of the models of this crate and of most
/// models that users bring.
///
/// # Formula
/// `AR* = y* - X* b`, `V = s^2 [I + X*(X'X)^-1 X*']`, for weights w: `s^2 [w'w + g'(X'X)^-1 g]` with
/// `g = X*'w` (Patell 1976; Campbell, Lo and MacKinlay 1997, s. 4.4).
#[derive(Clone, Debug)]
pub struct LinearEstimate {
    fit: LeastSquares,
    names: Vec<String>,
    row: Row,
    /// Regressors of the estimation bars, for the variance of sums of residuals.
    rows: Vec<Vec<f64>>,
}

impl LinearEstimate {
    /// Estimates `firm = row(market) b + e`; `names` are the names of the coefficients.
    ///
    /// # Errors
    /// See [`LeastSquares::fit`]; [`ModelError::ZeroVariance`] where no residual is left.
    pub fn estimate(
        firm: &[f64],
        market: &[f64],
        names: &[&str],
        row: Row,
    ) -> Result<Self, ModelError> {
        let market_of = |i: usize| market.get(i).copied().unwrap_or(f64::NAN);
        let rows: Vec<Vec<f64>> = (0..firm.len()).map(|i| row(market_of(i))).collect();
        let columns: Vec<Vec<f64>> =
            (0..names.len()).map(|j| rows.iter().map(|r| r[j]).collect()).collect();
        let borrowed: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let fit = LeastSquares::fit(&borrowed, firm)?;
        if no_variance(fit.residual_variance(), firm) {
            return Err(ModelError::ZeroVariance { bars: firm.len() });
        }
        let names = names.iter().map(|n| (*n).to_owned()).collect();
        Ok(Self { fit, names, row, rows })
    }

    fn event_rows(&self, window: &EventSample<'_>) -> Vec<Vec<f64>> {
        (0..window.bars)
            .map(|i| (self.row)(window.market.get(i).copied().unwrap_or(f64::NAN)))
            .collect()
    }
}

/// Whether what is left is rounding error and not variance.
pub(super) fn no_variance(variance: f64, returns: &[f64]) -> bool {
    let scale = returns.iter().map(|r| r * r).sum::<f64>() / returns.len().max(1) as f64;
    !(variance > scale * f64::EPSILON * f64::EPSILON * 1e4)
}

fn weighted_sum(rows: &[Vec<f64>], weights: &[f64]) -> Vec<f64> {
    let p = rows.first().map_or(0, Vec::len);
    (0..p)
        .map(|j| rows.iter().zip(weights).filter(|(_, w)| **w != 0.0).map(|(r, w)| w * r[j]).sum())
        .collect()
}

impl Estimate for LinearEstimate {
    fn coefficients(&self) -> Vec<Coefficient> {
        self.names
            .iter()
            .zip(self.fit.coefficients())
            .zip(self.fit.standard_errors())
            .map(|((name, value), standard_error)| Coefficient {
                name: name.clone(),
                value: *value,
                standard_error,
            })
            .collect()
    }

    fn residuals(&self) -> &[f64] {
        self.fit.residuals()
    }

    fn residual_variance(&self) -> f64 {
        self.fit.residual_variance()
    }

    fn degrees_of_freedom(&self) -> f64 {
        self.fit.degrees_of_freedom() as f64
    }

    fn expected(&self, window: &EventSample<'_>) -> Vec<f64> {
        let b = self.fit.coefficients();
        let value = |row: Vec<f64>| row.iter().zip(b).map(|(x, b)| x * b).sum();
        self.event_rows(window).into_iter().map(value).collect()
    }

    fn forecast_variance(&self, window: &EventSample<'_>, weights: &[f64]) -> f64 {
        let g = weighted_sum(&self.event_rows(window), weights);
        let own: f64 = weights.iter().map(|w| w * w).sum();
        self.residual_variance() * (own + self.fit.leverage(&g))
    }

    fn residual_sum_variance(&self, from: usize, to: usize) -> f64 {
        let rows = &self.rows[from..to];
        let g = weighted_sum(rows, &vec![1.0; rows.len()]);
        self.residual_variance() * (rows.len() as f64 - self.fit.leverage(&g))
    }
}
