//! The daily study of one event and ticker.

use chrono::NaiveDate;
use serde::Serialize;

use super::context::Context;
use super::permutation::permutation_tests;
use crate::abnormal::{AbnormalReturn, AbnormalReturns, BuyAndHold, Cumulative, buy_and_hold};
use crate::event::{LedgerPart, Reason, Ticker};
use crate::inference::{
    LEVEL, Outcome, SampleShape, Scaling, TestedMean, sample_quantile, sample_quantile_band,
    single_event, student_quantile, synthetic_control_placebo,
};
use crate::models::{Coefficient, Estimate, model};
use crate::returns::{Regressor, Samples, Window};
use crate::study::Exclusion;
use crate::study::measure::measurer::Measurer;
use crate::study::measure::pairs::Pair;

/// The daily study of one event and ticker.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct DailyResult {
    /// The model.
    pub model: String,
    /// The coefficients of the model.
    pub coefficients: Vec<Coefficient>,
    /// The residual standard deviation s, a decimal fraction per session.
    pub sigma: f64,
    /// Degrees of freedom; infinite for a normal reference, NaN without one (both null in JSON).
    pub degrees_of_freedom: f64,
    /// Usable sessions of the estimation window.
    pub estimation_bars: usize,
    /// First and last date of the estimation window.
    pub estimation_dates: (NaiveDate, NaiveDate),
    /// Sessions left out of it because another event of the firm is near.
    pub left_out_near_other_events: usize,
    /// Sessions left out of it because a return is missing.
    pub left_out_missing: usize,
    /// Every session of the event window with its date.
    pub bars: Vec<DailyBar>,
    /// The cumulative path from the start of the event window.
    pub path: Vec<Cumulative>,
    /// The cumulative abnormal returns of the windows asked for.
    pub windows: Vec<CarResult>,
    /// Half the width of a 95% band in standard errors: the 97.5% quantile of t(nu).
    pub band_quantile: f64,
    /// The headline window under one model of each kind that the data allows.
    pub models: Vec<ModelFigures>,
    /// Whether closes are last trades of intraday bars and not closing auctions.
    pub from_intraday: bool,
}

/// A session of the event window.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct DailyBar {
    /// The date.
    pub date: NaiveDate,
    /// The returns.
    #[serde(flatten)]
    pub bar: AbnormalReturn,
    /// The test of the abnormal return.
    pub test: Option<Outcome>,
}

/// The cumulative abnormal return of a window with its tests.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct CarResult {
    /// The window.
    pub window: Window,
    /// The value and its standard error; `None` with a missing bar.
    pub car: Option<Cumulative>,
    /// The parametric test.
    pub t_test: Option<Outcome>,
    /// The sample-quantile test.
    pub sample_quantile: Option<Outcome>,
    /// The values between which the test that decides finds no more than noise at the level of
    /// significance; `None` where it could not find anything.
    pub noise: Option<(f64, f64)>,
    /// The permutation test of a CAR over several sessions; `None` for one session, and for models that
    /// are not least squares on observed regressors.
    pub freedman_lane: Option<Outcome>,
    /// The CAR among circular shifts of the residuals, for autocorrelated returns.
    pub circular_shift: Option<Outcome>,
    /// The permutation test of a synthetic control; `None` for other models.
    pub permutation: Option<Outcome>,
    /// The smallest effect that a 5% test finds with 80% probability.
    pub minimum_detectable_effect: Option<f64>,
    /// The buy-and-hold abnormal return against the benchmark, or the matched firms; a position is
    /// held through sessions without a price, so that it may be there without a CAR.
    pub buy_and_hold: Option<BuyAndHold>,
    /// The cumulative raw return over the window (sum of returns).
    pub raw: Option<f64>,
    /// Why there is no value.
    pub missing: Option<String>,
}

impl CarResult {
    /// The test that decides whether the CAR is more than noise: the rank of a session, the permutation
    /// test of several where it applies, else their rank.
    pub fn deciding(&self) -> Option<&Outcome> {
        let permuted = self.freedman_lane.as_ref().filter(|test| test.p_value().is_some());
        permuted.or(self.sample_quantile.as_ref())
    }
}

/// A window under one model.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ModelFigures {
    /// The model.
    pub model: String,
    /// The window.
    pub window: Window,
    /// The value and its standard error.
    pub car: Option<Cumulative>,
    /// The parametric p-value.
    pub p_value: Option<f64>,
    /// Why there is none.
    pub missing: Option<String>,
}

impl DailyResult {
    /// What the model expected over a window without the news; `None` where a day has nothing.
    pub(crate) fn expected_over(&self, window: Option<Window>) -> Option<f64> {
        let window = window?;
        let inside = self.bars.iter().filter(|b| window.contains(b.bar.t));
        inside.map(|b| b.bar.expected).sum()
    }
}

