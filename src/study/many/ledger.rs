//! The ledger of events that are not in the sample or not in all of its windows.

use std::collections::BTreeMap;

use super::conclusion_inputs::ConclusionInputs;
use crate::event::{LedgerPart, Reason};
use crate::returns::Window;
use crate::study::measure::pairs::{Pair, row_of};
use crate::study::measure::sample::MeasuredSample;
use crate::study::{LedgerRow, StudyError};

/// The ledger in the order of the events file.
///
/// # Errors
/// [`StudyError`] where no event is left.
pub(crate) fn rows(
    inputs: &ConclusionInputs<'_>,
    assembled: &MeasuredSample,
) -> Result<Vec<LedgerRow>, StudyError> {
    let left_out = assembled.left_out.iter().map(|left| {
        let (position, reason) = (left.pair.position, left.reason.clone());
        row_of(inputs.announcements(), position, LedgerPart::Event, left.code, reason)
    });
    let mut left_out: Vec<LedgerRow> = left_out.collect();
    left_out.sort_by_key(|row| row.row);
    let mut ledger = inputs.pairs.ledger.clone();
    ledger.append(&mut left_out);
    if assembled.section.is_empty() {
        return Err(StudyError::no_events(&ledger));
    }
    ledger.extend(windows_missing(inputs, assembled));
    ledger.sort_by_key(|row| row.row);
    Ok(ledger)
}

/// The number of rows of each reason code.
pub(crate) fn counts(ledger: &[LedgerRow]) -> BTreeMap<Reason, usize> {
    let mut counts = BTreeMap::new();
    for row in ledger {
        *counts.entry(row.code).or_insert(0) += 1;
    }
    counts
}

/// A row for each event that is not in all CAR windows.
fn windows_missing(inputs: &ConclusionInputs<'_>, assembled: &MeasuredSample) -> Vec<LedgerRow> {
    let (spec, section) = (inputs.spec, &assembled.section);
    let column = |window: &Window| Some((section.column_of(*window)?, *window));
    let columns: Vec<(usize, Window)> = spec.car_windows.iter().filter_map(column).collect();
    let row = |(i, pair): (usize, &Pair)| {
        let without = columns.iter().filter(|(column, _)| !section.car(i, *column).is_finite());
        let windows: Vec<String> = without.map(|(_, window)| window.to_string()).collect();
        if windows.is_empty() {
            return None;
        }
        let bars = section.abnormal(i).iter().zip(spec.window.first()..);
        let missing: Vec<i32> = bars.filter(|(ar, _)| !ar.is_finite()).map(|(_, t)| t).collect();
        let gap = inputs.measurements.gap(pair, &missing);
        let reason = format!("{}: not in the windows {}", gap.reason, windows.join(", "));
        let announcements = inputs.announcements();
        Some(row_of(announcements, pair.position, LedgerPart::Window, gap.code, reason))
    };
    assembled.pairs.iter().enumerate().filter_map(row).collect()
}
