//! The format of records: the names of their columns, and what stands in them.

use serde::{Deserialize, Serialize};

use crate::prices::Finding;
use crate::study::many::sensitivity::OTHER_MODELS;
use crate::study::measure::measurements::Choice;

/// The `choice` of the row of a firm.
pub(crate) const FIRM: &str = "firm";
/// The `choice` of the study itself.
const STUDY: &str = "study";
/// The separator of names, and of notes, in a column of text.
pub(crate) const BETWEEN: &str = "\n";

/// The columns of figures with one list a pair.
pub(crate) const LISTS: [&str; 14] = [
    "coefficients",
    "residuals",
    "abnormal",
    "car",
    "variance",
    "standardised_variance",
    "buy_and_hold",
    "estimation_firm",
    "estimation_market",
    "estimation_factors",
    "event_firm",
    "event_market",
    "event_factors",
    "event_bars_covered",
];
/// The columns of event times with one list a pair.
pub(crate) const TIMES: [&str; 2] = ["residual_times", "estimation_times"];
/// The columns of single figures of an estimate.
pub(crate) const FIGURES: [&str; 8] = [
    "alpha",
    "beta",
    "beta_by_least_squares",
    "buy_and_hold_model",
    "sample_quantile_p",
    "permutation_p",
    "permutation_statistic",
    "permutation_donors",
];

/// The column `facts` of a firm's row.
#[derive(Serialize, Deserialize)]
pub(crate) struct Facts {
    /// A hash of what all parts must have in common.
    pub(crate) common: String,
    pub(crate) findings: Vec<Finding>,
}

/// The column `choice` of a pair's row.
pub(crate) fn choice_id(choice: Option<Choice>) -> String {
    match choice {
        None => STUDY.to_owned(),
        Some(Choice::OverlappingKept) => "overlapping-kept".to_owned(),
        Some(Choice::DayZero(sessions)) => format!("day-zero:{sessions:+}"),
        Some(Choice::Model(id)) => format!("model:{id}"),
    }
}

/// The choice of this id, `Some(None)` for the study itself; `None` for an id that there is not.
pub(crate) fn choice_from_id(id: &str) -> Option<Option<Choice>> {
    let choices = [Choice::OverlappingKept, Choice::DayZero(-1), Choice::DayZero(1)];
    let choices = choices.into_iter().chain(OTHER_MODELS.map(Choice::Model)).map(Some);
    std::iter::once(None).chain(choices).find(|choice| choice_id(*choice) == id)
}