/// Measures an event and firm day by day, and tests what was measured.
pub(super) fn daily_study(
    context: &Context<'_>,
    ledger: &mut Vec<Exclusion>,
    notes: &mut Vec<String>,
) -> Option<DailyResult> {
    let mut exclude = |code, reason: String| {
        ledger.push(Exclusion::new(context.event, context.ticker, LedgerPart::Daily, code, reason));
    };
    let (firm, pair) = (context.firm?, context.pair?);
    let spec = context.shared.spec;
    if !firm.covers(context.day_zero) {
        let (first, last) = firm.range(context.shared.calendar);
        let date = context.timing.day_zero;
        exclude(
            Reason::MissingEventBar,
            format!("the daily bars run from {first} to {last}, without day 0, {date}"),
        );
        return None;
    }
    let measurer = context.shared.measurer(context.shared.model);
    let (estimate, samples) = match measurer.estimated_pair(&pair) {
        Ok(both) => both,
        Err((code, reason)) => {
            exclude(code, reason);
            return None;
        }
    };
    let days = AbnormalReturns::new(estimate.as_ref(), &samples, spec.window, &spec.car_windows);
    notes.extend(estimate.notes().into_iter().map(|note| note.text));
    notes.extend(notes_on_other_events(context, samples.near_other_event));
    let windows: Vec<CarResult> = spec
        .car_windows
        .iter()
        .map(|w| car_result(&measurer, (estimate.as_ref(), &samples), days.cumulative(*w), *w))
        .collect();
    for window in windows.iter().filter(|w| w.missing.is_some()) {
        let reason =
            format!("window {}: {}", window.window, window.missing.as_deref().unwrap_or_default());
        exclude(Reason::MissingEventBar, reason);
    }
    if let Some(headline) = windows.first() {
        let donors = measurer.inputs.tickers_of_donors(pair.firm, &measurer.touched(&pair));
        notes.extend(permutation_note(&donors, headline));
    }
    let nu = estimate.degrees_of_freedom();
    let dates = context.shared.calendar.days();
    let date_at = |t: i32| dates[(context.day_zero as i64 + i64::from(t)) as usize].date;
    let times = &samples.estimation_times;
    let shape = SampleShape::of_one(1, estimate.residuals());
    Some(DailyResult {
        model: measurer.model.id().to_owned(),
        coefficients: coefficients(&measurer, &pair, estimate.as_ref()),
        sigma: estimate.residual_variance().sqrt(),
        degrees_of_freedom: nu,
        estimation_bars: times.len(),
        estimation_dates: (date_at(times[0]), date_at(times[times.len() - 1])),
        left_out_near_other_events: samples.near_other_event,
        left_out_missing: samples.missing,
        bars: days
            .bars()
            .into_iter()
            .map(|bar| DailyBar {
                date: date_at(bar.t),
                test: bar
                    .abnormal
                    .zip(bar.standard_error)
                    .map(|(ar, se)| shape.sized(single_event(ar, se, nu))),
                bar,
            })
            .collect(),
        path: days.path(),
        windows,
        band_quantile: student_quantile(0.975, nu),
        models: model_figures(context),
        from_intraday: context.shared.series.panel.prices().from_intraday(pair.firm),
    })
}

/// The coefficients, the weights of donors by their tickers: a model knows only their returns.
fn coefficients(measurer: &Measurer<'_>, pair: &Pair, estimate: &dyn Estimate) -> Vec<Coefficient> {
    let mut coefficients = estimate.coefficients();
    let donors = measurer.names_of_donors(pair.firm, &measurer.touched(pair));
    for (coefficient, donor) in coefficients.iter_mut().zip(donors.unwrap_or_default()) {
        coefficient.name = donor;
    }
    coefficients
}

/// What other events of the firm do to the study of this one, in words.
fn notes_on_other_events(context: &Context<'_>, left_out: usize) -> Vec<String> {
    let mut notes = Vec::new();
    for other in context.others {
        let t = other.day_zero as i64 - context.day_zero as i64;
        if i32::try_from(t).is_ok_and(|t| context.shared.spec.window.contains(t)) {
            notes.push(format!(
                "another event of {}, {}, is at day {} of the event window",
                context.ticker,
                other.id,
                if t == 0 { "0".to_owned() } else { format!("{t:+}") }
            ));
        }
    }
    if left_out > 0 {
        notes.push(format!(
            "{left_out} sessions near other events of {} are left out of the estimation window",
            context.ticker
        ));
    }
    notes
}

