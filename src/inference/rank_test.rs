//! Rank tests in time: a window against the other bars of its events.

use super::outcome::ONE_EVENT;
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
    let tested = || {
        can_be_ranked(sample)?;
        outcome(id, sample, scores(&sample.rank_sums())?)
    };
    tested().unwrap_or_else(|reason| Outcome::not_applicable(id, reason))
}

/// Tests the window of a sample by the ranks of values with unit spread on every bar.
pub(super) fn rank_test_of_every_bar(id: TestId, sample: &WindowSample<'_>) -> Outcome {
    let tested = || {
        can_be_ranked(sample)?;
        outcome(id, sample, &sample.every_bar()?.sums.ranks)
    };
    tested().unwrap_or_else(|reason| Outcome::not_applicable(id, reason))
}

fn can_be_ranked(sample: &WindowSample<'_>) -> Result<(), String> {
    sample.against_residuals()?;
    if sample.section.len() == 1 {
        return Err(ONE_EVENT.to_owned());
    }
    Ok(())
}

fn outcome(id: TestId, sample: &WindowSample<'_>, scores: &Scores) -> Result<Outcome, String> {
    let score = scores.window_score(sample.window)?;
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
