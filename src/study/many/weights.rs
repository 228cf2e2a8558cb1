//! Weights of events, from a column of theirs.

use crate::event::Announcements;
use crate::inference::parse_weights;
use crate::study::StudySpec;
use crate::study::measure::sample::MeasuredSample;

/// The weight of each event of the cross-section; NaN where there is no positive number.
pub(crate) struct EventWeights<'a> {
    column: &'a str,
    pub(crate) values: Vec<f64>,
}

impl<'a> EventWeights<'a> {
    /// The weights of the column that the specification names; `None` where it names none.
    pub(crate) fn new(
        spec: &'a StudySpec,
        announcements: &Announcements,
        assembled: &MeasuredSample,
    ) -> Option<Self> {
        let column = spec.cross_section.weight.as_ref()?;
        let parsed = parse_weights(&announcements.attributes[column]);
        let values = assembled.pairs.iter().map(|pair| parsed[pair.position]).collect();
        Some(Self { column, values })
    }

    /// The weights of some events of the cross-section.
    pub(crate) fn subset(&self, events: &[usize]) -> Vec<f64> {
        events.iter().map(|i| self.values[*i]).collect()
    }

    /// How many events have no weight; `None` where all have one.
    pub(crate) fn note(&self) -> Option<String> {
        let without = self.values.iter().filter(|w| w.is_nan()).count();
        (without > 0).then(|| {
            format!(
                "{without} of {} events have no positive number in the column {} and do not count in \
                 the weighted means",
                self.values.len(),
                self.column
            )
        })
    }
}
