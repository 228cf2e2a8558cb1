//! Cumulative abnormal returns.

use serde::Serialize;

use super::AbnormalReturns;
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
    /// Its standard error.
    pub standard_error: f64,
}

impl AbnormalReturns<'_> {
    /// The cumulative abnormal return over `window`, or the event times that are missing in it.
    ///
    /// A window with a missing bar has no value: a sum over the rest would look like no reaction.
    /// Where returns run over gaps, a bar inside a gap is not missing if the return that ends the
    /// gap lies in the window, and that return is missing if the gap begins before the window.
    ///
    /// # Errors
    /// The missing event times; all of them if the window reaches beyond the event window.
    pub fn cumulative(&self, window: Window) -> Result<Cumulative, Vec<i32>> {
        let missing = self.missing_in(window);
        if !missing.is_empty() {
            return Err(missing);
        }
        let value = (window.first()..=window.last()).filter_map(|t| self.at(t)).sum();
        let standard_error = self.variance(window.first(), window.last()).sqrt();
        Ok(Cumulative { window, value, standard_error })
    }

    fn missing_in(&self, window: Window) -> Vec<i32> {
        let mut missing = Vec::new();
        let mut t = window.last();
        while t >= window.first() {
            let covered = if self.at(t).is_some() { self.bars_covered(t) } else { 0 };
            if covered == 0 || t - covered < window.first() - 1 {
                missing.push(t);
            }
            t -= covered.max(1);
        }
        missing.reverse();
        missing
    }

    /// The cumulative abnormal return from the first bar of the event window to each bar; it ends
    /// before the first missing bar, and has no entry inside a gap that a later return covers.
    pub fn path(&self) -> Vec<Cumulative> {
        (self.window.first()..=self.window.last())
            .filter_map(|last| Window::new(self.window.first(), last))
            .filter_map(|window| self.cumulative(window).ok())
            .collect()
    }
}
