//! Market models with a conditional variance.

pub(crate) mod egarch;
pub(crate) mod garch;
mod kinks;
pub(crate) mod likelihood;
mod maximum;
mod newton;

use faer::Mat;

pub use egarch::Egarch;
pub use garch::Garch;

use self::likelihood::{Data, VarianceEquation};
use super::{Coefficient, Estimate, EstimateNote, LeastSquares, LinearEstimate, ModelError};
use crate::returns::{EstimationSample, EventSample};

/// Fewer estimation bars than this do not carry a conditional variance.
const MINIMUM_BARS: usize = 250;
/// A persistence from here on leaves no level to return to.
const UNIT_ROOT: f64 = 0.9999;

/// Forecasts the variance so many bars after the last one.
type Forecast = Box<dyn Fn(usize) -> f64 + Send + Sync>;

/// A regression with a conditional variance, estimated by normal quasi maximum likelihood.
///
/// # Shape and units
/// Parameters in the order of the columns and then of the variance equation; variances in the square
/// of the unit of the returns.
pub struct VolatilityFit {
    /// The parameters.
    pub parameters: Vec<f64>,
    /// Standard errors from the inverse Hessian.
    pub standard_errors: Vec<f64>,
    /// Standard errors that hold for errors that are not normal: the sandwich of inverse Hessian and
    /// outer product of the scores (Bollerslev and Wooldridge 1992).
    pub robust_standard_errors: Vec<f64>,
    /// The maximised log-likelihood.
    pub log_likelihood: f64,
    /// The residuals.
    pub residuals: Vec<f64>,
    /// The conditional variance of each bar.
    pub variances: Vec<f64>,
    names: &'static [&'static str],
    /// Covariance of the parameters of the mean, from the inverse Hessian.
    mean_covariance: Vec<Vec<f64>>,
    forecast: Forecast,
}

impl VolatilityFit {
    /// The expected variance of the `bars`-th bar (from 1) after the last one.
    pub fn forecast(&self, bars: usize) -> f64 {
        (self.forecast)(bars.max(1))
    }

    /// `g' Cov g` for the parameters of the mean.
    fn mean_variance(&self, g: &[f64]) -> f64 {
        let row = |i: usize| self.mean_covariance[i].iter().zip(g).map(|(c, g)| c * g).sum::<f64>();
        (0..g.len()).map(|i| g[i] * row(i)).sum()
    }
}

/// Fits with returns and regressors of unit size, so that nothing depends on units.
fn fit<E: VarianceEquation>(columns: &[&[f64]], y: &[f64]) -> Result<VolatilityFit, EstimateNote> {
    let start = LeastSquares::fit(columns, y).map_err(|e| EstimateNote {
        text: e.to_string(),
        gist: "least squares have no solution to start from".into(),
    })?;
    let size = |v: &[f64]| (v.iter().map(|x| x * x).sum::<f64>() / v.len() as f64).sqrt();
    let unit = size(start.residuals());
    if !(unit > size(y) * 1e-12) {
        return Err(EstimateNote::plain("the residuals have no variance"));
    }
    let sizes: Vec<f64> = columns.iter().map(|c| size(c)).collect();
    let data = Data {
        y: y.iter().map(|r| r / unit).collect(),
        rows: (0..y.len())
            .map(|t| columns.iter().zip(&sizes).map(|(c, s)| c[t] / s).collect())
            .collect(),
    };
    let mean: Vec<f64> =
        start.coefficients().iter().zip(&sizes).map(|(b, s)| b * s / unit).collect();
    let maximum = maximum::maximum::<E>(&data, &mean).map_err(EstimateNote::plain)?;
    let (means, bars) = (columns.len(), y.len());
    let (mean, values) = maximum.point.split_at(means);
    let persistence = E::persistence(values);
    if persistence >= UNIT_ROOT {
        return Err(EstimateNote {
            text: format!("the persistence of the variance is {persistence:.5}"),
            gist: "the variance has no level to return to".into(),
        });
    }
    let log_scale = 2.0 * unit.ln();
    let own = E::unit_jacobian(log_scale);
    let width = maximum.point.len();
    let jacobian = Mat::from_fn(width, width, |i, j| match (i.checked_sub(means), j) {
        (None, j) if i == j => unit / sizes[i],
        (Some(i), j) if j >= means => own[i][j - means],
        _ => 0.0,
    });
    let scores: Vec<&[f64]> = maximum.evaluation.scores().collect();
    let outer = Mat::from_fn(width, width, |i, j| scores.iter().map(|s| s[i] * s[j]).sum::<f64>());
    let inverse = &maximum.inverse_hessian;
    let covariance = &jacobian * inverse * jacobian.transpose();
    let sandwich = &jacobian * (inverse * &outer * inverse) * jacobian.transpose();
    let roots = |m: &Mat<f64>| (0..width).map(|i| m[(i, i)].sqrt()).collect::<Vec<f64>>();
    let values = E::in_units(values, log_scale);
    let evaluation = &maximum.evaluation;
    let residuals: Vec<f64> = evaluation.errors.iter().map(|e| e * unit).collect();
    let variances: Vec<f64> =
        evaluation.log_variances.iter().map(|l| (l + log_scale).exp()).collect();
    let (last_error, last_variance) = (residuals[bars - 1], variances[bars - 1].ln());
    Ok(VolatilityFit {
        parameters: mean
            .iter()
            .zip(&sizes)
            .map(|(b, s)| b * unit / s)
            .chain(values.iter().copied())
            .collect(),
        standard_errors: roots(&covariance),
        robust_standard_errors: roots(&sandwich),
        log_likelihood: evaluation.log_likelihood - bars as f64 * unit.ln(),
        residuals,
        variances,
        names: E::NAMES,
        mean_covariance: (0..means)
            .map(|i| (0..means).map(|j| covariance[(i, j)]).collect())
            .collect(),
        forecast: Box::new(move |k| E::forecast(&values, last_variance, last_error, k)),
    })
}

