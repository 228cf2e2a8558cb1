//! Groups of events by the values of a column.

use std::collections::BTreeMap;

use serde::Serialize;

use super::conclusion_inputs::ConclusionInputs;
use super::counts::SampleCounts;
use super::description::SampleDescription;
use super::headline::Headline;
use super::sample_tests::SampleTests;
use super::weights::EventWeights;
use super::windows::WindowResult;
use crate::study::measure::sample::MeasuredSample;

/// A group of events.
#[derive(Clone, Debug, Serialize)]
pub struct GroupResult {
    /// The column of the events file.
    pub column: String,
    /// The value that its events share.
    pub value: String,
    /// Events.
    pub events: usize,
    /// Which tests make its headline, and why.
    pub headline: Headline,
    /// The CAR windows.
    pub windows: Vec<WindowResult>,
}

/// The CAR windows of each group of events; none unless a column is named for it.
pub(crate) fn groups(
    inputs: &ConclusionInputs<'_>,
    sample: &MeasuredSample,
    weights: Option<&EventWeights<'_>>,
) -> Vec<GroupResult> {
    let Some(column) = &inputs.spec.cross_section.by else { return Vec::new() };
    let values = &inputs.announcements().attributes[column];
    let mut members: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, pair) in sample.pairs.iter().enumerate() {
        members.entry(values[pair.position].as_str()).or_default().push(i);
    }
    let result = |(value, events): (&str, Vec<usize>)| {
        let section = sample.part(&events, inputs.measurements);
        let counts = SampleCounts::default();
        let description = SampleDescription::of(&section, inputs.calendar, &counts);
        let own = weights.map(|weights| weights.subset(&events));
        let tests = SampleTests::new(inputs.spec, &section, &description, own.as_deref());
        let windows = tests.windows(&tests.context_of_windows(&section));
        let (column, value) = (column.clone(), value.to_owned());
        GroupResult { column, value, events: events.len(), windows, headline: tests.headline }
    };
    members.into_iter().map(result).collect()
}
