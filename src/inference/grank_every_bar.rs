//! The generalised rank tests of values with unit spread on every bar.

use super::grank_t::t_of_ranks;
use super::grank_z::z_of_ranks;
use super::test_id::TestId;
use super::{Outcome, WindowSample};

pub(super) const T: TestId = TestId::GrankTEveryBar;
pub(super) const Z: TestId = TestId::GrankZEveryBar;

/// The generalised rank t test after every estimation bar is brought to unit spread over events, as
/// the window is.
///
/// # Formula
/// `SCAR_i/sd(SCAR)` ranks among `Y_it = (e_it/s_i)/sd_i(e_it/s_i)`, sd over the events that have the
/// bar, at least five; statistic as in [`grank_t`](super::grank_t). The window's own spread bounds its
/// values, to `(N - 1)/sqrt(N)` at the most, and does the same to those it is ranked among.
///
/// # References
/// Kolari and Pynnonen 2011 for the test; that every bar is divided is this program's own.
pub fn grank_t_every_bar(sample: &WindowSample<'_>) -> Outcome {
    match t_of_ranks(T, sample, sample.generalised_ranks_of_every_bar()) {
        Ok(result) => Outcome::Applies(result),
        Err(reason) => Outcome::not_applicable(T, reason),
    }
}

/// The generalised rank z test of the same ranks; see [`grank_z`](super::grank_z).
///
/// # References
/// Kolari and Pynnonen 2011 for the test; that every bar is divided is this program's own.
pub fn grank_z_every_bar(sample: &WindowSample<'_>) -> Outcome {
    z_of_ranks(Z, sample, sample.generalised_ranks_of_every_bar())
        .unwrap_or_else(|reason| Outcome::not_applicable(Z, reason))
}
