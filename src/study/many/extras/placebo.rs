//! The headline at days on which nothing happened.

use serde::Serialize;

use super::placebo_sample::{PlaceboSample, test};
use crate::abnormal::CrossSection;
use crate::inference::{Movement, Statistic, TestId, placebo_dates};
use crate::inference::{Outcome, TestContext, mean};
use crate::returns::Window;
use crate::study::many::tested_sample::PanelSample;

/// Headline tests whose statistic is around zero under the null, so that its size can be compared.
const COMPARED_BY_SIZE: [TestId; 3] = [TestId::Bmp, TestId::KolariPynnonen, TestId::Portfolio];

/// The test in place of a headline test that is none of them.
const OTHERWISE: TestId = TestId::CrossSectionalT;

/// The headline window of the study at placebo dates.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct PlaceboStudy {
    /// The window.
    pub window: Option<Window>,
    /// Events that were put elsewhere.
    pub events: usize,
    /// Events of the sample that were not, since their prices do not go back far enough.
    pub events_without_history: usize,
    /// Draws asked for.
    pub draws: usize,
    /// The seed.
    pub seed: u64,
    /// The sessions by which days 0 were moved.
    pub shifts: Option<Window>,
    /// Which events moved together.
    pub movement: Movement,
    /// The mean CAR, and the statistic of a test.
    pub statistics: Vec<PlaceboStatistic>,
    /// What to keep in mind.
    pub cautions: Vec<String>,
    /// Why there is nothing.
    pub missing: Option<String>,
}

/// A statistic of the study among those of placebo dates.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PlaceboStatistic {
    /// `mean`, or the id of the test.
    pub statistic: &'static str,
    /// The value of the statistic in the study, among the events that were put elsewhere.
    pub observed: Option<f64>,
    /// The middle 95% of its values at placebo dates.
    pub placebo_interval: Option<(f64, f64)>,
    /// The rank of its size.
    pub outcome: Outcome,
    /// The Monte Carlo error of the p-value, `sqrt(p (1 - p)/B)`.
    pub monte_carlo_error: Option<f64>,
}

impl PlaceboStudy {
    pub(crate) fn new(study: &PanelSample<'_>) -> Self {
        let options = &study.measurer.spec.cross_section.tests;
        let window = study.measurer.spec.car_windows.first().copied();
        let mut found = Self {
            window,
            events: 0,
            events_without_history: 0,
            draws: options.resamples,
            seed: options.seed,
            shifts: None,
            movement: Movement::Dates,
            statistics: Vec::new(),
            cautions: Vec::new(),
            missing: None,
        };
        let Some(window) = window else {
            found.missing = Some("the study has no CAR window".into());
            return found;
        };
        match PlaceboSample::new(study, options.resamples, 1) {
            Ok(placement) => found.fill(study, &placement, window),
            Err(reason) => found.missing = Some(reason),
        }
        found
    }

    fn fill(&mut self, study: &PanelSample<'_>, placement: &PlaceboSample<'_>, window: Window) {
        let first = study.headline.tests.first();
        let id = first.filter(|id| COMPARED_BY_SIZE.contains(id)).copied().unwrap_or(OTHERWISE);
        let options = &study.measurer.spec.cross_section.tests;
        let statistic = |section: &CrossSection| {
            let context = TestContext::new(section, options);
            let sample = context.sample(window)?;
            test(id)?.run?(&sample).result().map(|result| result.statistic)
        };
        let statistics: [&Statistic<'_>; 2] = [&|section| mean_of(section, window), &statistic];
        let plan = placement.plan();
        let refit = |days: &[(usize, usize)]| placement.refit(days);
        let tested = placebo_dates(&plan, &placement.section, &refit, &statistics);
        self.statistics = ["mean", id.id()]
            .into_iter()
            .zip(statistics)
            .zip(tested)
            .map(|((name, statistic), (outcome, draws))| {
                let usable = draws.statistics.len() as f64;
                let error = |p: f64| (p * (1.0 - p) / usable).sqrt();
                PlaceboStatistic {
                    statistic: name,
                    observed: statistic(&placement.section),
                    placebo_interval: outcome.result().and_then(|_| middle(draws.statistics)),
                    monte_carlo_error: outcome.p_value().map(error),
                    outcome,
                }
            })
            .collect();
        self.events = placement.section.len();
        self.events_without_history = placement.without_history();
        self.shifts = Some(placement.shifts);
        self.movement = placement.movement();
        self.cautions = placement.cautions();
    }
}

fn mean_of(section: &CrossSection, window: Window) -> Option<f64> {
    let column = section.column_of(window)?;
    let cars: Vec<f64> =
        (0..section.len()).map(|i| section.car(i, column)).filter(|c| c.is_finite()).collect();
    (!cars.is_empty()).then(|| mean(&cars))
}

/// The values between which the middle 95% lie: as many are cut off on either side.
pub fn middle(mut values: Vec<f64>) -> Option<(f64, f64)> {
    values.sort_by(f64::total_cmp);
    let outside = (0.025 * values.len() as f64) as usize;
    Some((*values.get(outside)?, *values.get(values.len() - 1 - outside)?))
}
