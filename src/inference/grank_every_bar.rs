//! The generalised rank t test of values with unit spread on every bar.

use super::grank_t::t_of_ranks;
use super::test_id::TestId;
use super::{Outcome, WindowSample};

pub(super) const ID: TestId = TestId::GrankTEveryBar;

/// The generalised rank t test after every estimation bar is brought to unit spread over events, as
/// the window is.
///
/// # Formula
/// `SCAR_i/sd(SCAR)` ranks among `Y_it = (e_it/s_i)/sd_i(e_it/s_i)`, sd over the events that have the
/// bar, at least five; statistic as in [`grank_t`](super::grank_t). The window's own spread bounds its
/// values, to `(N - 1)/sqrt(N)` at the most, and does the same to those it is ranked among. There is no
/// z form: ranks of values with a common spread are not independent over events, which the variance
/// over time knows and that of uniform ranks does not.
///
/// # References
/// Kolari and Pynnonen 2011 for the test; that every bar is divided is this program's own.
pub fn grank_t_every_bar(sample: &WindowSample<'_>) -> Outcome {
    match t_of_ranks(ID, sample, sample.generalised_ranks_of_every_bar()) {
        Ok(result) => Outcome::Applies(result),
        Err(reason) => Outcome::not_applicable(ID, reason),
    }
}
