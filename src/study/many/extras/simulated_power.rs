//! What the headline tests find at days on which nothing happened, once something is put there.

use serde::Serialize;

use super::placebo_sample::{PlaceboSample, test};
use super::power::EFFECTS;
use crate::inference::{Injection, SimulatedPower, simulated_power};
use crate::inference::{TestEntry, TestOptions};
use crate::returns::Window;
use crate::study::many::tested_sample::PanelSample;

/// Draws, at most: the Monte Carlo error of a share is below 1.6% then.
const DRAWS: usize = 1_000;

/// Draws of a test that draws, in each draw of dates.
const RESAMPLES: usize = 199;

/// How often the headline tests find an effect on day 0 of the study's own firms.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct SimulatedPowerStudy {
    /// The window that was tested.
    pub window: Option<Window>,
    /// Events that were put elsewhere.
    pub events: usize,
    /// Draws of dates.
    pub draws: usize,
    /// The level of the tests.
    pub level: f64,
    /// One entry for each headline test and effect; the effect of zero gives the size.
    pub cells: Vec<SimulatedPower>,
    /// What to keep in mind.
    pub cautions: Vec<String>,
    /// Why there is nothing.
    pub missing: Option<String>,
}

impl SimulatedPowerStudy {
    pub(crate) fn new(study: &PanelSample<'_>) -> Self {
        let spec = study.measurer.spec;
        let options = &spec.cross_section.tests;
        let window = spec.car_windows.first().copied();
        let draws = options.resamples.min(DRAWS);
        let mut found = Self {
            window,
            events: 0,
            draws,
            level: spec.alpha,
            cells: Vec::new(),
            cautions: Vec::new(),
            missing: None,
        };
        let tests: Vec<&TestEntry> = study
            .headline
            .tests
            .iter()
            .filter_map(|id| test(*id))
            .filter(|test| test.run.is_some())
            .collect();
        match (window, PlaceboSample::new(study, draws, EFFECTS.len() + 1)) {
            _ if tests.is_empty() => {
                found.missing = Some("no headline test is one of several events".into());
            }
            (None, _) => found.missing = Some("the study has no CAR window".into()),
            (Some(window), _) if !window.contains(0) => {
                found.missing =
                    Some(format!("{window} does not hold day 0, where effects are put"));
            }
            (_, Err(reason)) => found.missing = Some(reason),
            (Some(window), Ok(placement)) => found.fill(&placement, &tests, window, options),
        }
        found
    }

    fn fill(
        &mut self,
        placement: &PlaceboSample<'_>,
        tests: &[&TestEntry],
        window: Window,
        options: &TestOptions,
    ) {
        let effects: Vec<f64> = std::iter::once(0.0).chain(EFFECTS).collect();
        let injection = Injection { window, effects: &effects, level: self.level };
        let few = TestOptions { resamples: options.resamples.min(RESAMPLES), ..options.clone() };
        let refit = |days: &[(usize, usize)]| placement.refit(days);
        self.cells = simulated_power(&placement.plan(), &refit, tests, &injection, &few);
        self.events = placement.section.len();
        self.cautions = placement.cautions();
        if self.cells.is_empty() {
            self.missing = Some(format!(
                "of {} draws none had days free of events on which the events could be measured",
                self.draws
            ));
        }
        if tests.iter().any(|test| test.drawn) {
            self.cautions.push(format!("tests that draw do so {} times here", few.resamples));
        }
    }
}
