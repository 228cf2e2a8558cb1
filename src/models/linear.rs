//! Estimates that are linear in their regressors.

use std::ops::Range;
use std::sync::Arc;

use super::{Coefficient, Estimate, EstimateNote, LeastSquares, ModelError};
use crate::returns::{EstimationSample, EventSample};

/// The regressors of a bar as a function of the benchmark's return on it.
type Row = fn(market: f64) -> Vec<f64>;

/// Forms the design of an event window.
type Former = dyn Fn(&EventSample<'_>) -> Design + Send + Sync;

/// A sample of bars as a linear model sees it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Design {
    /// One column for each coefficient, one value a bar.
    pub columns: Vec<Vec<f64>>,
    /// The part of the expected return that has no coefficient, such as the risk-free rate; empty
    /// for none.
    pub known: Vec<f64>,
    /// How many bars each return covers, where its variance grows with them; empty for one each.
    pub bars_covered: Vec<f64>,
}

/// A linear model estimated by least squares: the base of the models of this crate and of most
/// models that users bring.
///
/// # Formula
/// `AR* = y* - X* b`, `V = s^2 [I + X*(X'X)^-1 X*']`, for weights w: `s^2 [w'w + g'(X'X)^-1 g]`
/// with
/// `g = X*'w` (Patell 1976; Campbell, Lo and MacKinlay 1997, s. 4.4).
#[derive(Clone)]
pub struct LinearEstimate {
    fit: LeastSquares,
    names: Vec<String>,
    former: Arc<Former>,
    /// Regressors of the estimation bars, for the variance of sums of residuals.
    columns: Vec<Vec<f64>>,
    /// Why this estimate stands for that of another model.
    fallback: Option<EstimateNote>,
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
        let columns = move |market: &[f64], bars: usize| -> Vec<Vec<f64>> {
            let at = |i: usize| market.get(i).copied().unwrap_or(f64::NAN);
            let rows: Vec<Vec<f64>> = (0..bars).map(|i| row(at(i))).collect();
            let width = row(0.0).len();
            (0..width).map(|j| rows.iter().map(|r| r[j]).collect()).collect()
        };
        let design = Design { columns: columns(market, firm.len()), ..Design::default() };
        Self::with_design(firm, design, names, move |window| Design {
            columns: columns(window.market, window.bars),
            ..Design::default()
        })
    }

    /// Estimates `firm - known = X b + e` on a design that the same function forms for both
    /// windows.
    ///
    /// What it forms may hang on the returns of a bar and not on its place: a number of bars begins
    /// anew in the event window, and the estimation window has holes. A model of time needs a
    /// [`Regressor`](crate::returns::Regressor).
    ///
    /// # Errors
    /// See [`LeastSquares::fit`]; [`ModelError::ZeroVariance`] where no residual is left.
    pub fn of_sample(
        sample: &EstimationSample<'_>,
        names: &[&str],
        former: impl Fn(&EventSample<'_>) -> Design + Send + Sync + 'static,
    ) -> Result<Self, ModelError> {
        Self::with_design(sample.firm, former(&sample.as_window()), names, former)
    }

    /// Estimates `firm - known = X b + e` on this design; `former` makes the one of the event
    /// window.
    ///
    /// Where a return covers several bars, both sides are divided by the root of their number, so
    /// that residuals are per bar.
    ///
    /// # Errors
    /// See [`LeastSquares::fit`]; [`ModelError::ZeroVariance`] where no residual is left.
    pub fn with_design(
        firm: &[f64],
        design: Design,
        names: &[&str],
        former: impl Fn(&EventSample<'_>) -> Design + Send + Sync + 'static,
    ) -> Result<Self, ModelError> {
        let root = |i: usize| design.bars_covered.get(i).map_or(1.0, |n| n.sqrt());
        let y: Vec<f64> =
            firm.iter().enumerate().map(|(i, r)| (r - design.known_at(i)) / root(i)).collect();
        let columns: Vec<Vec<f64>> = design
            .columns
            .iter()
            .map(|column| column.iter().enumerate().map(|(i, x)| x / root(i)).collect())
            .collect();
        let borrowed: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let fit = LeastSquares::fit(&borrowed, &y)?;
        if no_variance(fit.residual_variance(), &y) {
            return Err(ModelError::ZeroVariance { bars: firm.len() });
        }
        let names = names.iter().map(|n| (*n).to_owned()).collect();
        Ok(Self { fit, names, former: Arc::new(former), columns, fallback: None })
    }

    /// This estimate in place of that of another model, with the reason.
    #[must_use]
    pub fn as_fallback(self, reason: EstimateNote) -> Self {
        Self { fallback: Some(reason), ..self }
    }

    /// The least-squares fit.
    pub fn fit(&self) -> &LeastSquares {
        &self.fit
    }
}

impl Design {
    fn known_at(&self, bar: usize) -> f64 {
        self.known.get(bar).copied().unwrap_or(0.0)
    }

    fn bars_covered_at(&self, bar: usize) -> f64 {
        self.bars_covered.get(bar).copied().unwrap_or(1.0)
    }
}

/// Whether what is left is rounding error and not variance.
pub(super) fn no_variance(variance: f64, returns: &[f64]) -> bool {
    let scale = returns.iter().map(|r| r * r).sum::<f64>() / returns.len().max(1) as f64;
    !(variance > scale * f64::EPSILON * f64::EPSILON * 1e4)
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
        let design = (self.former)(window);
        let b = self.fit.coefficients();
        (0..window.bars)
            .map(|i| {
                design.known_at(i)
                    + design.columns.iter().zip(b).map(|(x, b)| x[i] * b).sum::<f64>()
            })
            .collect()
    }

    fn forecast_variance(&self, window: &EventSample<'_>, weights: &[f64]) -> f64 {
        let design = (self.former)(window);
        let used = || weights.iter().enumerate().filter(|(_, w)| **w != 0.0);
        let g: Vec<f64> =
            design.columns.iter().map(|x| used().map(|(i, w)| w * x[i]).sum()).collect();
        let own: f64 = used().map(|(i, w)| w * w * design.bars_covered_at(i)).sum();
        self.residual_variance() * (own + self.fit.leverage(&g))
    }

    fn forecast_variances(&self, window: &EventSample<'_>, spans: &[Range<usize>]) -> Vec<f64> {
        let design = (self.former)(window);
        let s2 = self.residual_variance();
        let mut g = vec![0.0; design.columns.len()];
        spans
            .iter()
            .map(|span| {
                for (g, x) in g.iter_mut().zip(&design.columns) {
                    *g = x[span.clone()].iter().sum();
                }
                let own: f64 = span.clone().map(|i| design.bars_covered_at(i)).sum();
                s2 * (own + self.fit.leverage(&g))
            })
            .collect()
    }

    fn notes(&self) -> Vec<EstimateNote> {
        self.fallback.iter().cloned().collect()
    }

    fn fell_back(&self) -> bool {
        self.fallback.is_some()
    }

    fn least_squares_on(&self, window: &EventSample<'_>) -> Option<[Vec<Vec<f64>>; 2]> {
        let design = (self.former)(window);
        // Returns over several bars have errors of several variances.
        design.bars_covered.is_empty().then(|| [self.columns.clone(), design.columns])
    }

    fn residual_sum_variance(&self, from: usize, to: usize) -> f64 {
        let g: Vec<f64> = self.columns.iter().map(|x| x[from..to].iter().sum()).collect();
        self.residual_variance() * ((to - from) as f64 - self.fit.leverage(&g))
    }
}
