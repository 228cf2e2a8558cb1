//! Corrado and Zivney's rank test of abnormal returns with unit spread on every bar.

use super::rank_test::rank_test_of_every_bar;
use super::test_id::TestId;
use super::{Outcome, WindowSample};

pub(super) const ID: TestId = TestId::CorradoZivneyEveryBar;

/// The rank test of [`corrado_zivney`](super::corrado_zivney) after every bar, of estimation and event
/// window alike, is brought to unit spread over events.
///
/// # Formula
/// `X_it = e_it/s_i` on estimation bars, `AR_it/s_i` on event bars; ranked are `Y_it = X_it/sd_i(X_it)`,
/// sd over the events that have the bar, at least five. Ranks and statistic as in
/// [`corrado_zivney`](super::corrado_zivney). Where event bars alone are divided, as in
/// [`corrado_zivney_restandardised`](super::corrado_zivney_restandardised), few or skewed events make
/// them unlike the bars they are ranked among, and a true null is rejected too often.
///
/// # References
/// Corrado and Zivney 1992 and Boehmer, Musumeci and Poulsen 1991 for the idea; that every bar is
/// divided is this program's own.
pub fn corrado_zivney_every_bar(sample: &WindowSample<'_>) -> Outcome {
    rank_test_of_every_bar(ID, sample)
}
