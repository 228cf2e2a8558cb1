//! The power of a test on the firms of the study themselves.

use rayon::prelude::*;

use super::placebo_dates::{PlaceboPlan, Refit};
use super::test_id::TestId;
use crate::abnormal::{CrossSection, Measured};
use crate::inference::{TestContext, TestEntry, TestOptions};
use crate::returns::Window;

/// How often a test finds an effect put into placebo dates: half of the times as a rise, half as a fall,
/// because these dates have a mean of their own, which one direction would be helped by.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct SimulatedPower {
    /// The test by its id.
    pub test: TestId,
    /// The size of the abnormal return put into day 0 of every event.
    pub effect: f64,
    /// Draws in which the test applied.
    pub draws: usize,
    /// Draws that could not be measured, or to which the test did not apply.
    pub refused: usize,
    /// The share of draws with a p-value of at most the level, the mean of both directions; the size
    /// for an effect of zero.
    pub found: f64,
    /// Standard error of that share by Agresti and Coull, which is not zero for a share of 0 or 1.
    pub standard_error: f64,
}

/// What is put into placebo dates, and where it is looked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Injection<'a> {
    /// The window that is tested.
    pub window: Window,
    /// Abnormal returns of day 0; zero gives the size.
    pub effects: &'a [f64],
    /// The level of the tests.
    pub level: f64,
}

/// Puts abnormal returns into day 0 of events at placebo dates of the same firms, and counts how
/// often tests of a window find them: one entry for each test and effect, tests in the outer order.
/// Each set of days counts once. A test and effect without any usable draw has no entry.
///
/// # Formula
/// With h findings in n draws, each direction counting half: `found = h/n`, `se = sqrt(q (1 - q)/(n + 4))`, `q = (h + 2)/(n + 4)`.
///
/// # References
/// Brown and Warner 1980, 1985; Agresti and Coull 1998.
pub fn simulated_power(
    plan: &PlaceboPlan<'_>,
    refit: &Refit<'_>,
    tests: &[&TestEntry],
    injection: &Injection<'_>,
    options: &TestOptions,
) -> Vec<SimulatedPower> {
    let cells = tests.len() * injection.effects.len();
    let none = || vec![Count::default(); cells];
    let wanted = |test: &TestEntry| tests.iter().any(|wanted| wanted.id == test.id);
    let drawn = plan.all_days();
    let counts = drawn
        .days
        .par_iter()
        .map(|days| {
            let mut counts = none();
            let Some(section) = refit(days) else { return counts };
            for (k, effect) in injection.effects.iter().enumerate() {
                let directions = if *effect == 0.0 { &[1.0][..] } else { &[1.0, -1.0] };
                let mut found = vec![Vec::new(); tests.len()];
                for direction in directions {
                    let raised = with_effect(&section, direction * effect);
                    let context = TestContext::new(&raised, options)
                        .for_tests(&[injection.window], |test, _| wanted(test));
                    let Some(sample) = context.sample(injection.window) else { continue };
                    for (test, found) in tests.iter().zip(&mut found) {
                        found.extend(test.run.and_then(|run| run(&sample).p_value()));
                    }
                }
                for (j, found) in found.iter().enumerate().filter(|(_, found)| !found.is_empty()) {
                    let hits = found.iter().filter(|p| **p <= injection.level).count();
                    let count = &mut counts[j * injection.effects.len() + k];
                    count.draws += 1;
                    count.hits += hits as f64 / found.len() as f64;
                }
            }
            counts
        })
        .reduce(none, |a, b| a.into_iter().zip(b).map(|(a, b)| a.and(b)).collect());
    let of = |(cell, count): (usize, Count)| {
        let (test, effect) = (cell / injection.effects.len(), cell % injection.effects.len());
        count.power(tests[test].id, injection.effects[effect], plan.draws - drawn.repeated)
    };
    counts.into_iter().enumerate().filter_map(of).collect()
}

/// Usable draws, and those in which something was found.
#[derive(Clone, Copy, Default)]
struct Count {
    draws: usize,
    hits: f64,
}

impl Count {
    fn and(self, other: Self) -> Self {
        Self { draws: self.draws + other.draws, hits: self.hits + other.hits }
    }

    fn power(self, test: TestId, effect: f64, asked: usize) -> Option<SimulatedPower> {
        let (hits, draws) = (self.hits, self.draws as f64);
        let moderate = (hits + 2.0) / (draws + 4.0);
        (self.draws > 0).then(|| SimulatedPower {
            test,
            effect,
            draws: self.draws,
            refused: asked - self.draws,
            found: hits / draws,
            standard_error: (moderate * (1.0 - moderate) / (draws + 4.0)).sqrt(),
        })
    }
}

/// Adds an effect to the abnormal returns of day 0; none where day 0 is not in the window.
fn with_effect(section: &CrossSection, effect: f64) -> CrossSection {
    let window = section.event_window();
    let raised = |mut event: Measured| {
        if window.contains(0) {
            event.abnormal[(-window.first()) as usize] += effect;
        }
        for (car, of) in event.car.iter_mut().zip(section.windows()) {
            if of.contains(0) {
                *car += effect;
            }
        }
        event
    };
    let mut moved = section.subset(&[]);
    for i in 0..section.len() {
        moved.push(&raised(section.measured(i)));
    }
    moved.set_portfolio(section.portfolio().cloned().map(raised));
    moved
}
