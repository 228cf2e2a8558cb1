//! The market model on returns from one trade to the next.

use super::{Design, Estimate, ExpectedReturnModel, LinearEstimate, ModelError, require};
use crate::returns::{EstimationSample, EventSample, FirmReturns, Regressor};

/// The market model of a thinly traded firm: a return printed after empty bars covers all of them,
/// and is held against the benchmark's sum over as many.
///
/// A window in which the first return begins before the window has no value.
///
/// # Formula
/// Over n bars `R = alpha n + beta sum Rm + u`, `Var u = n s^2`; both sides are divided by
/// `sqrt(n)`. `Var(w'AR) = s^2 [w' diag(n) w + g'(X'X)^-1 g]` with the rows `(n, sum Rm)` of the event
/// window in `g` and `(sqrt n, sum Rm/sqrt n)` in `X`; `nu = M - 2` with M returns.
///
/// # References
/// Maynes and Rumsey 1993.
#[derive(Clone, Copy, Debug)]
pub struct TradeToTrade;

impl ExpectedReturnModel for TradeToTrade {
    fn id(&self) -> &str {
        "trade-to-trade"
    }

    fn name(&self) -> &str {
        "market model, trade to trade"
    }

    fn factors(&self) -> Vec<Regressor> {
        vec![Regressor::BarsCovered, Regressor::MarketOverBarsCovered]
    }

    fn firm_returns(&self) -> FirmReturns {
        FirmReturns::OverGaps
    }

    fn estimate(&self, sample: &EstimationSample<'_>) -> Result<Box<dyn Estimate>, ModelError> {
        require(self, sample)?;
        let former = |window: &EventSample<'_>| Design {
            columns: window.factors[..2].to_vec(),
            bars_covered: window.factors[0].clone(),
            ..Design::default()
        };
        Ok(Box::new(LinearEstimate::of_sample(sample, &["alpha", "beta"], former)?))
    }
}
