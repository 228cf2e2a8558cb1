//! Corrado and Zivney's rank test, robust to variance that the event brings.

use super::rank_test::rank_test;
use super::test_id::TestId;
use super::{Outcome, WindowSample};

pub(super) const ID: TestId = TestId::CorradoZivneyRestandardised;

/// The rank test of [`corrado_zivney`](super::corrado_zivney) after event bars are brought to unit
/// spread over events.
///
/// # Formula
/// Ranked are `e_it/s_i` on estimation bars and `(AR_it/s_i)/sd_i(AR_it/s_i)` on event bars, sd over
/// the events that have the bar; bars with fewer than two such events are not ranked.
///
/// # References
/// Corrado and Zivney 1992; Boehmer, Musumeci and Poulsen 1991 for the idea.
pub fn corrado_zivney_restandardised(sample: &WindowSample<'_>) -> Outcome {
    rank_test(ID, sample, |sums| sums.restandardised.as_ref().map_err(String::clone))
}
