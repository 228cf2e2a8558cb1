//! One row for each event of the sample.

use rayon::prelude::*;

use super::EventRow;
use crate::calendar::TradingCalendar;
use crate::event::{Announcements, Placement};
use crate::inference::single_event;
use crate::study::StudySpec;
use crate::study::measure::assemble::Assembled;
use crate::study::measure::fit::Fit;
use crate::study::measure::pairs::Pair;

/// The events of the sample in the order of the cross-section, with their headline CAR.
pub(crate) fn event_rows(
    spec: &StudySpec,
    calendar: &TradingCalendar,
    announcements: &Announcements,
    assembled: &Assembled,
    fits: Vec<Fit>,
) -> Vec<EventRow> {
    let section = &assembled.section;
    let headline = spec.car_windows.first().and_then(|w| Some((*w, section.column_of(*w)?)));
    let column = headline.map(|(_, column)| column);
    let some = |v: f64| v.is_finite().then_some(v);
    let row = |(i, (pair, fit)): (usize, (&Pair, Fit))| {
        let member = section.members()[i];
        let car = column.and_then(|c| some(section.car(i, c)));
        let standard_error = column.and_then(|c| some(section.variance(i, c).sqrt()));
        let both = car.zip(standard_error).filter(|(_, se)| *se > 0.0);
        let p_value =
            both.and_then(|(car, se)| single_event(car, se, member.degrees_of_freedom).p_value());
        let valid_bars = headline.map_or(0, |(window, _)| {
            let from = (window.first() - spec.window.first()) as usize;
            let bars = &section.abnormal(i)[from..from + window.len()];
            bars.iter().filter(|ar| ar.is_finite()).count()
        });
        let published = &announcements.published[pair.position];
        let placed = Placement::of(published, calendar).ok();
        EventRow {
            event: announcements.ids[pair.position].clone(),
            ticker: announcements.ticker(pair.position).to_string(),
            published: published.to_string(),
            precision: published.precision(),
            session_of_news: placed.and_then(|p| p.session),
            later_session_of_news: placed.and_then(|p| p.later_session),
            day_zero: calendar.days()[pair.day_zero].date,
            estimation_bars: section.residuals(i).len(),
            degrees_of_freedom: member.degrees_of_freedom,
            sigma: member.sigma,
            alpha: some(fit.alpha),
            beta: some(fit.beta),
            beta_by_least_squares: some(fit.least_squares_beta),
            coefficients: fit.coefficients,
            valid_bars,
            car,
            standard_error,
            scar: both.map(|(car, se)| car / se),
            p_value,
            sample_quantile_p: some(fit.sample_quantile_p),
            permutation_p: some(fit.permutation_p),
            buy_and_hold: column.and_then(|c| some(section.buy_and_hold(i, c))),
            buy_and_hold_model: some(fit.buy_and_hold_model),
            flags: flags(pair, fit.fell_back),
        }
    };
    assembled.pairs.par_iter().zip(fits).enumerate().map(row).collect()
}

fn flags(pair: &Pair, fell_back: bool) -> Vec<&'static str> {
    [
        ("date_only", pair.date_only),
        ("day_zero_uncertain", pair.uncertain),
        ("overlap", pair.overlaps),
        ("fallback", fell_back),
    ]
    .into_iter()
    .filter(|(_, is)| *is)
    .map(|(flag, _)| flag)
    .collect()
}
