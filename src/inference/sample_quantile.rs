//! The sample-quantile (SQ) test of a single event.

use super::rank::two_sided_band;
use super::test_id::TestId;
use super::{Outcome, RankOf, Reference, TestResult};
use crate::abnormal::Cumulative;
use crate::models::Estimate;

pub(super) const ID: TestId = TestId::SampleQuantile;

const DRAWN_ALIKE: &str =
    "the event's abnormal return is drawn like the firm's own on days without the event";

/// What the SQ test compares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scaling {
    /// `CAR/sqrt(1'V1)` with each sum of residuals over its own standard error: residuals are less
    /// dispersed than forecast errors.
    #[default]
    Scaled,
    /// The CAR with sums of residuals as they are.
    Plain,
}

/// Ranks a CAR among the sums of the firm's own residuals over as many bars; `times` are the event
/// times of the residuals.
///
/// # Formula
/// `p = min(1, 2 min(p_low, p_up))`, `p_low = (1 + #{e_j <= CAR})/(n + 1)`, over all `n = M - L2 + 1`
/// overlapping sums of L2 successive residuals, of which `floor(M/L2)` do not overlap.
///
/// Low power; an estimate picked because it is significant is biased away from zero; confounders
/// are not averaged out (Brav and Heaton 2015).
///
/// # References
/// Gelbach, Helland and Klick 2013.
pub fn sample_quantile(
    estimate: &dyn Estimate,
    times: &[i32],
    car: &Cumulative,
    scaling: Scaling,
) -> Outcome {
    let residuals = estimate.residuals();
    let length = car.window.len();
    if scaling == Scaling::Scaled && !(car.standard_error > 0.0) {
        return Outcome::not_applicable(ID, "the model gives no standard error");
    }
    if residuals.len() < length {
        return Outcome::not_applicable(ID, "the window is longer than the estimation window");
    }
    let reference = sums(residuals, times, length, |from, to| match scaling {
        Scaling::Scaled => estimate.residual_sum_variance(from, to),
        Scaling::Plain => 1.0,
    });
    if reference.is_empty() {
        return Outcome::not_applicable(
            ID,
            "no unbroken run of residuals is as long as the window",
        );
    }
    let value = match scaling {
        Scaling::Scaled => car.value / car.standard_error,
        Scaling::Plain => car.value,
    };
    let effective_size = residuals.len() / length;
    let (n, p) = (reference.len(), RankOf::of(value, &reference).p_two);
    Outcome::Applies(
        TestResult::new(ID, value, Reference::Ranks { size: n, effective_size }, p, n)
            .null(DRAWN_ALIKE),
    )
}

/// The CARs between which the scaled [`sample_quantile`] test does not reach `alpha`; `None` where it
/// does not apply, or could not reach it.
pub(crate) fn sample_quantile_band(
    estimate: &dyn Estimate,
    times: &[i32],
    car: &Cumulative,
    alpha: f64,
) -> Option<(f64, f64)> {
    let (residuals, length) = (estimate.residuals(), car.window.len());
    let error = Some(car.standard_error).filter(|error| *error > 0.0)?;
    if residuals.len() < length {
        return None;
    }
    let variance = |from, to| estimate.residual_sum_variance(from, to);
    let (low, high) = two_sided_band(&sums(residuals, times, length, variance), alpha)?;
    Some((low * error, high * error))
}

/// The scaled test of the only event of a sample from what [`sample_quantile_p_value`] gave: the SCAR,
/// its p-value, the times of the residuals and the length of the window in bars. Not applicable
/// where the p-value is NaN.
pub fn sample_quantile_of_ranks(scar: f64, p_value: f64, times: &[i32], length: usize) -> Outcome {
    if !(scar.is_finite() && p_value.is_finite()) {
        return Outcome::not_applicable(
            ID,
            "the event has no standardised abnormal return, or no unbroken run of residuals is as \
             long as the window",
        );
    }
    let unbroken = |run: &&[i32]| run[length - 1] - run[0] == length as i32 - 1;
    let size = times.windows(length).filter(unbroken).count();
    let reference = Reference::Ranks { size, effective_size: times.len() / length };
    Outcome::Applies(TestResult::new(ID, scar, reference, p_value, size).null(DRAWN_ALIKE))
}

/// The p-value of the scaled [`sample_quantile`] test from the figures of an event: `value` is the CAR
/// over its standard error, `variance` that of the sum of the residuals `from..to`. `None` where the
/// test does not apply.
pub fn sample_quantile_p_value(
    residuals: &[f64],
    times: &[i32],
    length: usize,
    value: f64,
    variance: impl Fn(usize, usize) -> f64,
) -> Option<f64> {
    if !value.is_finite() || length == 0 || residuals.len() < length {
        return None;
    }
    let reference = sums(residuals, times, length, variance);
    (!reference.is_empty()).then(|| RankOf::of(value, &reference).p_two)
}

/// All sums of so many successive residuals, each over its standard error.
fn sums(
    residuals: &[f64],
    times: &[i32],
    length: usize,
    variance: impl Fn(usize, usize) -> f64,
) -> Vec<f64> {
    let mut sums = Vec::with_capacity(residuals.len() + 1 - length);
    for from in 0..=residuals.len() - length {
        // A sum across a left-out bar would span more sessions than the window.
        if times[from + length - 1] - times[from] != length as i32 - 1 {
            continue;
        }
        let scale = variance(from, from + length).sqrt();
        if scale > 0.0 {
            sums.push(residuals[from..from + length].iter().sum::<f64>() / scale);
        }
    }
    sums
}
