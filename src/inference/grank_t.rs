//! The generalised rank t test.

use std::borrow::Cow;

use super::generalised_ranks::GeneralisedRanks;
use super::test_id::TestId;
use super::{Outcome, TestResult, WindowSample};

pub(super) const ID: TestId = TestId::GrankT;

/// The null hypothesis of the generalised rank tests.
pub(super) const NO_SHIFT: &str =
    "the standardised CAR of the events ranks like one more of their residuals";

/// With fewer events the test rejects a true null too often (7.2% of the time at 8 events).
const FEW: usize = 20;

/// Tests the rank of the window among each event's residuals, by the spread of mean ranks over time.
///
/// # Formula
/// With [`GeneralisedRanks`](super::GeneralisedRanks), `t = Z sqrt((T - 2)/(T - 1 - Z^2)) ~ t(T - 2)`.
/// The spread over time carries the correlation between events that share dates, and T has the
/// event's own bar, which bounds `Z^2` by `T - 1`.
///
/// # References
/// Kolari and Pynnonen 2011.
pub fn grank_t(sample: &WindowSample<'_>) -> Outcome {
    let outcome = t_of_ranks(ID, sample, sample.generalised_ranks());
    let few = sample.len() < FEW;
    outcome.map_or_else(
        |reason| Outcome::not_applicable(ID, reason),
        |result| {
            Outcome::Applies(if few {
                result.caution(format!(
                    "with {} events (fewer than {FEW}) this test rejects a true null too often; \
                     grank-t-every-bar does not",
                    sample.len()
                ))
            } else {
                result
            })
        },
    )
}

/// The t of generalised ranks, or why there is none.
pub(super) fn t_of_ranks(
    id: TestId,
    sample: &WindowSample<'_>,
    ranks: Result<Cow<'_, GeneralisedRanks>, String>,
) -> Result<TestResult, String> {
    let ranks = ranks?;
    let bars = ranks.bars as f64;
    let room = bars - 1.0 - ranks.z * ranks.z;
    if !(room > 1e-9 && bars > 2.0) {
        return Err(
            "no estimation bar varies, so there is nothing to hold the window against".into()
        );
    }
    let statistic = ranks.z * ((bars - 2.0) / room).sqrt();
    Ok(TestResult::student(id, statistic, bars - 2.0, sample.len())
        .null(NO_SHIFT)
        .detail("u0", ranks.mean_rank)
        .detail("s", ranks.spread)
        .detail("z", ranks.z)
        .detail("bars", bars))
}