/// The market model with this variance, or the plain one where the variance cannot be had.
fn estimate_or_fall_back<E: VarianceEquation>(
    name: &str,
    sample: &EstimationSample<'_>,
) -> Result<Box<dyn Estimate>, ModelError> {
    let row = |market: f64| vec![1.0, market];
    let plain = LinearEstimate::estimate(sample.firm, sample.market, &["alpha", "beta"], row)?;
    let bars = sample.firm.len();
    let ones = vec![1.0; bars];
    let fitted = match bars {
        MINIMUM_BARS.. => fit::<E>(&[&ones, sample.market], sample.firm),
        _ => Err(EstimateNote {
            text: format!("{bars} estimation bars are fewer than {MINIMUM_BARS}"),
            gist: format!("there are fewer than {MINIMUM_BARS} estimation bars").into(),
        }),
    };
    let told = |why: &str| {
        format!(
            "the {name} could not be estimated ({why}): the figures are those of the market model by least squares"
        )
    };
    Ok(match fitted {
        Ok(fit) => Box::new(Conditional { fit, market: sample.market.to_vec() }),
        Err(reason) => Box::new(plain.as_fallback(EstimateNote {
            text: told(&reason.text),
            gist: told(&reason.gist).into(),
        })),
    })
}

/// A market model with a conditional variance.
struct Conditional {
    fit: VolatilityFit,
    market: Vec<f64>,
}

impl Estimate for Conditional {
    fn coefficients(&self) -> Vec<Coefficient> {
        ["alpha", "beta"]
            .iter()
            .chain(self.fit.names)
            .zip(self.fit.parameters.iter().zip(&self.fit.standard_errors))
            .map(|(name, (value, standard_error))| Coefficient {
                name: (*name).to_owned(),
                value: *value,
                standard_error: *standard_error,
            })
            .collect()
    }

    fn residuals(&self) -> &[f64] {
        &self.fit.residuals
    }

    /// The mean over the estimation window, for comparison with other models.
    fn residual_variance(&self) -> f64 {
        let squares: f64 = self.fit.residuals.iter().map(|e| e * e).sum();
        squares / (self.fit.residuals.len() - 2) as f64
    }

    fn degrees_of_freedom(&self) -> f64 {
        f64::INFINITY
    }

    fn expected(&self, window: &EventSample<'_>) -> Vec<f64> {
        let b = &self.fit.parameters;
        window.market.iter().map(|m| b[0] + b[1] * m).collect()
    }

    fn forecast_variance(&self, window: &EventSample<'_>, weights: &[f64]) -> f64 {
        let used = || weights.iter().enumerate().filter(|(_, w)| **w != 0.0);
        let own: f64 = used().map(|(i, w)| w * w * self.fit.forecast(window.steps + i)).sum();
        let g = used().fold([0.0, 0.0], |[a, b], (i, w)| [a + w, b + w * window.market[i]]);
        own + self.fit.mean_variance(&g)
    }

    fn residual_sum_variance(&self, from: usize, to: usize) -> f64 {
        let own: f64 = self.fit.variances[from..to].iter().sum();
        let g = [(to - from) as f64, self.market[from..to].iter().sum()];
        own - self.fit.mean_variance(&g)
    }
}
