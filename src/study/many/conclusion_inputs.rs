//! What a study is concluded from.

use crate::calendar::TradingCalendar;
use crate::event::Announcements;
use crate::study::measure::inputs::StudyInputs;
use crate::study::measure::measurements::Measurements;
use crate::study::measure::pairs::Pairs;
use crate::study::{StudySpec, Watch};

/// Everything a study is concluded from, wherever its pairs were measured.
#[derive(Clone, Copy)]
pub(crate) struct ConclusionInputs<'a> {
    pub(crate) spec: &'a StudySpec,
    pub(crate) calendar: &'a TradingCalendar,
    pub(crate) watch: &'a Watch,
    pub(crate) inputs: &'a StudyInputs<'a>,
    pub(crate) pairs: &'a Pairs,
    pub(crate) measurements: &'a dyn Measurements,
}

impl<'a> ConclusionInputs<'a> {
    pub(crate) fn announcements(&self) -> &'a Announcements {
        self.inputs.announcements
    }
}
