//! Permutation tests of one event over several sessions.

use crate::abnormal::{BuyAndHold, growth};
use crate::inference::{NullModel, Outcome, Rearrangements, not_rearranged};
use crate::models::Estimate;
use crate::returns::{Samples, Window};
use crate::study::StudySpec;

/// What permutations say of a window.
pub(super) struct PermutationTests {
    /// The test by permutations and that by shifts.
    pub(super) outcomes: [Outcome; 2],
    /// Between which CARs, in standard errors, the first finds no more than noise.
    pub(super) noise: Option<(f64, f64)>,
}

/// The permutation tests of a window without a missing session, by permutations and by shifts, and the
/// p-value of its buy-and-hold return in place of the rank; `None` where the model is not least squares on
/// observed regressors.
pub(super) fn permutation_tests(
    window: Window,
    spec: &StudySpec,
    (estimate, samples): (&dyn Estimate, &Samples),
    held: Option<&mut BuyAndHold>,
) -> Option<PermutationTests> {
    let event = samples.event();
    let [estimation, columns] = estimate.least_squares_on(&event)?;
    let from = (window.first() - spec.window.first()) as usize;
    let bars = from..from + window.len();
    let columns: Vec<Vec<f64>> = columns.iter().map(|x| x[bars.clone()].to_vec()).collect();
    let returns = &samples.event_firm[bars.clone()];
    let expected = &estimate.expected(&event)[bars.clone()];
    let abnormal: Vec<f64> = returns.iter().zip(expected).map(|(r, e)| r - e).collect();
    let model = NullModel {
        estimation: &estimation,
        window: &columns,
        residuals: estimate.residuals(),
        abnormal: &abnormal,
    };
    let Some(drawn) = Rearrangements::new(model, &spec.cross_section.tests) else {
        return Some(PermutationTests { outcomes: not_rearranged(), noise: None });
    };
    if let (Some(held), Some(against)) = (held, estimate.held_against(&event).get(bars)) {
        let other = growth(against, spec.returns);
        let figure = |own: &[f64]| growth(own, spec.returns) - other;
        if let Some((p, draws)) = drawn.figure(returns, figure) {
            (held.p_value, held.permutations) = (p, Some(draws));
        }
    }
    Some(PermutationTests { outcomes: drawn.tests(), noise: drawn.band(spec.alpha) })
}
