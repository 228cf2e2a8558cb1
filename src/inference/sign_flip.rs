//! The sign-flip test of CARs.

use super::flips::Flips;
use super::moments::{mean, standard_deviation};
use super::shared_dates::SharedDates;
use super::test_id::TestId;
use super::{Outcome, TestResult, WindowSample};

pub(super) const ID: TestId = TestId::SignFlip;

/// Statistics that differ by less are tied, on the scale of the share of the sum of squares that the
/// mean explains: what rounding can do there.
pub(super) const TIE: f64 = 1e-12;

/// Tests the mean CAR against all other signs of the CARs.
///
/// # Formula
/// `t = mean(CAR)/(sd(CAR)/sqrt(N))`; p is the share of sign vectors w with `|t(w CAR)| >= |t|`,
/// all `2^N` of them up to 20 events, else `(1 + #)/(B + 1)` of B draws. The sum of squares is the
/// same under all signs, so `|t|` grows with the absolute sum and sums are compared. Exact
/// for independent events with symmetric errors; `smallest_p` is the smallest p there can be.
///
/// # References
/// Fisher 1935; Hoeffding 1952.
pub fn sign_flip(sample: &WindowSample<'_>) -> Outcome {
    flip(ID, sample, &sample.car, "CARs of the events are symmetric about zero")
}

pub(super) fn flip(
    id: TestId,
    sample: &WindowSample<'_>,
    values: &[f64],
    null: &'static str,
) -> Outcome {
    let n = values.len() as f64;
    let Some(sd) = standard_deviation(values) else {
        return Outcome::not_applicable(id, "it needs at least two events with different values");
    };
    let options = sample.options;
    // A zero has no sign: flipping it would only count every configuration twice.
    let column: Vec<f64> = values.iter().copied().filter(|v| *v != 0.0).collect();
    let flips = Flips::of(column.len(), options);
    let squares: f64 = column.iter().map(|v| v * v).sum();
    let sum: f64 = column.iter().sum();
    let as_extreme = sum * sum - TIE * n * squares;
    let hits = flips.count(&[column], 1, |sums, hits| {
        hits[0] += u64::from(sums[0] * sums[0] >= as_extreme);
    });
    let result = TestResult::new(
        id,
        mean(values) / (sd / n.sqrt()),
        flips.reference(),
        flips.p_value(hits[0]),
        values.len(),
    )
    .null(null)
    .detail("smallest_p", flips.smallest());
    Outcome::Applies(match SharedDates::of(sample).caution() {
        Some(caution) => result.caution(caution),
        None => result,
    })
}
