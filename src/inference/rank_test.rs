//! Rank tests in time: a window against the other bars of its events.

use super::rank_sums::{RankSums, Scores};
use super::test_id::TestId;
use super::{Outcome, TestResult, WindowSample};

/// The null hypothesis of the rank tests.
const NO_SHIFT: &str =
    "abnormal returns of the window rank like those of the other bars of their events";

/// Tests the window of a sample by these scores of its cross-section.
pub(super) fn rank_test(
    id: TestId,
    sample: &WindowSample<'_>,
    scores: impl FnOnce(&RankSums) -> Result<&Scores, String>,
) -> Outcome {
    outcome(id, sample, scores).unwrap_or_else(|reason| Outcome::not_applicable(id, reason))
}

fn outcome(
    id: TestId,
    sample: &WindowSample<'_>,
    scores: impl FnOnce(&RankSums) -> Result<&Scores, String>,
) -> Result<Outcome, String> {
    sample.against_residuals()?;
    let sums = sample.rank_sums();
    let score = scores(&sums)?.window_score(sample.window)?;
    let result = TestResult::normal(id, score.z, sample.section.len())
        .null(NO_SHIFT)
        .detail("cowan_statistic", score.cowan)
        .detail("s", score.s)
        .detail("bars", score.bars as f64);
    let missing = sample.window.len() - score.window_bars;
    Ok(Outcome::Applies(if missing == 0 {
        result
    } else {
        result.caution(format!("{missing} bars of the window could not be ranked"))
    }))
}
