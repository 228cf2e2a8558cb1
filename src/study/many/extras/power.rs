//! What a test of the mean could have found, by formula.

use serde::Serialize;

use crate::inference::{PowerDesign, mean};
use crate::returns::Window;
use crate::study::many::tested_sample::TestedSample;
use crate::study::many::windows::WindowResult;

/// Effects whose power is given.
pub(crate) const EFFECTS: [f64; 3] = [0.005, 0.01, 0.02];

/// The power of a two-sided test of the mean CAR, before looking at the CARs.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct PowerStudy {
    /// Effects, as decimal fractions over the whole window.
    pub effects: Vec<f64>,
    /// The level of the test.
    pub level: f64,
    /// The power that the smallest detectable mean is for.
    pub power: f64,
    /// One entry for each CAR window.
    pub windows: Vec<WindowPower>,
    /// What to keep in mind.
    pub cautions: Vec<String>,
}

/// The power of a window.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WindowPower {
    /// The window.
    pub window: Window,
    /// Events.
    pub events: usize,
    /// The mean residual standard deviation of a day.
    pub standard_deviation: f64,
    /// The mean correlation of events that the power is for: that of the sample, and zero where it
    /// is negative or there is none.
    pub correlation: f64,
    /// The mean correlation of the sample, weighted by what windows share; `None` where it could
    /// not be estimated.
    pub estimated_correlation: Option<f64>,
    /// The power for each effect.
    pub power_of_effects: Vec<Option<f64>>,
    /// The smallest mean that is found with 80% probability.
    pub minimum_detectable_mean: Option<f64>,
    /// What that comes to with ever more events of this correlation; `None` without correlation.
    pub limit: Option<f64>,
}

impl PowerStudy {
    /// `None` for fewer than two events.
    ///
    /// The standard deviation is the mean over events, as in the table of windows: standardised
    /// tests find somewhat more where firms differ in their risk, and unweighted ones less.
    pub(crate) fn new(study: &TestedSample<'_>) -> Option<Self> {
        let spec = study.spec;
        let windows: Vec<WindowPower> =
            study.windows.iter().filter_map(|w| WindowPower::of(study, w)).collect();
        let first = windows.first()?;
        let mut cautions = vec![
            "what events add to the variance of returns is not in it: where the days of events are \
             more volatile than others, less is found"
                .to_owned(),
        ];
        if windows.iter().any(|w| w.estimated_correlation.is_none()) {
            cautions.push(
                "events share days but their correlation could not be estimated: it is taken as \
                 zero, and less is found if it is not"
                    .into(),
            );
        }
        if first.limit.is_some() {
            cautions.push(
                "limit: the smallest detectable mean however many more such events there are, \
                 since they are correlated"
                    .into(),
            );
        }
        Some(Self {
            effects: EFFECTS.to_vec(),
            level: spec.alpha,
            power: PowerDesign::new(1.0, 2, 1, 0.0).power,
            cautions,
            windows,
        })
    }
}

impl WindowPower {
    fn of(study: &TestedSample<'_>, result: &WindowResult) -> Option<Self> {
        let sample = study.context.sample(result.window)?;
        let members = study.context.section.members();
        let sigmas: Vec<f64> = sample.events.iter().map(|i| members[*i].sigma).collect();
        let estimated = match study.sample.overlapping_pairs {
            0 => Some(0.0),
            _ => rbar(result),
        };
        let design = PowerDesign {
            alpha: study.spec.alpha,
            ..PowerDesign::new(
                mean(&sigmas),
                sample.len(),
                result.window.len(),
                // A negative one is mostly the error of its estimate, and would promise too much.
                estimated.unwrap_or(0.0).max(0.0),
            )
        };
        Some(Self {
            window: result.window,
            events: sample.len(),
            standard_deviation: design.standard_deviation,
            correlation: design.correlation,
            estimated_correlation: estimated,
            power_of_effects: EFFECTS.iter().map(|effect| design.power_of(*effect)).collect(),
            minimum_detectable_mean: Some(design.minimum_detectable_mean()?),
            limit: design.limit(),
        })
    }
}

/// The mean correlation that the tests of the window have estimated.
fn rbar(result: &WindowResult) -> Option<f64> {
    let details = result.tests.iter().filter_map(|t| t.result()).flat_map(|t| &t.details);
    details.into_iter().find(|d| d.name == "rbar").map(|d| d.value)
}
