//! What a study returns.

use serde::Serialize;

use super::claims::ClaimResult;
use super::firm_result::FirmResult;
use crate::event::{Event, NewsTiming};
use crate::study::{Exclusion, Provenance, StudySpec};

/// Everything a study found, in a form that can be written out whole.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct StudyResults {
    /// Where the numbers come from.
    pub provenance: Provenance,
    /// The choices.
    pub spec: StudySpec,
    /// One entry per event, in the order asked for.
    pub events: Vec<EventResult>,
    /// Everything that was asked for and could not be given, with its reason.
    pub exclusions: Vec<Exclusion>,
}

/// One event.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct EventResult {
    /// The event as it was given.
    pub event: Event,
    /// Where it falls; `None` outside the calendar.
    pub timing: Option<NewsTiming>,
    /// One entry per ticker with data.
    pub firms: Vec<FirmResult>,
    /// The claims.
    pub claims: Vec<ClaimResult>,
    /// What qualifies the result: confounders, open day 0.
    pub notes: Vec<String>,
}

impl EventResult {
    /// Whether any part of the study gave a tested figure.
    pub fn has_result(&self) -> bool {
        self.firms.iter().any(|f| f.daily.is_some() || f.intraday.is_some())
    }
}

impl StudyResults {
    /// Every event and ticker with data, in the order asked for.
    pub fn firms(&self) -> impl Iterator<Item = &FirmResult> {
        self.events.iter().flat_map(|event| &event.firms)
    }
}
