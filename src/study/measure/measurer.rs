//! What measures pairs of event and firm on a panel.

use std::collections::HashMap;

use super::inputs::StudyInputs;
use crate::calendar::TradingCalendar;
use crate::event::Reason;
use crate::models::{ExpectedReturnModel, ModelError};
use crate::study::{StudySpec, Watch};

/// Measures pairs on a panel: the way from returns to a cross-section.
#[derive(Clone, Copy)]
pub(crate) struct Measurer<'a> {
    pub(crate) spec: &'a StudySpec,
    pub(crate) calendar: &'a TradingCalendar,
    pub(crate) inputs: &'a StudyInputs<'a>,
    pub(crate) model: &'a dyn ExpectedReturnModel,
    pub(crate) days_of_firm: &'a HashMap<usize, Vec<usize>>,
    /// Whether the study itself measures p-values of single events.
    pub(crate) single_events: bool,
    pub(crate) watch: &'a Watch,
}

/// Why an event was not measured: a code and a sentence.
pub(crate) type Refusal = (Reason, String);

/// The refusal of a pair by its model.
pub(crate) fn refusal(error: ModelError) -> Refusal {
    (error.code(), error.to_string())
}
