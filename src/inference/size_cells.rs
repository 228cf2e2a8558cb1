//! How often a test says "more than noise" where there is nothing, in a sample like the one at hand.
//!
//! The rates are those of the size certificate, `docs/certificate.csv`, which the program carries.

use std::sync::LazyLock;

use serde::Serialize;

use super::moments::skewness;
use super::outcome::Outcome;
use super::shared_dates::SharedDates;
use super::test_id::TestId;
use super::window_sample::WindowSample;

/// How far from 5% a size may lie beside the error of the simulation: 0.6 percentage points.
pub(crate) const SIZE_TOLERANCE: f64 = 0.006;

/// The level whose sizes are quoted.
const LEVEL: f64 = 0.05;

/// A mean skewness of residuals from here on is nearer to 1 than to 0, and nearer to 2 than to 1.
const SKEWED: [f64; 2] = [0.5, 1.5];

/// What decides which cell of the size certificate a sample is like.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SampleShape {
    /// Events.
    pub events: usize,
    /// Bars of the window.
    pub bars: usize,
    /// Whether more than a third of the events share one date.
    pub common_date: bool,
    /// Mean skewness of the residuals of an event.
    pub skewness: f64,
}

/// A cell of the size certificate: the rejection rate of a test in a design.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SizeCell {
    /// The test.
    pub test: TestId,
    /// The scenario.
    pub scenario: &'static str,
    /// Events.
    pub events: usize,
    /// Bars of the window.
    pub bars: usize,
    /// Replications in which the test applied.
    pub replications: u64,
    /// The rejection rate at a nominal 5%, a decimal fraction.
    pub rate: f64,
}

static CELLS: LazyLock<Vec<SizeCell>> = LazyLock::new(|| {
    let table = include_str!("../../docs/certificate.csv");
    let mut lines = table.lines();
    let names: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let place = |name: &str| names.iter().position(|n| *n == name);
    let columns = ["part", "scenario", "events", "bars", "test", "applied", "at_5"].map(place);
    let cell = |line: &'static str| {
        let cells: Vec<&'static str> = line.split(',').collect();
        let text = |column: usize| cells.get(columns[column]?).copied();
        Some(SizeCell {
            scenario: text(0).filter(|part| *part == "size").and(text(1))?,
            events: text(2)?.parse().ok()?,
            bars: text(3)?.parse().ok()?,
            test: text(4)?.parse().ok()?,
            replications: text(5)?.parse().ok()?,
            rate: text(6)?.parse().ok()?,
        })
    };
    lines.filter_map(cell).collect()
});

/// Every cell of the size certificate that the program carries.
pub fn size_cells() -> &'static [SizeCell] {
    &CELLS
}

impl SampleShape {
    /// The shape of a sample.
    pub fn of(sample: &WindowSample<'_>) -> Self {
        Self {
            events: sample.len(),
            bars: sample.window.len(),
            common_date: SharedDates::of(sample).is_clustered(),
            skewness: sample.residual_skewness(),
        }
    }

    /// The shape of one event with these residuals, over so many bars.
    pub(crate) fn of_one(bars: usize, residuals: &[f64]) -> Self {
        let skewness = skewness(residuals).unwrap_or(0.0);
        Self { events: 1, bars, common_date: false, skewness }
    }

    /// An outcome on this sample with what is to be said of its size.
    pub(crate) fn sized(&self, mut outcome: Outcome) -> Outcome {
        if let Outcome::Applies(result) = &mut outcome {
            result.size = self.note(result.test);
        }
        outcome
    }

    /// The scenario of the certificate that it is most like.
    pub fn scenario(&self) -> &'static str {
        match self.skewness.abs() {
            _ if self.common_date => "common-date",
            g if g >= SKEWED[1] => "skewed-2",
            g if g >= SKEWED[0] => "skewed",
            _ => "normal",
        }
    }

    /// The cell of a test that fits this sample best: its scenario, then the nearest numbers of events
    /// and of bars by ratio. `None` where the certificate has no rate of the test in that scenario.
    pub fn cell(&self, test: TestId) -> Option<&'static SizeCell> {
        let far = |a: usize, b: usize| (a.max(1) as f64 / b.max(1) as f64).ln().abs();
        let scenario = self.scenario();
        CELLS.iter().filter(|cell| cell.test == test && cell.scenario == scenario).min_by(|a, b| {
            let events = far(a.events, self.events).total_cmp(&far(b.events, self.events));
            events.then(far(a.bars, self.bars).total_cmp(&far(b.bars, self.bars)))
        })
    }

    /// What to say of the size of a test on this sample; nothing where its cell is within its band.
    pub fn note(&self, test: TestId) -> Option<String> {
        self.cell(test).filter(|cell| cell.is_outside()).map(SizeCell::sentence)
    }
}

impl SizeCell {
    /// Whether the rate is off 5% by more than the simulation's error and the tolerance.
    pub fn is_outside(&self) -> bool {
        let error = (LEVEL * (1.0 - LEVEL) / self.replications as f64).sqrt();
        (self.rate - LEVEL).abs() > 3.0 * error + SIZE_TOLERANCE
    }

    /// The cell in a sentence.
    pub fn sentence(&self) -> String {
        let plural = |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
        let dates = match self.scenario {
            "common-date" => "on one date with correlation 0.1",
            "skewed" => "with returns of skewness 1",
            "skewed-2" => "with returns of skewness 2",
            _ => "with independent normal returns",
        };
        format!(
            "in samples like this one ({}, {}, {dates}) it rejects {:.1}% of true nulls instead of \
             5%",
            plural(self.events, "event"),
            plural(self.bars, "bar"),
            100.0 * self.rate
        )
    }
}
