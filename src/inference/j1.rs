//! MacKinlay's first test of several events.

use super::distribution::normal_two_sided;
use super::{Outcome, Reference, TestResult};
use crate::abnormal::Aggregate;

pub(super) const ID: &str = "j1";

/// Tests the mean CAR of independent events.
///
/// # Formula
/// `J1 = CAAR / sqrt(sum v_i / N^2) ~ N(0,1)`. It ignores variance that the event itself brings and
/// any correlation between events; `share_dates` says that events share dates, where it must not
/// be used.
///
/// # References
/// MacKinlay 1997.
pub fn j1(aggregate: &Aggregate, share_dates: bool) -> Outcome {
    if share_dates {
        return Outcome::not_applicable(ID, "events share dates, so they are not independent");
    }
    if aggregate.events < 2 {
        return Outcome::not_applicable(ID, "it needs at least two events");
    }
    let statistic = aggregate.caar / aggregate.standard_error;
    Outcome::Applies(TestResult {
        test: ID,
        statistic,
        reference: Reference::Normal,
        p_value: normal_two_sided(statistic),
        null: "the mean abnormal return of the events is zero",
        observations: aggregate.events,
    })
}
