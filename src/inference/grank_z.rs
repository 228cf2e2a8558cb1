//! The generalised rank z test.

use super::grank_t::NO_SHIFT;
use super::shared_dates::SharedDates;
use super::test_id::TestId;
use super::{Outcome, TestResult, WindowSample};

pub(super) const ID: TestId = TestId::GrankZ;

/// Tests the mean generalised rank of independent events.
///
/// # Formula
/// `Z = mean(U_0) / sqrt(sum (T_i - 1)/(12 (T_i + 1)) / N^2) ~ N(0,1)`, the variance of uniform
/// ranks. Events on common dates are correlated, which it ignores (it then rejects a true null in
/// one case of three): it does not apply where one date holds more than a third of the events.
///
/// # References
/// Kolari and Pynnonen 2011.
pub fn grank_z(sample: &WindowSample<'_>) -> Outcome {
    z_of_ranks(sample).unwrap_or_else(|reason| Outcome::not_applicable(ID, reason))
}

/// The z of generalised ranks, or why there is none.
fn z_of_ranks(sample: &WindowSample<'_>) -> Result<Outcome, String> {
    let ranks = sample.generalised_ranks()?;
    let dates = SharedDates::of(sample);
    if dates.is_clustered() {
        return Err(format!(
            "{} of {} events share a date, so they are not independent; use grank-t-every-bar",
            dates.largest,
            sample.len()
        ));
    }
    let statistic = ranks.mean_rank / ranks.independent_variance.sqrt();
    let result = TestResult::normal(ID, statistic, sample.len())
        .null(NO_SHIFT)
        .detail("u0", ranks.mean_rank)
        .detail("bars", ranks.bars as f64);
    Ok(Outcome::Applies(match dates.caution() {
        Some(caution) => result.caution(caution),
        None => result,
    }))
}
