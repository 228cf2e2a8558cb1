//! Permutation inference for a synthetic control.

use super::test_id::TestId;
use super::{Outcome, Reference, TestResult};
use crate::models::{Estimate, ExpectedReturnModel, SyntheticControl};
use crate::returns::{Samples, Window};

pub(super) const ID: TestId = TestId::SyntheticControlPlacebo;

/// Tests the CAR of a synthetic control by treating each donor as if the event were its own.
///
/// `samples` has the donors as its regressors; `window` lies within `event_window`. A donor's own
/// control is made of the other donors, without the firm, which the event did touch.
///
/// # Formula
/// `T = CAR^2 / MSPE` with the mean squared residual of the estimation window; `p = rank/(J + 1)`, the
/// rank of the firm among itself and its J donors from the largest, ties counting against it. All
/// assignments are enumerated, so that nothing is drawn.
///
/// # Errors
/// Not applicable with fewer than two donors, where a unit has no control, and where a return of
/// the window is missing.
///
/// # References
/// Abadie, Diamond and Hainmueller 2010.
pub fn synthetic_control_placebo(
    samples: &Samples,
    event_window: Window,
    window: Window,
) -> Outcome {
    let donors = samples.estimation_factors.len();
    if donors < 2 || samples.event_factors.len() != donors {
        return Outcome::not_applicable(ID, "fewer than two donors");
    }
    if window.first() < event_window.first() || window.last() > event_window.last() {
        return Outcome::not_applicable(ID, "the window reaches beyond the event window");
    }
    let from = (window.first() - event_window.first()) as usize;
    let bars = from..from + window.len();
    let Some(own) = ratio(samples, &bars) else {
        return Outcome::not_applicable(
            ID,
            "the firm has no synthetic control or no return on a day of the window",
        );
    };
    let placebos: Option<Vec<f64>> =
        (0..donors).map(|j| ratio(&as_treated(samples, j), &bars)).collect();
    let Some(placebos) = placebos else {
        return Outcome::not_applicable(
            ID,
            "a donor has no synthetic control or no return on a day of the window",
        );
    };
    // Ties must not hang on the last digit.
    let rank = 1 + placebos.iter().filter(|t| **t >= own * (1.0 - 1e-12)).count();
    synthetic_control_of_donors(own, rank as f64 / (donors + 1) as f64, donors)
}

/// Placebo test of a synthetic control from its figures: the statistic, its p-value and the number of donors. Not
/// applicable where the p-value is NaN.
pub fn synthetic_control_of_donors(statistic: f64, p_value: f64, donors: usize) -> Outcome {
    if !(statistic.is_finite() && p_value.is_finite()) {
        return Outcome::not_applicable(
            ID,
            "the firm or a donor has no synthetic control or no return on a day of the window",
        );
    }
    let reference = Reference::Ranks { size: donors, effective_size: donors };
    Outcome::Applies(
        TestResult::new(ID, statistic, reference, p_value, donors + 1)
            .null("the event moved the firm no more than it moved a donor"),
    )
}

/// The samples of donor `j` among the other donors.
fn as_treated(samples: &Samples, j: usize) -> Samples {
    let others = |columns: &[Vec<f64>]| {
        columns.iter().enumerate().filter(|(k, _)| *k != j).map(|(_, c)| c.clone()).collect()
    };
    Samples {
        estimation_firm: samples.estimation_factors[j].clone(),
        event_firm: samples.event_factors[j].clone(),
        estimation_factors: others(&samples.estimation_factors),
        event_factors: others(&samples.event_factors),
        ..samples.clone()
    }
}

fn ratio(samples: &Samples, bars: &std::ops::Range<usize>) -> Option<f64> {
    let estimate: Box<dyn Estimate> = SyntheticControl.estimate(&samples.estimation()).ok()?;
    let expected = estimate.expected(&samples.event());
    let actual = samples.event_firm.get(bars.clone())?;
    let car: f64 = actual.iter().zip(&expected[bars.clone()]).map(|(r, e)| r - e).sum();
    Some(car * car / estimate.residual_variance()).filter(|t| t.is_finite())
}
