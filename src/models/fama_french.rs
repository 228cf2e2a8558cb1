//! The factor models of Fama, French and Carhart.

use super::{Design, Estimate, ExpectedReturnModel, LinearEstimate, ModelError, require};
use crate::returns::{EstimationSample, EventSample, Regressor};

/// `E[R_t] = rf_t + alpha + b'F_t`: the firm's excess return on published factors, by least squares.
///
/// The factors are columns of the factor file: `Mkt-RF`, `SMB`, `HML`, `RMW`, `CMA`, `Mom` and the
/// riskless rate `RF`, per bar. The benchmark of the study takes no part.
///
/// # Formula
/// `Var(w'AR) = s^2 [w'w + g'(X'X)^-1 g]`, `g = X*'w`; `nu = M - k - 1` with k factors.
///
/// # References
/// Fama and French 1993, 2015, 2018; Carhart 1997.
#[derive(Clone, Copy, Debug)]
pub struct FamaFrench {
    id: &'static str,
    name: &'static str,
    factors: &'static [&'static str],
}

impl FamaFrench {
    /// Market, size and value (Fama and French 1993).
    pub const THREE: Self =
        Self { id: "ff3", name: "Fama-French three factors", factors: &["Mkt-RF", "SMB", "HML"] };
    /// The three and momentum (Carhart 1997).
    pub const CARHART: Self = Self {
        id: "carhart",
        name: "Carhart four factors",
        factors: &["Mkt-RF", "SMB", "HML", "Mom"],
    };
    /// The three, profitability and investment (Fama and French 2015).
    pub const FIVE: Self = Self {
        id: "ff5",
        name: "Fama-French five factors",
        factors: &["Mkt-RF", "SMB", "HML", "RMW", "CMA"],
    };
    /// The five and momentum (Fama and French 2018).
    pub const SIX: Self = Self {
        id: "ff6",
        name: "Fama-French six factors",
        factors: &["Mkt-RF", "SMB", "HML", "RMW", "CMA", "Mom"],
    };
}

impl ExpectedReturnModel for FamaFrench {
    fn id(&self) -> &str {
        self.id
    }

    fn name(&self) -> &str {
        self.name
    }

    fn needs_market(&self) -> bool {
        false
    }

    fn factors(&self) -> Vec<Regressor> {
        let named = self.factors.iter().chain(&["RF"]);
        named.map(|name| Regressor::Factor((*name).to_owned())).collect()
    }

    fn estimate(&self, sample: &EstimationSample<'_>) -> Result<Box<dyn Estimate>, ModelError> {
        require(self, sample)?;
        let count = self.factors.len();
        let names: Vec<&str> = ["alpha"].into_iter().chain(self.factors.iter().copied()).collect();
        let former = move |window: &EventSample<'_>| Design {
            columns: [vec![1.0; window.bars]]
                .into_iter()
                .chain(window.factors[..count].iter().cloned())
                .collect(),
            known: window.factors[count].clone(),
            ..Design::default()
        };
        Ok(Box::new(LinearEstimate::of_sample(sample, &names, former)?))
    }
}
