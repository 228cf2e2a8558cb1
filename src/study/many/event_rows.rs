//! One row for each event of the sample.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rayon::prelude::*;
use serde::Serialize;

use crate::calendar::TradingCalendar;
use crate::event::{Announcements, Placement, Precision, SessionOfNews};
use crate::inference::single_event;
use crate::study::StudySpec;
use crate::study::measure::fit::Fit;
use crate::study::measure::pairs::Pair;
use crate::study::measure::sample::MeasuredSample;

/// An event of the sample.
#[derive(Clone, Debug, Default, Serialize)]
pub struct EventRow {
    /// The event.
    pub event: String,
    /// The ticker.
    pub ticker: String,
    /// When the story became public, in a form of [`Published`](crate::event::Published).
    pub published: String,
    /// How precisely that is known: `second`, `minute`, `no_later_than`, `session` or `date`.
    pub precision: Precision,
    /// The part of the trading day of the earliest possible instant; `None` where only the date is
    /// known.
    pub session_of_news: Option<SessionOfNews>,
    /// The part of the trading day of the latest possible instant, where it is another.
    pub later_session_of_news: Option<SessionOfNews>,
    /// Day 0.
    pub day_zero: NaiveDate,
    /// Estimation bars M.
    pub estimation_bars: usize,
    /// Degrees of freedom; infinite for a known variance, NaN without one.
    pub degrees_of_freedom: f64,
    /// The residual standard deviation.
    pub sigma: f64,
    /// The intercept of the model.
    pub alpha: Option<f64>,
    /// The beta that the model uses.
    pub beta: Option<f64>,
    /// The plain beta beside one that was corrected.
    pub beta_by_least_squares: Option<f64>,
    /// The further coefficients by name.
    pub coefficients: Vec<(String, f64)>,
    /// Bars of the headline window that have an abnormal return, L2.
    pub valid_bars: usize,
    /// The headline window's CAR.
    pub car: Option<f64>,
    /// The standard error of the CAR.
    pub standard_error: Option<f64>,
    /// The one over the other.
    pub scar: Option<f64>,
    /// The parametric p-value of the CAR.
    pub p_value: Option<f64>,
    /// The rank p-value of the CAR among the firm's own residuals; `None` with more than 20,000
    /// events.
    pub sample_quantile_p: Option<f64>,
    /// The permutation p-value of the CAR among the donors of a synthetic control, likewise.
    pub permutation_p: Option<f64>,
    /// The buy-and-hold abnormal return of the headline window.
    pub buy_and_hold: Option<f64>,
    /// The buy-and-hold return less the compounded expectation of the model.
    pub buy_and_hold_model: Option<f64>,
    /// Flags: `date_only`, `day_zero_uncertain`, `overlap`, `fallback` (the figures are those of
    /// another model, and the notes of the study say why).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<&'static str>,
}

impl EventRow {
    /// The names of the further coefficients of all events, in the order of their appearance.
    pub fn coefficient_names(events: &[Self]) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        let names =
            events.iter().flat_map(|e| e.coefficients.iter().map(|(name, _)| name.as_str()));
        names.filter(|name| seen.insert(*name)).collect()
    }

    /// A further coefficient by its name.
    pub fn coefficient(&self, name: &str) -> Option<f64> {
        self.coefficients.iter().find(|(own, _)| own == name).map(|(_, value)| *value)
    }
}

/// The events of the sample in the order of the cross-section, with their headline CAR.
pub(crate) fn event_rows(
    spec: &StudySpec,
    calendar: &TradingCalendar,
    announcements: &Announcements,
    assembled: &MeasuredSample,
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
