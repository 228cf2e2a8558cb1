//! How much the headline hangs on the choices.

use super::comparison::{Comparison, Flagged, SensitivityRow};
use super::conclusion_inputs::ConclusionInputs;
use super::tested_sample::TestedSample;
use crate::event::Ticker;
use crate::models::{ModelError, model};
use crate::returns::Regressor;
use crate::study::measure::inputs::StudyInputs;
use crate::study::measure::measurements::Choice;
use crate::study::measure::pairs::Pairs;
use crate::study::{Overlapping, StudySpec};

/// With more events than this, nothing is measured anew for the sake of comparison.
pub(crate) const MEASURED_ANEW_UP_TO: usize = 20_000;

/// Models that the headline is held against, as far as the data has what they need.
pub(crate) const OTHER_MODELS: [&str; 9] = [
    "market-model",
    "market-adjusted",
    "constant-mean",
    "capm",
    "ff3",
    "carhart",
    "ff5",
    "scholes-williams",
    "dimson",
];

/// The headline window under other choices.
pub(crate) struct Sensitivity<'a> {
    pub(crate) inputs: &'a ConclusionInputs<'a>,
    pub(crate) tested: &'a TestedSample<'a>,
}

impl Sensitivity<'_> {
    /// One row for each other choice; a sentence where there are too many events for it.
    pub(crate) fn rows(&self) -> (Vec<SensitivityRow>, Option<String>) {
        let Some(&window) = self.tested.spec.car_windows.first() else { return (Vec::new(), None) };
        let measurements = self.inputs.measurements;
        let part = |events: &[usize]| self.tested.assembled.part(events, measurements);
        let few = self.tested.assembled.pairs.len() <= MEASURED_ANEW_UP_TO;
        let comparison = Comparison {
            window,
            tests: &self.tested.headline.tests,
            options: self.tested.context.options,
            part: &part,
            tested: few,
        };
        let mut rows = comparison.other_windows(self.tested.windows);
        rows.extend(self.parts_of_the_sample(&comparison));
        if few {
            rows.extend(self.measured_anew(&comparison));
            return (rows, None);
        }
        let note = format!(
            "other models, shifted days 0 and overlapping events were not measured for comparison, \
             and parts of the sample were not tested, since there are more than \
             {MEASURED_ANEW_UP_TO} events"
        );
        (rows, Some(note))
    }

    /// The sample without the most influential event, and without those that have a flag.
    fn parts_of_the_sample(&self, comparison: &Comparison<'_>) -> Vec<SensitivityRow> {
        let (announcements, pairs) = (self.inputs.announcements(), &self.tested.assembled.pairs);
        let section = &self.tested.assembled.section;
        let name = |i: usize| {
            let position = pairs[i].position;
            format!("{} ({})", announcements.ids[position], announcements.ticker(position))
        };
        let without = |one, several, flagged: &dyn Fn(usize) -> bool| {
            comparison.without_flagged(section, flagged, Flagged { one, several })
        };
        let all_by_date = pairs.iter().all(|p| p.date_only);
        let confounded = announcements.attributes.get("confounded");
        let rows = [
            comparison.without_most_influential(section, &name),
            without("event known by date only", "events known by date only", &|i| {
                !all_by_date && pairs[i].date_only
            }),
            without("event whose day 0 is uncertain", "events whose day 0 is uncertain", &|i| {
                pairs[i].uncertain
            }),
            without("event that overlaps another", "events that overlap another", &|i| {
                pairs[i].overlaps
            }),
            without("confounded event", "confounded events", &|i| {
                confounded.is_some_and(|column| says_yes(&column[pairs[i].position]))
            }),
        ];
        rows.into_iter().flatten().collect()
    }

    /// The pairs measured anew with overlapping events, other days 0 and other models.
    fn measured_anew(&self, comparison: &Comparison<'_>) -> Vec<SensitivityRow> {
        let ConclusionInputs { inputs, measurements, .. } = *self.inputs;
        let pairs = &self.tested.assembled.pairs;
        let mut rows = Vec::from_iter(self.overlapping_kept(comparison));
        rows.extend(
            comparison.day_zero_shifted(&|shift| {
                Ok(measurements.otherwise(Choice::DayZero(shift), pairs))
            }),
        );
        rows.extend(comparison.other_models(&other_models(self.tested.spec, inputs), &|id| {
            let section = measurements.otherwise(Choice::Model(id), pairs);
            if !section.is_empty() {
                return Ok(section);
            }
            let first = inputs.announcements.ticker(pairs[0].position);
            Err(if inputs.has_market(first) {
                "no event has the data that the model needs".into()
            } else {
                ModelError::NoMarket { model: id.to_owned() }.to_string()
            })
        }));
        rows
    }

    /// The sample with the overlapping events that were left out; `None` where there are none.
    fn overlapping_kept(&self, comparison: &Comparison<'_>) -> Option<SensitivityRow> {
        let ConclusionInputs { spec, calendar, measurements, .. } = *self.inputs;
        if spec.cross_section.overlapping != Overlapping::LeaveOut {
            return None;
        }
        let firm_of = |ticker: &Ticker| measurements.firm(ticker);
        let announcements = self.inputs.announcements();
        let kept = Pairs::with_overlapping(announcements, spec, calendar, &firm_of);
        if !kept.list().iter().any(|pair| pair.overlaps) {
            return None;
        }
        let section = measurements.otherwise(Choice::OverlappingKept, kept.list());
        let choice = "with the overlapping events that were left out";
        Some(comparison.row("exclusion", choice, &section, comparison.window))
    }
}

/// The models that a study is held against. Models without their factors in the data are no choice
/// of the user's.
pub(crate) fn other_models(spec: &StudySpec, inputs: &StudyInputs<'_>) -> Vec<&'static str> {
    let has_data = |id: &str| {
        model(id).is_some_and(|model| {
            model.factors().iter().all(|regressor| match regressor {
                Regressor::Factor(name) => inputs.regressors.has(name),
                _ => true,
            })
        })
    };
    OTHER_MODELS.into_iter().filter(|id| *id != spec.model && has_data(id)).collect()
}

/// How people write yes in a table.
fn says_yes(cell: &str) -> bool {
    matches!(cell.trim().to_ascii_lowercase().as_str(), "1" | "true" | "yes" | "y")
}
