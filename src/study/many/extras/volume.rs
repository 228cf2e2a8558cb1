//! Abnormal volume beside abnormal returns.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use super::suited_tests::{self, with_null};
use crate::abnormal::EventOfFirm;
use crate::abnormal::{CrossSection, Measured};
use crate::event::Reason;
use crate::inference::{
    Outcome, TestContext, TestId, mean, median, standard_deviation, student_quantile,
};
use crate::inference::{VolumeInput, VolumeModel, abnormal_volume, log_volume};
use crate::prices::CorporateAction;
use crate::returns::{SessionSeries, Window};
use crate::study::many::counts::SampleCounts;
use crate::study::many::description::SampleDescription;
use crate::study::many::headline::Headline;
use crate::study::many::tested_sample::PanelSample;

const NULL: &str = "the log volume of the events is on average what their other days have";

/// Abnormal volume, in logarithms.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct VolumeStudy {
    /// What is measured: `ln(1 + shares)`, adjusted for splits.
    pub measure: &'static str,
    /// One entry for each model of the usual volume that the data has enough for.
    pub forms: Vec<VolumeForm>,
    /// What to keep in mind.
    pub cautions: Vec<String>,
    /// Why there is nothing, or less than could be.
    pub missing: Vec<String>,
}

/// Abnormal volume by one model of the usual volume.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct VolumeForm {
    /// The model.
    pub model: VolumeModel,
    /// Events with abnormal volume.
    pub events: usize,
    /// How many events of the sample have none, by reason code.
    pub left_out: BTreeMap<Reason, usize>,
    /// Which tests are given, and why.
    pub tests: Headline,
    /// One entry for each CAR window.
    pub windows: Vec<VolumeWindow>,
    /// One entry for each day of the event window.
    pub days: Vec<VolumeWindow>,
}

/// The abnormal volume of a window or day. Figures are sums of log volumes and no returns.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct VolumeWindow {
    /// The window.
    pub window: Window,
    /// Events with a value.
    pub events: usize,
    /// The mean abnormal log volume, summed over the window: CAAV, or AAV of a day.
    pub log_volume: Option<f64>,
    /// The standard error of the mean, from the spread over events.
    pub standard_error: Option<f64>,
    /// The median.
    pub median: Option<f64>,
    /// The share of events above zero.
    pub positive: Option<f64>,
    /// Volume as a multiple of the usual, a day: `exp(CAAV/L2)`, a geometric mean.
    pub times_usual: Option<f64>,
    /// The 95% interval of the mean from the spread over events, Student t(N - 1).
    pub times_usual_interval: Option<(f64, f64)>,
    /// Tests that keep their size on log volume.
    pub tests: Vec<Outcome>,
}

impl VolumeStudy {
    pub(crate) fn new(study: &PanelSample<'_>) -> Self {
        let mut found = Self {
            measure: "ln(1 + shares traded), adjusted for splits",
            forms: Vec::new(),
            cautions: Vec::new(),
            missing: Vec::new(),
        };
        let logs = Logs::of(study);
        for model in [VolumeModel::MeanAdjusted, VolumeModel::Market] {
            if model == VolumeModel::Market && !logs.market_has_volume(study) {
                let words = "the benchmark has no volume, so there is no form that allows for \
                             days of busy trading everywhere";
                found.missing.push(words.into());
                continue;
            }
            let (section, left_out) = logs.section(study, model);
            if section.is_empty() {
                found.missing.push(nothing(&left_out));
            } else {
                found.forms.push(VolumeForm::of(study, model, &section, left_out));
            }
        }
        if !found.forms.is_empty() {
            found.cautions = cautions(&logs, study);
        }
        found
    }
}

fn nothing(left_out: &BTreeMap<Reason, usize>) -> String {
    let codes: Vec<String> = left_out.iter().map(|(code, n)| format!("{n} {code}")).collect();
    format!("no event has enough volume in the data ({})", codes.join(", "))
}

