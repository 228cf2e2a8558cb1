//! Why a model could not be estimated.

use crate::event::Reason;
use crate::returns::Regressor;

/// A sample that does not determine the model.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// Too few bars.
    #[error("the estimation window has {bars} usable bars, and {needed} are needed")]
    TooFewBars {
        /// Usable bars.
        bars: usize,
        /// Bars needed.
        needed: usize,
    },
    /// Linearly dependent regressors.
    #[error("the regressors are linearly dependent over the {bars} estimation bars")]
    Singular {
        /// Usable bars.
        bars: usize,
    },
    /// A firm whose return the model explains without error, or that does not move.
    #[error("the returns have no variance left over the {bars} estimation bars")]
    ZeroVariance {
        /// Usable bars.
        bars: usize,
    },
    /// A model that needs a benchmark where there is none.
    #[error("the model {model} needs a benchmark, and none is in the data")]
    NoMarket {
        /// The model.
        model: String,
    },
    /// A model that needs a regressor that is not in the data.
    #[error("the model {model} needs {regressor}, which is not in the data")]
    NoRegressor {
        /// The model.
        model: String,
        /// What is missing.
        regressor: Regressor,
    },
    /// A model that shrinks towards a prior, without one.
    #[error("the model {model} needs a prior of the betas, and {reason}")]
    NoPrior {
        /// The model.
        model: String,
        /// Why there is none.
        reason: &'static str,
    },
    /// A model of the user's own that refuses the sample.
    #[error("the model {model} refuses the sample: {reason}")]
    Refused {
        /// The model.
        model: String,
        /// The reason of the model, in words.
        reason: String,
    },
    /// An estimate whose formula has no value on this sample.
    #[error("the model {model} has no value on these {bars} bars: {reason}")]
    Undefined {
        /// The model.
        model: String,
        /// Usable bars.
        bars: usize,
        /// What does not hold.
        reason: &'static str,
    },
}

impl ModelError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            Self::TooFewBars { .. } => "give more history, a shorter estimation window, or a lower minimum of estimation bars".into(),
            Self::Singular { .. } => "check whether the benchmark moves at all in the estimation window".into(),
            Self::ZeroVariance { .. } => "check whether the prices are stale or the firm equals its benchmark".into(),
            Self::NoRegressor { regressor, .. } => regressor.hint().into(),
            Self::NoPrior { .. } => "give at least three peers, whose betas form the prior, or use the model blume or market-model".into(),
            Self::Refused { .. } => "the model is your own; its reason says what it needs".into(),
            Self::Undefined { .. } => "use the model market-model, or a longer estimation window".into(),
            Self::NoMarket { .. } => "name a benchmark that the data has, or use the model constant-mean".into(),
        }
    }

    /// The reason code of the exclusion ledger.
    pub const fn code(&self) -> Reason {
        match self {
            Self::TooFewBars { .. } => Reason::ShortEstimation,
            Self::Singular { .. } => Reason::Singular,
            Self::ZeroVariance { .. } => Reason::ZeroVariance,
            Self::NoMarket { .. } => Reason::NoBenchmark,
            Self::NoRegressor { .. } => Reason::NoFactor,
            Self::NoPrior { .. } => Reason::NoPrior,
            Self::Refused { .. } => Reason::Refused,
            Self::Undefined { .. } => Reason::Undefined,
        }
    }
}
