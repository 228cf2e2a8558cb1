//! The beta of Scholes and Williams for thin trading.

use super::corrected_beta::{CorrectedBeta, Correction, centred, dot, note_on_size, plain};
use super::{Estimate, ExpectedReturnModel, ModelError, require};
use crate::returns::{EstimationSample, Regressor};

/// The market model with the beta of Scholes and Williams: prices that are a day old or the
/// benchmark's share the firm's move with the day before or after.
///
/// Lead and lag of the benchmark come from its whole series. The lead of the last estimation bar is
/// the benchmark's alone, so nothing of the firm's event enters. The event window has neither lead
/// nor lag.
///
/// # Formula
/// `b = (b_-1 + b_0 + b_+1)/(1 + 2 rho)` with the simple slopes `b_k` of `R_t` on `Rm_{t+k}` and the
/// first autocorrelation `rho` of `Rm`; `a = Rbar - b Rmbar`. With the instrument
/// `z_t = Rm_{t-1} + Rm_t + Rm_{t+1}`: `Var(b) = s^2 Szz/Szm^2`, `s^2 = sum (R - a - b Rm)^2/(M - 2)`;
/// `Var(CAR) = s^2 (L2 + L2^2/M) + Var(b) (sum_W Rm - L2 Rmbar)^2`; `nu = M - 2`.
///
/// # References
/// Scholes and Williams 1977; Brown and Warner 1985, who find that it changes little on average.
#[derive(Clone, Copy, Debug)]
pub struct ScholesWilliams;

impl ExpectedReturnModel for ScholesWilliams {
    fn id(&self) -> &str {
        "scholes-williams"
    }

    fn name(&self) -> &str {
        "market model, Scholes-Williams beta"
    }

    fn factors(&self) -> Vec<Regressor> {
        vec![Regressor::MarketAt(-1), Regressor::MarketAt(1)]
    }

    fn estimate(&self, sample: &EstimationSample<'_>) -> Result<Box<dyn Estimate>, ModelError> {
        require(self, sample)?;
        let bars = sample.firm.len();
        let least_squares = plain(sample)?;
        let series = [&sample.factors[0][..], sample.market, &sample.factors[1][..]].map(centred);
        let squares = [0, 1, 2].map(|k| dot(&series[k], &series[k]));
        let autocorrelation = dot(&series[0], &series[1]) / (squares[0] * squares[1]).sqrt();
        let scale = 1.0 + 2.0 * autocorrelation;
        let instrument: Vec<f64> =
            (0..bars).map(|t| series[0][t] + series[1][t] + series[2][t]).collect();
        let covariance = dot(&instrument, &series[1]);
        if !(scale > 0.0 && covariance > 0.0 && squares.iter().all(|s| *s > 0.0)) {
            return Err(ModelError::Undefined {
                model: self.name().to_owned(),
                bars,
                reason: "the benchmark's autocorrelation is -1/2 or below",
            });
        }
        let influence: Vec<f64> = (0..bars)
            .map(|t| (0..3).map(|k| series[k][t] / squares[k]).sum::<f64>() / scale)
            .collect();
        let beta = dot(&influence, sample.firm);
        let spread = dot(&instrument, &instrument) / (covariance * covariance);
        let correction = Correction {
            beta,
            influence,
            degrees_of_freedom: (bars - 2) as f64,
            notes: note_on_size(&least_squares, beta),
        };
        Ok(Box::new(CorrectedBeta::new(sample, correction, |s2| (s2, s2 * spread))?))
    }
}
