//! What a certificate simulates.

use serde::Serialize;

use super::scenario::{SCENARIOS, Scenario, scenario};
use super::simulate::Cell;
use super::targets::COLUMNS;
use crate::inference::{TestId, TestOptions};
use crate::returns::Window;

/// Numbers of events N.
pub const EVENTS: [usize; 4] = [1, 8, 30, 100];
/// Bars L2 of the windows, all around day 0.
pub const BARS: [usize; 4] = [1, 3, 11, 21];
/// What is added on day 0 for power.
pub const EFFECTS: [f64; 3] = [0.005, 0.01, 0.02];
/// Estimation bars L1.
pub const ESTIMATION: usize = 120;
/// Draws B of tests that resample. With 199, p-values of 1%, 5% and 10% are attained exactly.
pub const RESAMPLES: usize = 199;

/// The designs of power: scenario, events, windows.
const POWER: [(&str, usize, &[usize]); 5] = [
    ("normal", 1, &[1]),
    ("normal", 8, &[1]),
    ("normal", 30, &BARS),
    ("normal", 100, &[1]),
    ("common-date", 30, &[1, 3]),
];

/// What is asked of a certificate.
#[derive(Clone, Debug)]
pub struct CertificatePlan {
    /// The seed of everything that is drawn.
    pub seed: u64,
    /// Replications of a design of up to 30 events; see [`CertificatePlan::replications_of`].
    pub replications: u64,
    /// Scenarios by id; empty for all.
    pub scenarios: Vec<String>,
    /// Tests by id; empty for all.
    pub tests: Vec<String>,
}

/// What a design is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// How often tests reject where there is nothing.
    Size,
    /// How often they find an effect.
    Power,
    /// Sizes in the designs of the independent simulation.
    Comparison,
}

impl Default for CertificatePlan {
    fn default() -> Self {
        Self {
            seed: TestOptions::default().seed,
            replications: 10_000,
            scenarios: Vec::new(),
            tests: Vec::new(),
        }
    }
}

/// A window of so many bars around day 0.
pub fn around_day_zero(bars: usize) -> Window {
    let half = (bars / 2) as i32;
    Window::new(-half, half).unwrap_or_else(|| unreachable!("-{half} is not after {half}"))
}

impl CertificatePlan {
    /// Replications of a design: a quarter for more than 30 events, whose tests cost the most, and
    /// a fifth for power, which needs fewer digits.
    pub fn replications_of(&self, part: Part, events: usize) -> u64 {
        let share = match part {
            Part::Power => 5,
            _ if events > 30 => 4,
            _ => 1,
        };
        self.replications.div_ceil(share)
    }

    /// Whether a scenario was asked for.
    fn wants(&self, scenario: &Scenario) -> bool {
        self.scenarios.is_empty() || self.scenarios.iter().any(|id| id == scenario.id)
    }

    /// Whether a test was asked for.
    pub(super) fn wants_test(&self, test: TestId) -> bool {
        self.tests.is_empty() || self.tests.iter().any(|id| test.id() == id)
    }

    /// Every design, with what it is for and how often it is drawn.
    pub(super) fn cells(&self) -> Vec<(Part, Cell, u64)> {
        let mut cells = Vec::new();
        for scenario in SCENARIOS.iter().filter(|s| self.wants(s)) {
            for events in EVENTS {
                cells.push((Part::Size, cell(scenario, events, &BARS), 0));
            }
            for (_, events, bars) in POWER.iter().filter(|(id, ..)| *id == scenario.id) {
                for effect in EFFECTS {
                    cells.push((Part::Power, Cell { effect, ..cell(scenario, *events, bars) }, 0));
                }
            }
        }
        // The independent simulation tests a window of its own in each design, not several in one.
        for column in COLUMNS {
            let Some(scenario) = scenario(column.scenario).filter(|_| self.scenarios.is_empty())
            else {
                continue;
            };
            let window = around_day_zero(column.bars);
            let cell = Cell {
                scenario,
                events: column.events,
                estimation: column.estimation,
                event_window: window,
                windows: vec![window],
                effect: 0.0,
            };
            cells.push((Part::Comparison, cell, 0));
        }
        for (part, cell, replications) in &mut cells {
            *replications = self.replications_of(*part, cell.events);
        }
        cells
    }

    /// Replications of all designs.
    pub fn total(&self) -> u64 {
        self.cells().iter().map(|(.., replications)| replications).sum()
    }
}

fn cell(scenario: &'static Scenario, events: usize, bars: &[usize]) -> Cell {
    Cell {
        scenario,
        events,
        estimation: ESTIMATION,
        event_window: around_day_zero(BARS[BARS.len() - 1]),
        windows: bars.iter().map(|b| around_day_zero(*b)).collect(),
        effect: 0.0,
    }
}