fn cautions(logs: &Logs, study: &PanelSample<'_>) -> Vec<String> {
    let mut cautions = vec![
        "log volume is autocorrelated: only tests by the spread over events are given, since those \
         by forecast variances reject too often"
            .to_owned(),
        "volume trends: what it has grown since the estimation window counts as abnormal".to_owned(),
    ];
    if study.sample.overlapping_pairs > 0 {
        cautions.push(
            "se and interval take events as independent, and they share days: go by the tests"
                .into(),
        );
    }
    let firms = logs.firms.iter();
    let without_trade = firms.filter(|(_, log)| log.contains(&0.0)).count();
    if without_trade > 0 {
        cautions.push(format!(
            "{without_trade} of {} firms have days without any trade, whose log volume is 0 and \
             far below the usual",
            logs.firms.len()
        ));
    }
    let firms = study.assembled.pairs.iter().map(|p| p.firm);
    let summed = firms.filter(|firm| study.measurer.inputs.panel.prices().from_intraday(*firm));
    let summed = summed.count();
    if summed > 0 {
        cautions.push(format!("the volume of {summed} events is summed up from intraday bars"));
    }
    cautions
}

impl VolumeForm {
    fn of(
        study: &PanelSample<'_>,
        model: VolumeModel,
        section: &CrossSection,
        left_out: BTreeMap<Reason, usize>,
    ) -> Self {
        let spec = study.measurer.spec;
        let none = SampleCounts::default();
        let sample = SampleDescription::of(section, study.measurer.calendar, &none);
        let tests = suited_tests::for_volume(&sample);
        let context = TestContext::new(section, &spec.cross_section.tests)
            .for_tests(section.windows(), |test, _| tests.tests.contains(&test.id));
        let of = |window| VolumeWindow::of(&context, window, &tests.tests);
        let days = spec.window.first()..=spec.window.last();
        Self {
            model,
            events: section.len(),
            left_out,
            windows: spec.car_windows.iter().filter_map(|w| of(*w)).collect(),
            days: days.filter_map(|t| of(Window::new(t, t)?)).collect(),
            tests,
        }
    }
}

impl VolumeWindow {
    fn of(context: &TestContext<'_>, window: Window, tests: &[TestId]) -> Option<Self> {
        let sample = context.sample(window)?;
        let n = sample.len() as f64;
        let some = !sample.is_empty();
        let log_volume = some.then(|| mean(&sample.car));
        let standard_error = standard_deviation(&sample.car).map(|sd| sd / n.sqrt());
        let times = |log: f64| (log / window.len() as f64).exp();
        let half = standard_error.map(|e| student_quantile(0.975, n - 1.0) * e);
        Some(Self {
            window,
            events: sample.len(),
            log_volume,
            standard_error,
            median: some.then(|| median(sample.car.clone())),
            positive: some.then(|| sample.car.iter().filter(|c| **c > 0.0).count() as f64 / n),
            times_usual: log_volume.map(times),
            times_usual_interval: log_volume
                .zip(half)
                .map(|(log, half)| (times(log - half), times(log + half))),
            tests: with_null(sample.tests(|test| tests.contains(&test.id)), NULL),
        })
    }
}

/// Log volumes by firm, from the firm's first session on.
struct Logs {
    firms: BTreeMap<usize, Vec<f64>>,
}

impl Logs {
    fn of(study: &PanelSample<'_>) -> Self {
        let inputs = study.measurer.inputs;
        let mut firms: Vec<usize> = study.assembled.pairs.iter().map(|p| p.firm).collect();
        firms.extend(inputs.members_without(None));
        firms.sort_unstable();
        firms.dedup();
        let log = |firm: usize| {
            let prices = inputs.panel.prices();
            let adjusted =
                split_adjusted(prices.volume(firm), prices.first(firm), prices.actions(firm));
            (firm, log_volume(&adjusted))
        };
        Self { firms: firms.into_par_iter().map(log).collect() }
    }

