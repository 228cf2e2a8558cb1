//! Corrado and Zivney's rank test.

use super::rank_test::rank_test;
use super::test_id::TestId;
use super::{Outcome, WindowSample};

pub(super) const ID: TestId = TestId::CorradoZivney;

/// Tests the ranks of a window's abnormal returns among all bars of their events.
///
/// # Formula
/// `U_it = rank/(T_i + 1)` among the valid bars of estimation and event window, average ranks for
/// ties; `H_t = sum_i (U_it - 1/2)/sqrt(N_t)`, `S^2 = sum_t H_t^2/T`;
/// `z = sum_W H_t / (S sqrt(L (T - L)/(T - 1))) ~ N(0,1)` for a window of L bars. The factor of a
/// finite population is there because ranks sum to a constant over time; `cowan_statistic` is
/// without it. All events of the cross-section are ranked, each on the bars it has.
///
/// # References
/// Corrado and Zivney 1992; Cowan 1992 and Campbell and Wasley 1993 for windows.
pub fn corrado_zivney(sample: &WindowSample<'_>) -> Outcome {
    rank_test(ID, sample, |sums| Ok(&sums.ranks))
}
