//! Why there is no regression.

use crate::models::ModelError;

/// A sample that does not determine the regression.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RegressionError {
    /// Not more observations than coefficients.
    #[error("{events} observations are too few for {coefficients} coefficients")]
    TooFewEvents {
        /// Observations.
        events: usize,
        /// Coefficients.
        coefficients: usize,
    },
    /// Regressors that cannot be told apart.
    #[error("the regressors are linearly dependent over the {events} observations")]
    Dependent {
        /// Observations.
        events: usize,
    },
    /// Nothing left to test against.
    #[error("the regressors leave no variance in the {events} returns")]
    NothingLeft {
        /// Observations.
        events: usize,
    },
    /// An event without a variance of its abnormal return.
    #[error("{without} of {events} events have no forecast variance to weight them by")]
    NoVariance {
        /// Events without.
        without: usize,
        /// Observations.
        events: usize,
    },
}

impl RegressionError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            Self::TooFewEvents { .. } => "regress on fewer columns, or on a column with fewer different texts".into(),
            Self::Dependent { .. } => "leave out a column that follows from the others, or that is the same for all events".into(),
            Self::NothingLeft { .. } => "check whether a column is itself made from the abnormal returns".into(),
            Self::NoVariance { .. } => "use ordinary least squares, or a model with a forecast variance".into(),
        }
    }

    pub(super) fn of(error: &ModelError, events: usize, coefficients: usize) -> Self {
        match error {
            ModelError::TooFewBars { .. } => Self::TooFewEvents { events, coefficients },
            ModelError::ZeroVariance { .. } => Self::NothingLeft { events },
            _ => Self::Dependent { events },
        }
    }
}
