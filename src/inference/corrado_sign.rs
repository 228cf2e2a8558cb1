//! Corrado and Zivney's sign test.

use super::rank_test::rank_test;
use super::test_id::TestId;
use super::{Outcome, WindowSample};

pub(super) const ID: TestId = TestId::CorradoSign;

/// The null hypothesis.
const MEDIAN: &str = "abnormal returns of the window are as often above the median of their event \
                      as those of other bars";

/// Tests on which side of their event's median the abnormal returns of a window are.
///
/// # Formula
/// `G_it = sign(AR_it - median_i)`, median over estimation and event bars;
/// `H_t = sum_i G_it/sqrt(N_t)`, `S^2 = sum_t H_t^2/T`, on a bar `z = H_t/S ~ N(0,1)`. A window is
/// treated as in the rank test of [`corrado_zivney`](super::corrado_zivney): the signs of an event
/// sum to zero over time just as its ranks do.
///
/// # References
/// Corrado and Zivney 1992.
pub fn corrado_sign(sample: &WindowSample<'_>) -> Outcome {
    match rank_test(ID, sample, |sums| Ok(&sums.signs)) {
        Outcome::Applies(result) => Outcome::Applies(result.null(MEDIAN)),
        other => other,
    }
}
