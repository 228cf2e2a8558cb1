//! From measured pairs to the results of a study.

use std::collections::BTreeMap;

use super::conclusion_inputs::ConclusionInputs;
use super::counts::SampleCounts;
use super::description::SampleDescription;
use super::event_rows::event_rows;
use super::extras::Extras;
use super::family::{Family, TestedWindows};
use super::groups::groups;
use super::headline::buy_and_hold_headline;
use super::ledger;
use super::results::CrossSectionResults;
use super::sample_tests::{SampleTests, add_single_event_tests};
use super::sensitivity::Sensitivity;
use super::tested_sample::TestedSample;
use super::weights::EventWeights;
use super::windows::path;
use crate::inference::{RegressionResult, TestContext, regress};
use crate::study::StudyError;
use crate::study::measure::fit::Fit;
use crate::study::measure::measurer::Measurer;
use crate::study::measure::pairs::Pair;
use crate::study::measure::sample::MeasuredSample;

/// The results of the study; further studies that need the prices of all firms only with a `panel` of
/// them.
///
/// # Errors
/// [`StudyError`] where no pair could be measured, or the study was stopped.
pub(crate) fn conclude(
    inputs: &ConclusionInputs<'_>,
    panel: Option<&Measurer<'_>>,
) -> Result<CrossSectionResults, StudyError> {
    let (spec, calendar) = (inputs.spec, inputs.calendar);
    let announcements = inputs.announcements();
    let mut assembled = inputs.measurements.study(inputs.pairs.list());
    let fits = std::mem::take(&mut assembled.fits);
    inputs.watch.go_on()?;
    let ledger = ledger::rows(inputs, &assembled)?;

    let counts = SampleCounts::new(inputs, &assembled);
    let sample = SampleDescription::of(&assembled.section, calendar, &counts);
    let weights = EventWeights::new(spec, announcements, &assembled);
    let values = weights.as_ref().map(|weights| weights.values.as_slice());
    let tests = SampleTests::new(spec, &assembled.section, &sample, values);
    let context = tests.context_of_windows_and_days(&assembled.section);
    let (mut windows, days) = rayon::join(|| tests.windows(&context), || tests.days(&context));
    let headline = tests.headline.clone();
    add_single_event_tests(&mut windows, &headline, &assembled.section, &fits);
    inputs.watch.go_on()?;

    let tested = TestedSample {
        spec,
        assembled: &assembled,
        context: &context,
        sample: &sample,
        headline: &headline,
        windows: &windows,
    };
    let (sensitivity, untested) = Sensitivity { inputs, tested: &tested }.rows();
    inputs.watch.go_on()?;
    let groups = groups(inputs, &assembled, weights.as_ref());
    let notes = untested
        .into_iter()
        .chain(weights.as_ref().and_then(EventWeights::note))
        .chain(notes_on_events(&assembled.pairs, &fits))
        .collect();
    let whole = TestedWindows { windows: &windows, headline: &headline };
    Ok(CrossSectionResults {
        provenance: inputs.measurements.provenance(),
        spec: spec.clone(),
        extras: Extras::new(&tested, panel),
        family: Family::new(&context, whole, &groups, sample.overlapping_pairs > 0),
        groups,
        regression: regression(inputs, &context, &assembled),
        sensitivity,
        path: path(&assembled.section),
        events: event_rows(spec, calendar, announcements, &assembled, fits),
        buy_and_hold_headline: windows.first().map(|w| buy_and_hold_headline(w.held)),
        sample,
        headline,
        windows,
        days,
        ledger_counts: ledger::counts(&ledger),
        ledger,
        notes,
        section: assembled.section,
    })
}

/// The regression of the headline window's CARs on the columns named for it.
fn regression(
    inputs: &ConclusionInputs<'_>,
    context: &TestContext<'_>,
    assembled: &MeasuredSample,
) -> Option<RegressionResult> {
    let spec = inputs.spec;
    let names = &spec.cross_section.regress_on;
    let window = spec.car_windows.first().filter(|_| !names.is_empty())?;
    let sample = context.sample(*window)?;
    let columns: Vec<(&str, Vec<&str>)> = names
        .iter()
        .map(|name| {
            let values = &inputs.announcements().attributes[name];
            let cell = |event: &usize| values[assembled.pairs[*event].position].as_str();
            (name.as_str(), sample.events.iter().map(cell).collect())
        })
        .collect();
    Some(regress(&sample, &columns))
}

/// What is true of some events, with their number.
fn notes_on_events(pairs: &[Pair], fits: &[Fit]) -> Vec<String> {
    let all = pairs.len();
    let mut notes = Vec::new();
    let uncertain = pairs.iter().filter(|pair| pair.uncertain).count();
    if uncertain > 0 {
        notes.push(format!(
            "{uncertain} of {all} events may have become public on either of two days 0; the earlier one \
             is used, and they have the flag day_zero_uncertain"
        ));
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for note in fits.iter().flat_map(|fit| &fit.notes) {
        *counts.entry(note).or_insert(0) += 1;
    }
    notes.extend(counts.into_iter().map(|(note, n)| format!("{n} of {all} events: {note}")));
    notes
}
