//! Wilcoxon's signed-rank test.

use super::outcome::ONE_EVENT;
use super::test_id::TestId;
use super::{Outcome, Reference, SignedRank, TestResult, WindowSample, Zeros};

pub(super) const ID: TestId = TestId::Wilcoxon;

/// Tests whether CARs are symmetric about zero, by signed ranks across events.
///
/// # Formula
/// See [`SignedRank`]; zeros are dropped. The statistic is z; p is exact up to 50 events and
/// normal beyond. From two events on: one alone cannot reject.
///
/// # References
/// Wilcoxon 1945.
pub fn wilcoxon(sample: &WindowSample<'_>) -> Outcome {
    let Some(ranks) = SignedRank::of(&sample.car, Zeros::Drop) else {
        return Outcome::not_applicable(ID, "no event has a CAR other than zero");
    };
    if ranks.n == 1 {
        return Outcome::not_applicable(ID, ONE_EVENT);
    }
    let result = match ranks.p_exact {
        Some(p) => {
            let reference = Reference::Enumerated { configurations: 1 << ranks.n };
            TestResult::new(ID, ranks.z, reference, p, ranks.n).detail("p_exact", p)
        }
        None => TestResult::normal(ID, ranks.z, ranks.n),
    };
    Outcome::Applies(
        result
            .null("CARs of the events are symmetric about zero")
            .detail("w_plus", ranks.w_plus)
            .detail("mean", ranks.mean)
            .detail("variance", ranks.variance)
            .detail("p_normal", ranks.p_normal)
            .detail("z_corrected", ranks.z_corrected)
            .detail("p_corrected", ranks.p_corrected),
    )
}
