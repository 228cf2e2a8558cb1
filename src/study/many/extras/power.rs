//! What a test of the mean could have found, by formula.

use serde::Serialize;

use crate::inference::{POWER, TestedMean, standard_deviation};
use crate::returns::Window;
use crate::study::many::tested_sample::TestedSample;
use crate::study::many::windows::{WindowResult, tested_mean};

/// Effects whose power is given.
pub(crate) const EFFECTS: [f64; 3] = [0.005, 0.01, 0.02];

/// The power of a two-sided test of the mean CAR, with the standard error and the distribution of the
/// headline test.
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
    /// The standard deviation of the CARs.
    pub standard_deviation: f64,
    /// The standard error of their mean in the headline test.
    pub standard_error: f64,
    /// The degrees of freedom of that test.
    pub degrees_of_freedom: f64,
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
    /// What that comes to with ever more events of this correlation; `None` without correlation, and
    /// where the portfolio of one date is tested.
    pub limit: Option<f64>,
}

impl PowerStudy {
    /// `None` for fewer than two events.
    ///
    /// Standardised tests find somewhat more than this where firms differ in their risk.
    pub(crate) fn new(study: &TestedSample<'_>) -> Option<Self> {
        let spec = study.spec;
        let windows: Vec<WindowPower> =
            study.windows.iter().filter_map(|w| WindowPower::of(study, w)).collect();
        let first = windows.first()?;
        let mut cautions = vec![match study.context.section.portfolio() {
            Some(_) => {
                "the standard error is that of the portfolio, from the estimation window: where the \
                 event makes returns more volatile, less is found"
            }
            None => "the spread is that of these CARs: another sample of as many events has another one",
        }
        .to_owned()];
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
        Some(Self { effects: EFFECTS.to_vec(), level: spec.alpha, power: POWER, cautions, windows })
    }
}

impl WindowPower {
    fn of(study: &TestedSample<'_>, result: &WindowResult) -> Option<Self> {
        let sample = study.context.sample(result.window)?;
        let n = sample.len();
        let test = tested_mean(&sample, study.spec.alpha).filter(|_| n > 1)?;
        let estimated = match study.sample.overlapping_pairs {
            0 => Some(0.0),
            _ => rbar(result),
        };
        // A negative one is mostly the error of its estimate, and would promise too much.
        let correlation = estimated.unwrap_or(0.0).max(0.0);
        let spread = standard_deviation(&sample.car)?;
        Some(Self {
            window: result.window,
            events: n,
            standard_deviation: spread,
            standard_error: test.standard_error,
            degrees_of_freedom: test.degrees_of_freedom,
            correlation,
            estimated_correlation: estimated,
            power_of_effects: EFFECTS.iter().map(|effect| test.power_of(*effect)).collect(),
            minimum_detectable_mean: test.minimum_detectable_effect(),
            limit: limit(spread, correlation, study.spec.alpha)
                .filter(|_| study.context.section.portfolio().is_none()),
        })
    }
}

/// What the smallest detectable mean comes to with ever more events: below it more of them do not
/// help. `None` without correlation.
///
/// # Formula
/// `(z_{1-alpha/2} + z_{0.8}) sd(CAR) sqrt(rbar/(1 - rbar))`.
fn limit(spread: f64, correlation: f64, alpha: f64) -> Option<f64> {
    let test = TestedMean {
        standard_error: spread * (correlation / (1.0 - correlation)).sqrt(),
        degrees_of_freedom: f64::INFINITY,
        alpha,
    };
    (correlation > 0.0).then(|| test.minimum_detectable_effect()).flatten()
}

/// The mean correlation that the tests of the window have estimated.
fn rbar(result: &WindowResult) -> Option<f64> {
    let details = result.tests.iter().filter_map(|t| t.result()).flat_map(|t| &t.details);
    details.into_iter().find(|d| d.name == "rbar").map(|d| d.value)
}