    fn series(&self, study: &PanelSample<'_>, firm: usize) -> SessionSeries<'_> {
        let first = study.measurer.inputs.panel.prices().first(firm);
        let values = self.firms.get(&firm).map_or(&[][..], Vec::as_slice);
        SessionSeries { first, values }
    }

    fn market_has_volume(&self, study: &PanelSample<'_>) -> bool {
        let members = study.measurer.inputs.members_without(None);
        let has = |firm: &usize| self.firms[firm].iter().any(|v| v.is_finite());
        !members.is_empty() && members.iter().all(has)
    }

    /// The mean log volume of the benchmark's members without this firm, from the first session of
    /// the calendar; missing where one of them is.
    fn market(&self, study: &PanelSample<'_>, without: usize) -> Option<Vec<f64>> {
        let members = study.measurer.inputs.members_without(Some(without));
        let series: Vec<_> = members.iter().map(|firm| self.series(study, *firm)).collect();
        let end = series.iter().map(SessionSeries::end).max()?;
        let n = series.len() as f64;
        Some((0..end).map(|s| series.iter().map(|m| m.at(s)).sum::<f64>() / n).collect())
    }

    /// The abnormal volume of all events, and how many have none for which reason.
    fn section(
        &self,
        study: &PanelSample<'_>,
        model: VolumeModel,
    ) -> (CrossSection, BTreeMap<Reason, usize>) {
        let (spec, pairs) = (study.measurer.spec, &study.assembled.pairs);
        let template = CrossSection::new(spec.window, &spec.car_windows);
        let mut of_firm: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (i, pair) in pairs.iter().enumerate() {
            of_firm.entry(pair.firm).or_default().push(i);
        }
        let members = study.measurer.inputs.members_without(None);
        let shared = match model {
            VolumeModel::MeanAdjusted => None,
            // No firm has this number.
            VolumeModel::Market => self.market(study, usize::MAX),
        };
        type Outcomes = Vec<Result<Measured, Reason>>;
        let measured: Vec<Outcomes> = of_firm
            .into_par_iter()
            .map(|(firm, events)| {
                let own = (model == VolumeModel::Market && members.contains(&firm))
                    .then(|| self.market(study, firm));
                let market = own.as_ref().map_or(shared.as_ref(), Option::as_ref);
                let input = VolumeInput {
                    volume: self.series(study, firm),
                    market: market.map(|values| SessionSeries { first: 0, values }),
                    model,
                    time_line: spec.time_line(),
                    missing: spec.cross_section.missing,
                    minimum_estimation: spec.minimum_estimation,
                };
                let days = study.measurer.days_of_firm.get(&firm).map_or(&[][..], Vec::as_slice);
                let one = |i: &usize| {
                    let pair = pairs[*i];
                    let others: Vec<usize> =
                        days.iter().copied().filter(|d| *d != pair.day_zero).collect();
                    let who = EventOfFirm {
                        day_zero: pair.day_zero,
                        firm: pair.firm,
                        cluster: pair.cluster,
                    };
                    let event = abnormal_volume(&input, &template, who, &others);
                    event.map_err(|(code, _)| code).and_then(|event| {
                        let some = event.abnormal.iter().any(|v| v.is_finite());
                        if some { Ok(event) } else { Err(Reason::MissingEventBar) }
                    })
                };
                events.iter().map(one).collect()
            })
            .collect();
        let (mut section, mut left_out) = (template.clone(), BTreeMap::new());
        for outcome in measured.into_iter().flatten() {
            match outcome {
                Ok(event) => section.push(&event),
                Err(code) => *left_out.entry(code).or_insert(0) += 1,
            }
        }
        (section, left_out)
    }
}

/// Volumes in shares of the last session: those before a split are multiplied by its new shares per
/// old. Prices that contain a split come from sources that adjust volume with them, so that such a
/// split is no action here.
pub fn split_adjusted(volume: &[f64], first: usize, actions: &[CorporateAction]) -> Vec<f64> {
    let mut adjusted = volume.to_vec();
    for action in actions.iter().filter(|a| a.split != 1.0) {
        let before = action.session.saturating_sub(first).min(adjusted.len());
        adjusted[..before].iter_mut().for_each(|v| *v *= action.split);
    }
    adjusted
}
