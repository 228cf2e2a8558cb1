//! Why a placebo study cannot be run.

/// A placebo study cannot be run on these prices.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// A ticker or the benchmark without daily bars.
    #[error("the data has no daily bars of {ticker}")]
    NoBars {
        /// The ticker.
        ticker: String,
    },
    /// Too few dates to draw from.
    #[error(
        "{ticker} has {dates} possible dates, too few to draw from: each needs {estimation} \
         sessions before its event window and a complete event window"
    )]
    TooFewDates {
        /// The ticker.
        ticker: String,
        /// Dates with complete windows.
        dates: usize,
        /// Sessions of the estimation window.
        estimation: usize,
    },
}

impl CertificateError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            Self::NoBars { ticker } => {
                format!("give daily bars of {ticker}, or leave it out")
            }
            Self::TooFewDates { .. } => "give a longer history".into(),
        }
    }
}
