//! The sample after its tests, from which further studies and comparisons start.

use super::description::SampleDescription;
use super::headline::Headline;
use super::windows::WindowResult;
use crate::inference::TestContext;
use crate::study::StudySpec;
use crate::study::measure::measurer::Measurer;
use crate::study::measure::sample::MeasuredSample;

/// The tested sample that further studies start from.
#[derive(Clone, Copy)]
pub(crate) struct TestedSample<'a> {
    pub(crate) spec: &'a StudySpec,
    pub(crate) assembled: &'a MeasuredSample,
    pub(crate) context: &'a TestContext<'a>,
    pub(crate) sample: &'a SampleDescription,
    pub(crate) headline: &'a Headline,
    pub(crate) windows: &'a [WindowResult],
}

/// A tested sample with the prices of all its firms.
pub(crate) struct PanelSample<'a> {
    pub(crate) measurer: &'a Measurer<'a>,
    pub(crate) assembled: &'a MeasuredSample,
    pub(crate) sample: &'a SampleDescription,
    pub(crate) headline: &'a Headline,
}
