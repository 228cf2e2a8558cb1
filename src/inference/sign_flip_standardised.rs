//! The sign-flip test of standardised CARs.

use super::sign_flip::flip;
use super::test_id::TestId;
use super::{Outcome, WindowSample};

pub(super) const ID: TestId = TestId::SignFlipStandardised;

/// Tests the mean SCAR against all other signs of the SCARs: [`sign_flip`](super::sign_flip) with
/// the statistic of Boehmer, Musumeci and Poulsen.
///
/// # Formula
/// `t = mean(SCAR)/(sd(SCAR)/sqrt(N))`, signs as there.
///
/// # References
/// Boehmer, Musumeci and Poulsen 1991 for the statistic; Fisher 1935 for the signs.
pub fn sign_flip_standardised(sample: &WindowSample<'_>) -> Outcome {
    if sample.is_empty() || !sample.is_standardised() {
        return Outcome::not_applicable(ID, "no event has a standardised abnormal return");
    }
    flip(ID, sample, &sample.scar, "standardised CARs of the events are symmetric about zero")
}
