//! Rejections are counted.

use rayon::prelude::*;

use super::band::LEVELS;
use super::one_event::SINGLE_EVENT;
use super::plan::{CertificatePlan, Part, RESAMPLES};
use super::results::{CellResult, Certificate, Rate};
use super::simulate::Cell;
use crate::abnormal::CrossSection;
use crate::inference::{Outcome, TESTS, TestContext, TestEntry, TestOptions};
use crate::models::ModelError;
use crate::returns::Window;

/// An exact p-value may miss its level by rounding.
const ROUNDING: f64 = 1e-12;

/// Makes a certificate, calling `done` after each replication.
///
/// # Determinism
/// Equal plans give equal counts, whatever the number of threads.
///
/// # Errors
/// [`ModelError`] where a design has too few estimation bars for the market model.
pub fn certify(
    plan: &CertificatePlan,
    done: &(dyn Fn() + Sync),
) -> Result<Certificate, ModelError> {
    let mut cells = Vec::new();
    for (part, cell, replications) in plan.cells() {
        let counts = counts(plan, part, &cell, replications, done)?;
        for (window, of_window) in cell.windows.iter().zip(counts.0) {
            cells.push(CellResult {
                part,
                scenario: cell.scenario.id,
                events: cell.events,
                estimation: cell.estimation,
                bars: window.len(),
                effect: cell.effect,
                replications,
                rates: of_window.into_iter().filter(|rate| rate.applied > 0).collect(),
            });
        }
    }
    Ok(Certificate { seed: plan.seed, replications: plan.replications, cells })
}

/// The rates of every window, in the order of the list of tests.
#[derive(Clone)]
pub(super) struct Counts(pub(super) Vec<Vec<Rate>>);

impl Counts {
    pub(super) fn none(windows: usize) -> Self {
        let of_window = TESTS.iter().map(|test| Rate::none(test.id)).collect();
        Self(vec![of_window; windows])
    }

    pub(super) fn add(&mut self, window: usize, outcome: &Outcome) {
        let Some(p) = outcome.p_value() else { return };
        let rates = &mut self.0[window];
        if let Some(rate) = rates.iter_mut().find(|rate| rate.test == outcome.test()) {
            rate.applied += 1;
            for (rejected, level) in rate.rejected.iter_mut().zip(LEVELS) {
                *rejected += u64::from(p <= level + ROUNDING);
            }
        }
    }

    /// Adds the wanted ones of the outcomes of each window.
    pub(super) fn add_all(&mut self, plan: &CertificatePlan, of_windows: &[Vec<Outcome>]) {
        for (i, outcomes) in of_windows.iter().enumerate() {
            for outcome in outcomes.iter().filter(|o| plan.wants_test(o.test())) {
                self.add(i, outcome);
            }
        }
    }

    pub(super) fn and(mut self, other: Self) -> Self {
        for (mine, theirs) in self.0.iter_mut().flatten().zip(other.0.into_iter().flatten()) {
            mine.applied += theirs.applied;
            for (rejected, more) in mine.rejected.iter_mut().zip(theirs.rejected) {
                *rejected += more;
            }
        }
        self
    }
}

/// The options of the tests of a replication.
pub(super) fn options(seed: u64) -> TestOptions {
    TestOptions { seed, resamples: RESAMPLES, ..TestOptions::default() }
}

/// The tests of the list that a plan asks for and that run on a cross-section.
pub(super) fn entries(plan: &CertificatePlan) -> Vec<&'static TestEntry> {
    TESTS.iter().filter(|t| t.run.is_some() && plan.wants_test(t.id)).collect()
}

/// Whether a plan asks for a test of one event.
pub(super) fn wants_single_events(plan: &CertificatePlan) -> bool {
    SINGLE_EVENT.iter().any(|test| plan.wants_test(*test))
}

/// Adds the outcomes of these tests on each window.
pub(super) fn run(
    entries: &[&TestEntry],
    section: &CrossSection,
    options: &TestOptions,
    windows: &[Window],
    counts: &mut Counts,
) {
    let wanted = |test: &TestEntry, _| entries.iter().any(|entry| entry.id == test.id);
    let context = TestContext::new(section, options).for_tests(windows, wanted);
    for (i, window) in windows.iter().enumerate() {
        let Some(sample) = context.sample(*window) else { continue };
        for run in entries.iter().filter_map(|test| test.run) {
            counts.add(i, &run(&sample));
        }
    }
}

fn counts(
    plan: &CertificatePlan,
    part: Part,
    cell: &Cell,
    replications: u64,
    done: &(dyn Fn() + Sync),
) -> Result<Counts, ModelError> {
    let entries = entries(plan);
    let single = (cell.events == 1 || part == Part::Comparison) && wants_single_events(plan);
    let none = || Counts::none(cell.windows.len());
    (0..replications)
        .into_par_iter()
        .try_fold(none, |mut counts, replication| {
            let drawn = cell.replicate(plan.seed, replication)?;
            let options = options(drawn.test_seed);
            run(&entries, &drawn.section, &options, &cell.windows, &mut counts);
            if single {
                counts.add_all(plan, &drawn.single_event_tests(&cell.windows)?);
            }
            done();
            Ok(counts)
        })
        .try_reduce(none, |a, b| Ok(a.and(b)))
}