/// The permutation test of the headline window in words, with its donors.
fn permutation_note(donors: &[&Ticker], headline: &CarResult) -> Option<String> {
    let donors: Vec<&str> = donors.iter().map(|donor| donor.as_str()).collect();
    let verdict = match headline.permutation.as_ref()? {
        Outcome::Applies(result) => format!("p {:.3}", result.p_value),
        Outcome::NotApplicable { reason, .. } => format!("no p, {reason}"),
    };
    Some(format!(
        "synthetic control over {}: {verdict} by permutation over the donors, in order {}; it has no standard error",
        headline.window,
        donors.join(", ")
    ))
}

fn car_result(
    measurer: &Measurer<'_>,
    (estimate, samples): (&dyn Estimate, &Samples),
    car: Result<Cumulative, Vec<i32>>,
    window: Window,
) -> CarResult {
    let spec = measurer.spec;
    let nu = estimate.degrees_of_freedom();
    let mut result = CarResult {
        window,
        car: car.as_ref().ok().copied(),
        t_test: None,
        sample_quantile: None,
        noise: None,
        freedman_lane: None,
        circular_shift: None,
        permutation: None,
        minimum_detectable_effect: None,
        buy_and_hold: buy_and_hold(estimate, samples, spec.window, window, spec.returns),
        raw: None,
        missing: None,
    };
    let car = match car {
        Ok(car) => car,
        Err(missing) => {
            let days: Vec<String> = missing.iter().take(5).map(|t| format!("{t:+}")).collect();
            let more = if missing.len() > 5 { ", ..." } else { "" };
            result.missing = Some(format!("no return on day {}{more}", days.join(", ")));
            return result;
        }
    };
    let shape = SampleShape::of_one(window.len(), estimate.residuals());
    result.t_test = Some(shape.sized(single_event(car.value, car.standard_error, nu)));
    let test =
        TestedMean { standard_error: car.standard_error, degrees_of_freedom: nu, alpha: LEVEL };
    result.minimum_detectable_effect = test.minimum_detectable_effect();
    let times = &samples.estimation_times;
    let ranked = sample_quantile(estimate, times, &car, Scaling::Scaled);
    result.sample_quantile = Some(shape.sized(ranked));
    result.noise = sample_quantile_band(estimate, times, &car, spec.alpha);
    if window.len() > 1
        && let Some(tests) =
            permutation_tests(window, spec, (estimate, samples), result.buy_and_hold.as_mut())
    {
        let applies = tests.outcomes[0].p_value().is_some();
        if applies {
            let error = car.standard_error;
            result.noise = tests.noise.map(|(low, high)| (low * error, high * error));
        }
        [result.freedman_lane, result.circular_shift] = tests.outcomes.map(Some);
    }
    result.permutation = measurer
        .model
        .factors()
        .contains(&Regressor::Donors)
        .then(|| synthetic_control_placebo(samples, spec.window, window));
    let from = (window.first() - spec.window.first()) as usize;
    // A session inside a gap has no return of its own; the one that ends the gap covers it.
    let raw = &samples.event_firm[from..from + window.len()];
    result.raw = Some(raw.iter().filter(|r| r.is_finite()).sum());
    result
}

/// The models of the comparison: one of each kind, the default first.
const PANEL: [&str; 11] = [
    "market-model",
    "market-adjusted",
    "constant-mean",
    "capm",
    "ff3",
    "carhart",
    "ff5",
    "industry",
    "scholes-williams",
    "garch",
    "synthetic-control",
];

/// The headline window under one model of each kind, for the reader to see how much hangs on the
/// choice. Models for which the data has no factors, peers or donors do not appear, nor those that
/// would fall back to another.
fn model_figures(context: &Context<'_>) -> Vec<ModelFigures> {
    let spec = context.shared.spec;
    let (Some(&window), Some(pair)) = (spec.car_windows.first(), context.pair) else {
        return Vec::new();
    };
    let figures = |id: &&str| {
        let model = model(id)?;
        let mut figures = ModelFigures {
            model: (*id).to_owned(),
            window,
            car: None,
            p_value: None,
            missing: None,
        };
        let measurer = context.shared.measurer(model.as_ref());
        let (estimate, samples) = match measurer.estimated_pair(&pair) {
            Ok(both) => both,
            Err((Reason::NoFactor | Reason::NoPrior, _)) => return None,
            Err((_, reason)) => return Some(ModelFigures { missing: Some(reason), ..figures }),
        };
        if estimate.fell_back() {
            return None;
        }
        let days = AbnormalReturns::new(estimate.as_ref(), &samples, spec.window, &[window]);
        figures.car = days.cumulative(window).ok();
        match figures.car {
            Some(Cumulative { value, standard_error, .. }) => {
                let nu = estimate.degrees_of_freedom();
                figures.p_value = single_event(value, standard_error, nu).p_value();
            }
            None => figures.missing = Some("a return is missing".to_owned()),
        }
        Some(figures)
    };
    PANEL.iter().filter_map(figures).collect()
}
