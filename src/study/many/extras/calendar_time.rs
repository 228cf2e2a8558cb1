//! The calendar-time portfolios of a study.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::inference::{
    CalendarTimeInput, CalendarTimeResult, HeldEvent, calendar_time, event_days_dummy,
    standardised_calendar_time,
};
use crate::inference::{ErrorKind, Outcome, RegressionError};
use crate::returns::{Regressor, ReturnKind, SessionSeries, Window};
use crate::study::many::tested_sample::PanelSample;
use crate::study::measure::inputs::StudyInputs;

/// The riskless rate among the factors.
const RATE: &str = "RF";

/// Fewer days than this are few for errors that allow for autocorrelation.
const FEW_DAYS: usize = 60;

/// The calendar-time portfolio of every CAR window.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct CalendarTimeStudy {
    /// Days with fewer firms are left out.
    pub minimum_firms: usize,
    /// Whether days count by the root of their number of firms.
    pub weight_days: bool,
    /// What the portfolio's return is regressed on, in the order of the betas.
    pub regressors: Vec<String>,
    /// Whether returns are in excess of the riskless rate.
    pub excess: bool,
    /// One entry for each CAR window.
    pub portfolios: Vec<CalendarTimePortfolio>,
    /// What to keep in mind.
    pub cautions: Vec<String>,
    /// Why there is no portfolio.
    pub missing: Option<String>,
}

/// The portfolio of all firms that are in the window of one of their events.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct CalendarTimePortfolio {
    /// The window.
    pub window: Window,
    /// What it earned beyond the benchmark.
    pub result: Option<CalendarTimeResult>,
    /// Why there is no such figure.
    pub missing: Option<String>,
    /// The portfolio with each day in units of its own risk.
    pub standardised: Outcome,
    /// The form for events that share one day 0, where they do.
    pub days_dummy: Option<DaysDummy>,
}

/// The abnormal return per day of events that share one day 0, by a dummy for the days of the
/// window in a regression over estimation and event window.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DaysDummy {
    /// The abnormal return per day.
    pub alpha: f64,
    /// The classical standard error of alpha.
    pub standard_error: Option<f64>,
    /// Two-sided p-value, Student t(T - k).
    pub p_value: Option<f64>,
    /// Days of the regression.
    pub days: usize,
}

/// The columns that the portfolio is regressed on, on the sessions of the calendar.
struct Columns {
    names: Vec<String>,
    market: Vec<f64>,
    factors: Vec<Vec<f64>>,
    risk_free: Option<Vec<f64>>,
}

impl CalendarTimeStudy {
    pub(crate) fn new(study: &PanelSample<'_>) -> Self {
        let spec = study.measurer.spec;
        let options = spec.cross_section.calendar_time;
        let mut found = Self {
            minimum_firms: options.minimum_firms,
            weight_days: options.weight_days,
            regressors: Vec::new(),
            excess: false,
            portfolios: Vec::new(),
            cautions: Vec::new(),
            missing: None,
        };
        let columns = match Columns::of(study) {
            Ok(columns) => columns,
            Err(reason) => {
                found.missing = Some(reason);
                return found;
            }
        };
        let simple = SimpleReturns::of(study);
        let events: Vec<HeldEvent<'_>> = (0..study.assembled.pairs.len())
            .map(|i| {
                let pair = &study.assembled.pairs[i];
                HeldEvent {
                    firm: pair.firm,
                    day_zero: pair.day_zero,
                    returns: simple.series(study.measurer.inputs, pair.firm),
                    weight: 1.0,
                }
            })
            .collect();
        let whole = |values| SessionSeries { first: 0, values };
        let factors: Vec<SessionSeries<'_>> = columns.factors.iter().map(|f| whole(f)).collect();
        let input = |window| CalendarTimeInput {
            events: &events,
            window,
            market: whole(&columns.market),
            factors: &factors,
            risk_free: columns.risk_free.as_deref().map(whole),
            minimum_firms: options.minimum_firms,
            weight_days: options.weight_days,
        };
        let windows = spec.car_windows.iter();
        found.portfolios = windows.map(|w| portfolio(&input(*w), study)).collect();
        found.excess = columns.risk_free.is_some();
        found.regressors = columns.names;
        found.cautions = found.cautions_of(study);
        found
    }

    fn cautions_of(&self, study: &PanelSample<'_>) -> Vec<String> {
        let mut cautions = vec![
            "a day counts alike whether one firm is held or a hundred, so that there is little \
             power where events cluster (Loughran and Ritter 2000)"
                .to_owned(),
        ];
        let fewest = self.portfolios.iter().filter_map(|p| Some(p.result.as_ref()?.days)).min();
        if study.assembled.section.portfolio().is_some() {
            cautions.push(
                "all events share one day 0, so that the portfolio has no more days than the window: \
                 go by the dummy"
                    .into(),
            );
        } else if let Some(days) = fewest.filter(|days| *days < FEW_DAYS) {
            cautions.push(format!(
                "{days} days are few for Newey-West errors, which tend to be too small then"
            ));
        }
        let members = study.measurer.inputs.members_without(None);
        let held = study.assembled.pairs.iter().filter(|p| members.contains(&p.firm)).count();
        if held > 0 {
            cautions.push(format!(
                "the firms of {held} events are in the benchmark, which takes up a part of their \
                 abnormal return"
            ));
        }
        cautions
    }
}

