//! The betas of Dimson and of Fowler and Rorke for thin trading.

use super::corrected_beta::{CorrectedBeta, Correction, centred, dot, note_on_size, plain};
use super::{Estimate, ExpectedReturnModel, LeastSquares, ModelError, require};
use crate::returns::{EstimationSample, Regressor};

/// The market model with the beta of Dimson: the sum of the coefficients on the benchmark's leads
/// and lags.
///
/// # Formula
/// One regression of `R_t` on `Rm_{t-L}..Rm_{t+L}`: `b = sum_k b_k`,
/// `Var(b) = s_D^2 1'(X'X)^-1 1` with its residual variance `s_D^2`. The event window has neither
/// leads nor lags, so the spread of an abnormal return is that around the line with `b` alone:
/// `s^2 = sum (R - a - b Rm)^2/nu`, `nu = M - 2 - 2L`;
/// `Var(CAR) = s^2 (L2 + L2^2/M) + Var(b) (sum_W Rm - L2 Rmbar)^2`.
///
/// # References
/// Dimson 1979.
#[derive(Clone, Copy, Debug)]
pub struct Dimson<const L: usize = 1>;

/// The market model with the beta of Fowler and Rorke: Dimson's regression with weights that make
/// it consistent where the benchmark is autocorrelated.
///
/// # Formula
/// `b = b_0 + sum_j w_j (b_-j + b_+j)`. L = 1: `w_1 = (1 + rho_1)/(1 + 2 rho_1)`. L = 2:
/// `w_1 = (1 + 2 rho_1 + rho_2)/D`, `w_2 = (1 + rho_1 + rho_2)/D`, `D = 1 + 2 rho_1 + 2 rho_2`; in
/// general `w_j = sum_k rho_|k-j| / D` over `k = -L..L`, with no autocorrelation beyond L. The
/// weights are taken as known: `Var(b) = s_D^2 w'(X'X)^-1 w`. The rest is as for [`Dimson`].
///
/// # References
/// Fowler and Rorke 1983.
#[derive(Clone, Copy, Debug)]
pub struct FowlerRorke<const L: usize = 1>;

fn leads_and_lags(farthest: usize) -> Vec<Regressor> {
    let farthest = farthest as i32;
    (-farthest..=farthest).filter(|k| *k != 0).map(Regressor::MarketAt).collect()
}

/// The benchmark at `-L..=L`.
fn around<'a>(sample: &EstimationSample<'a>, farthest: usize) -> Vec<&'a [f64]> {
    let mut columns: Vec<&[f64]> = sample.factors.iter().map(Vec::as_slice).collect();
    columns.insert(farthest, sample.market);
    columns
}

/// The corrected estimate from weights on the coefficients of leads and lags.
fn weighted(
    sample: &EstimationSample<'_>,
    columns: &[&[f64]],
    weights: &[f64],
) -> Result<Box<dyn Estimate>, ModelError> {
    let bars = sample.firm.len();
    let least_squares = plain(sample)?;
    let ones = vec![1.0; bars];
    let design: Vec<&[f64]> = [&ones[..]].into_iter().chain(columns.iter().copied()).collect();
    let fit = LeastSquares::fit(&design, sample.firm)?;
    let with_constant: Vec<f64> = [0.0].into_iter().chain(weights.iter().copied()).collect();
    let beta = dot(&with_constant, fit.coefficients());
    let beta_variance = fit.residual_variance() * fit.leverage(&with_constant);
    let influence = (0..bars)
        .map(|t| {
            let row: Vec<f64> = design.iter().map(|column| column[t]).collect();
            fit.cross_leverage(&with_constant, &row)
        })
        .collect();
    let correction = Correction {
        beta,
        influence,
        degrees_of_freedom: fit.degrees_of_freedom() as f64,
        notes: note_on_size(&least_squares, beta),
    };
    Ok(Box::new(CorrectedBeta::new(sample, correction, |s2| (s2, beta_variance))?))
}

impl<const L: usize> ExpectedReturnModel for Dimson<L> {
    fn id(&self) -> &str {
        const { numbered("dimson", "dimson-2", L) }
    }

    fn name(&self) -> &str {
        "market model, Dimson beta"
    }

    fn factors(&self) -> Vec<Regressor> {
        leads_and_lags(L)
    }

    fn estimate(&self, sample: &EstimationSample<'_>) -> Result<Box<dyn Estimate>, ModelError> {
        require(self, sample)?;
        weighted(sample, &around(sample, L), &vec![1.0; 2 * L + 1])
    }
}

impl<const L: usize> ExpectedReturnModel for FowlerRorke<L> {
    fn id(&self) -> &str {
        const { numbered("fowler-rorke", "fowler-rorke-2", L) }
    }

    fn name(&self) -> &str {
        "market model, Fowler-Rorke beta"
    }

    fn factors(&self) -> Vec<Regressor> {
        leads_and_lags(L)
    }

    fn estimate(&self, sample: &EstimationSample<'_>) -> Result<Box<dyn Estimate>, ModelError> {
        require(self, sample)?;
        let columns = around(sample, L);
        let weights = weights(&columns, L).ok_or_else(|| ModelError::Undefined {
            model: self.name().to_owned(),
            bars: sample.firm.len(),
            reason: "the benchmark's autocorrelations add up to -1/2 or below",
        })?;
        weighted(sample, &columns, &weights)
    }
}

/// One or two leads and lags, the numbers that the literature uses.
const fn numbered(one: &'static str, two: &'static str, number: usize) -> &'static str {
    assert!(number == 1 || number == 2, "one or two leads and lags");
    if number == 1 { one } else { two }
}

/// The weights of Fowler and Rorke at `-L..=L`; `None` where the autocorrelations add up to -1/2 or
/// below, or the benchmark does not move.
fn weights(columns: &[&[f64]], farthest: usize) -> Option<Vec<f64>> {
    let centred: Vec<Vec<f64>> = columns.iter().map(|c| centred(c)).collect();
    let (own, lag) = (&centred[farthest], |k: usize| &centred[farthest - k]);
    let correlation = |k: usize| match k {
        0 => 1.0,
        k if k <= farthest => dot(own, lag(k)) / (dot(own, own) * dot(lag(k), lag(k))).sqrt(),
        _ => 0.0,
    };
    let positions = 0..=2 * farthest;
    let total: f64 = positions.clone().map(|k| correlation(k.abs_diff(farthest))).sum();
    let weight =
        |j: usize| positions.clone().map(|k| correlation(k.abs_diff(j))).sum::<f64>() / total;
    (total > 0.0)
        .then(|| positions.clone().map(|j| if j == farthest { 1.0 } else { weight(j) }).collect())
}
