//! One row for each event of the sample.

use super::EventRow;
use super::assemble::Assembled;
use crate::calendar::TradingCalendar;
use crate::event::Announcements;
use crate::inference::single_event;
use crate::study::StudySpec;

/// The events of the sample in the order of the cross-section, with their headline CAR.
pub(super) fn event_rows(
    spec: &StudySpec,
    calendar: &TradingCalendar,
    announcements: &Announcements,
    assembled: &Assembled,
) -> Vec<EventRow> {
    let section = &assembled.section;
    let column = spec.car_windows.first().and_then(|w| section.column_of(*w));
    let some = |v: f64| v.is_finite().then_some(v);
    assembled
        .pairs
        .iter()
        .enumerate()
        .map(|(i, pair)| {
            let member = section.members()[i];
            let car = column.and_then(|c| some(section.car(i, c)));
            let standard_error = column.and_then(|c| some(section.variance(i, c).sqrt()));
            let p_value = car
                .zip(standard_error)
                .and_then(|(car, se)| single_event(car, se, member.degrees_of_freedom).p_value());
            let mut flags = Vec::new();
            if pair.date_only {
                flags.push("date_only");
            }
            if pair.overlaps {
                flags.push("overlap");
            }
            EventRow {
                event: announcements.ids[pair.position].clone(),
                ticker: announcements.ticker(pair.position).to_string(),
                day_zero: calendar.days()[pair.day_zero].date,
                estimation_bars: section.residuals(i).len(),
                degrees_of_freedom: member.degrees_of_freedom,
                sigma: member.sigma,
                car,
                standard_error,
                p_value,
                buy_and_hold: column.and_then(|c| some(section.buy_and_hold(i, c))),
                flags,
            }
        })
        .collect()
}