fn portfolio(input: &CalendarTimeInput<'_>, study: &PanelSample<'_>) -> CalendarTimePortfolio {
    let result = calendar_time(input);
    let shared = study.assembled.section.portfolio().is_some();
    CalendarTimePortfolio {
        window: input.window,
        missing: result.as_ref().err().map(why),
        result: result.ok(),
        standardised: standardised_calendar_time(input),
        days_dummy: if shared { days_dummy(input, study) } else { None },
    }
}

fn why(error: &RegressionError) -> String {
    match error {
        RegressionError::TooFewEvents { events, coefficients } => {
            format!("{events} days of the portfolio are too few for {coefficients} coefficients")
        }
        other => other.to_string(),
    }
}

/// The form for a common date; `None` where the days do not determine it.
fn days_dummy(input: &CalendarTimeInput<'_>, study: &PanelSample<'_>) -> Option<DaysDummy> {
    let spec = study.measurer.spec;
    let day_zero = input.events.first()?.day_zero as i64;
    let all: Vec<usize> = (0..input.events.len()).collect();
    let first = spec.estimation_end - spec.estimation_length as i32 + 1;
    let times = (first..=spec.estimation_end).chain(input.window.first()..=input.window.last());
    let (mut excess, mut in_window) = (Vec::new(), Vec::new());
    let mut columns = vec![Vec::new(); input.factors.len() + 1];
    for t in times {
        let session = usize::try_from(day_zero + i64::from(t)).ok()?;
        let figures = input.excess(&all, session).zip(input.regressors(session));
        let Some((y, regressors)) = figures else { continue };
        excess.push(y);
        in_window.push(input.window.contains(t));
        columns.iter_mut().zip(regressors).for_each(|(column, x)| column.push(x));
    }
    let borrowed: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let fit = event_days_dummy(&excess, &borrowed, &in_window).ok()?;
    let last = fit.coefficients.len() - 1;
    let errors = fit.errors_of(ErrorKind::Ols);
    Some(DaysDummy {
        alpha: fit.coefficients[last],
        standard_error: errors.and_then(|e| e.standard_errors[last]),
        p_value: errors.and_then(|e| e.p_values[last]),
        days: fit.observations,
    })
}

impl Columns {
    /// The factors of the model, where all it asks for are factors; the benchmark alone otherwise.
    fn of(study: &PanelSample<'_>) -> Result<Self, String> {
        let (inputs, model) = (study.measurer.inputs, study.measurer.model);
        let simple = |values: &[f64]| match study.measurer.spec.returns {
            ReturnKind::Simple => values.to_vec(),
            ReturnKind::Log => values.iter().map(|r| r.exp_m1()).collect(),
        };
        let benchmark = || {
            inputs.whole_market().map(simple).ok_or_else(|| {
                "the data has no daily bars of the benchmark, which the portfolio is compared with"
                    .to_owned()
            })
        };
        let asked = model.factors();
        let named: Option<Vec<String>> = asked
            .iter()
            .map(|regressor| match regressor {
                Regressor::Factor(name) => Some(name.clone()),
                _ => None,
            })
            .collect();
        let named = named.unwrap_or_default();
        let column =
            |name: &str| inputs.factor(name).ok_or_else(|| format!("there is no factor {name}"));
        let excess = named.iter().any(|name| name == RATE);
        let risk_free = excess.then(|| column(RATE)).transpose()?;
        let mut names: Vec<String> = named.into_iter().filter(|name| name != RATE).collect();
        let mut factors: Vec<Vec<f64>> =
            names.iter().map(|name| column(name)).collect::<Result<_, _>>()?;
        // Published factors bring their own market.
        let market = if model.needs_market() || factors.is_empty() {
            let mut market = benchmark()?;
            if let Some(rate) = &risk_free {
                market.iter_mut().zip(rate).for_each(|(m, rf)| *m -= rf);
            }
            names.insert(0, "benchmark".to_owned());
            market
        } else {
            factors.remove(0)
        };
        Ok(Self { names, market, factors, risk_free })
    }
}

/// Simple returns of the firms, which a portfolio is made of whatever the study is on.
struct SimpleReturns(BTreeMap<usize, Vec<f64>>);

impl SimpleReturns {
    fn of(study: &PanelSample<'_>) -> Self {
        if study.measurer.spec.returns == ReturnKind::Simple {
            return Self(BTreeMap::new());
        }
        let panel = study.measurer.inputs.panel;
        let simple = |firm: usize| panel.series(firm).values.iter().map(|r| r.exp_m1()).collect();
        let mut of_firm = BTreeMap::new();
        for pair in &study.assembled.pairs {
            of_firm.entry(pair.firm).or_insert_with(|| simple(pair.firm));
        }
        Self(of_firm)
    }

    fn series<'a>(&'a self, inputs: &'a StudyInputs<'_>, firm: usize) -> SessionSeries<'a> {
        let series = inputs.panel.series(firm);
        match self.0.get(&firm) {
            Some(values) => SessionSeries { first: series.first, values },
            None => series,
        }
    }
}
