//! Cumulative abnormal returns.

use serde::Serialize;

use crate::returns::Window;

/// A cumulative abnormal return over a window.
///
/// # Formula
/// `CAR = sum_W AR_t`, `Var(CAR) = 1'V1` with the full forecast covariance `V`, so that the error
/// of the parameters, which all bars share, is counted with its covariances.
///
/// # References
/// MacKinlay 1997; Salinger 1992 on the shared parameters.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Cumulative {
    /// The window.
    pub window: Window,
    /// The sum of the abnormal returns, a decimal fraction.
    pub value: f64,
    /// The standard error of the sum.
    pub standard_error: f64,
}

impl std::fmt::Display for Cumulative {
    /// Per cent with two decimals, the standard error in brackets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [value, error] = [self.value, self.standard_error].map(|fraction| 100.0 * fraction);
        match error.is_finite() {
            true => write!(f, "{value:+.2}% (se {error:.2}%)"),
            false => write!(f, "{value:+.2}% (no standard error)"),
        }
    }
}
