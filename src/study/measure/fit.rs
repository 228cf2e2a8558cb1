//! What the estimate of an event says beside its returns.

use std::borrow::Cow;

use crate::abnormal::{Measured, buy_and_hold_model};
use crate::inference::{sample_quantile_p_value, synthetic_control_placebo};
use crate::models::Estimate;
use crate::returns::{ReturnKind, Samples, Window};

/// What the estimate of an event says beside its returns: figures for its row, which no test of the
/// sample needs. NaN where a figure does not exist.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fit {
    pub(crate) alpha: f64,
    /// The beta of the model in use.
    pub(crate) beta: f64,
    /// The plain one beside a beta that was corrected.
    pub(crate) least_squares_beta: f64,
    /// All further coefficients by name.
    pub(crate) coefficients: Vec<(String, f64)>,
    /// The buy-and-hold return of the headline window less the compounded expectation.
    pub(crate) buy_and_hold_model: f64,
    /// The rank p-value of the headline window's CAR among the firm's own residuals.
    pub(crate) sample_quantile_p: f64,
    /// The permutation p-value among the donors of a synthetic control.
    pub(crate) permutation_p: f64,
    /// The statistic behind it, and the number of donors.
    pub(crate) permutation_statistic: f64,
    pub(crate) permutation_donors: f64,
    /// Whether the figures are those of another model.
    pub(crate) fell_back: bool,
    /// What to know, in sentences that are alike for all events they are true of.
    pub(crate) notes: Vec<Cow<'static, str>>,
}

/// What is wanted of the headline window.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    pub(crate) event_window: Window,
    /// The headline window with its column in the cross-section.
    pub(crate) headline: Option<(Window, usize)>,
    pub(crate) returns: ReturnKind,
    /// Whether p-values of single events are wanted: by their ranks, and by permutation.
    pub(crate) single_events: bool,
    /// Whether the regressors are the donors of a synthetic control.
    pub(crate) donors: bool,
}

impl Default for Fit {
    fn default() -> Self {
        Self {
            alpha: f64::NAN,
            beta: f64::NAN,
            least_squares_beta: f64::NAN,
            coefficients: Vec::new(),
            buy_and_hold_model: f64::NAN,
            sample_quantile_p: f64::NAN,
            permutation_p: f64::NAN,
            permutation_statistic: f64::NAN,
            permutation_donors: f64::NAN,
            fell_back: false,
            notes: Vec::new(),
        }
    }
}

impl Fit {
    /// Asks an estimate.
    pub(crate) fn of(
        estimate: &dyn Estimate,
        samples: &Samples,
        measured: &Measured,
        wanted: &Wanted,
    ) -> Self {
        let mut fit = Self {
            fell_back: estimate.fell_back(),
            notes: estimate.notes().into_iter().map(|note| note.gist).collect(),
            ..Self::default()
        };
        for coefficient in estimate.coefficients() {
            match coefficient.name.as_str() {
                "alpha" => fit.alpha = coefficient.value,
                "beta" => fit.beta = coefficient.value,
                "beta by least squares" => fit.least_squares_beta = coefficient.value,
                _ => fit.coefficients.push((coefficient.name, coefficient.value)),
            }
        }
        let Some((window, column)) = wanted.headline else { return fit };
        let outer = wanted.event_window;
        fit.buy_and_hold_model =
            buy_and_hold_model(estimate, samples, outer, window, wanted.returns)
                .unwrap_or(f64::NAN);
        if wanted.single_events {
            let scar = measured.car[column] / measured.variance[column].sqrt();
            let variance = |from, to| estimate.residual_sum_variance(from, to);
            let (residuals, times) = (&measured.residuals, &measured.residual_times);
            fit.sample_quantile_p =
                sample_quantile_p_value(residuals, times, window.len(), scar, variance)
                    .unwrap_or(f64::NAN);
            if wanted.donors {
                let placebo = synthetic_control_placebo(samples, outer, window);
                if let Some(placebo) = placebo.result() {
                    fit.permutation_p = placebo.p_value;
                    fit.permutation_statistic = placebo.statistic;
                    fit.permutation_donors = samples.estimation_factors.len() as f64;
                }
            }
        }
        fit
    }
}
