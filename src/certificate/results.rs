//! Rejection rates, and what is to be said about them.

use super::band::{self, FIVE_PERCENT, LEVELS, Position};
use super::plan::Part;
use super::scenario::scenario;
use crate::inference::{Assumption, SizeCell, TestId, size_cells, size_note};

/// The rejection rates of every test in every design.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Certificate {
    /// The seed.
    pub seed: u64,
    /// Replications of a design of up to 30 events.
    pub replications: u64,
    /// One entry for each design and window.
    pub cells: Vec<CellResult>,
}

/// One window of a design.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CellResult {
    /// What it is for.
    pub part: Part,
    /// How returns were drawn.
    pub scenario: &'static str,
    /// Events N.
    pub events: usize,
    /// Estimation bars L1.
    pub estimation: usize,
    /// Bars L2 of the window.
    pub bars: usize,
    /// What was added on day 0, a decimal fraction.
    pub effect: f64,
    /// Replications.
    pub replications: u64,
    /// Every test that applied at least once, in the order of the list.
    pub rates: Vec<Rate>,
}

/// How often a test rejected.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Rate {
    /// The test.
    pub test: TestId,
    /// In how many replications it applied.
    pub applied: u64,
    /// In how many of them it rejected at 1, 5 and 10%.
    pub rejected: [u64; 3],
}

/// What a rate says about a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizeVerdict {
    /// At every level in its band.
    Within,
    /// Outside, in a scenario that breaks what the test takes for granted.
    Broken(Position),
    /// Outside, although nothing that the test takes for granted is broken.
    Outside(Position),
}

impl SizeVerdict {
    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Within => "within",
            Self::Broken(Position::TooRare) => "too_rare_assumption_broken",
            Self::Broken(_) => "too_often_assumption_broken",
            Self::Outside(Position::TooRare) => "too_rare",
            Self::Outside(_) => "too_often",
        }
    }
}

impl Rate {
    /// No replication yet.
    pub(super) fn none(test: TestId) -> Self {
        Self { test, applied: 0, rejected: [0; 3] }
    }

    /// The rejection rate at one of [`LEVELS`].
    pub fn rate(&self, level: usize) -> f64 {
        self.rejected[level] as f64 / self.applied as f64
    }

    /// The Monte Carlo standard error of the rate.
    pub fn standard_error(&self, level: usize) -> f64 {
        band::standard_error(self.rate(level), self.applied)
    }

    /// Where it lies against its band; at 5% if that is outside, else at the other levels.
    pub fn position(&self) -> Position {
        [FIVE_PERCENT, 0, 2]
            .map(|i| band::position(self.rate(i), LEVELS[i], self.applied))
            .into_iter()
            .find(|position| *position != Position::Within)
            .unwrap_or(Position::Within)
    }

    /// What it says about the test in a scenario that breaks these assumptions.
    pub fn verdict(&self, breaks: &[Assumption]) -> SizeVerdict {
        let assumes = size_note(self.test).map_or(&[][..], |note| note.assumes);
        match self.position() {
            Position::Within => SizeVerdict::Within,
            position if assumes.iter().any(|a| breaks.contains(a)) => SizeVerdict::Broken(position),
            position => SizeVerdict::Outside(position),
        }
    }
}

impl CellResult {
    /// The rate of a test.
    pub fn rate(&self, test: TestId) -> Option<&Rate> {
        self.rates.iter().find(|rate| rate.test == test)
    }

    /// What a rate of this design says.
    pub fn verdict(&self, rate: &Rate) -> SizeVerdict {
        rate.verdict(scenario(self.scenario).map_or(&[], |s| s.breaks))
    }
}

impl Certificate {
    /// The designs of a part.
    pub fn of(&self, part: Part) -> impl Iterator<Item = &CellResult> + Clone {
        self.cells.iter().filter(move |cell| cell.part == part)
    }

    /// The size of a test in a design.
    pub fn size(&self, scenario: &str, events: usize, bars: usize, test: TestId) -> Option<&Rate> {
        self.of(Part::Size)
            .find(|c| c.scenario == scenario && c.events == events && c.bars == bars)?
            .rate(test)
    }

    /// Tests outside their band although nothing that they take for granted is broken, without a
    /// reason in [`SIZE_NOTES`](crate::inference::SIZE_NOTES), in sentences.
    pub fn unstated(&self) -> Vec<String> {
        let mut unstated = Vec::new();
        for cell in self.of(Part::Size) {
            for rate in &cell.rates {
                let said = size_note(rate.test).is_some_and(|note| !note.why.is_empty());
                if !said && matches!(cell.verdict(rate), SizeVerdict::Outside(_)) {
                    unstated.push(format!(
                        "{} rejects {:.1}% at a nominal 5% in `{}` with {} events and {} bars",
                        rate.test,
                        100.0 * rate.rate(FIVE_PERCENT),
                        cell.scenario,
                        cell.events,
                        cell.bars
                    ));
                }
            }
        }
        unstated
    }

    /// Rates that reports quote from the certificate that the program carries and that this one does
    /// not find, in sentences: further away than three joint standard errors and 0.6 points.
    pub fn misquoted(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for quoted in size_cells() {
            let SizeCell { test, scenario, events, bars, rate: said, replications } = *quoted;
            let Some(rate) = self.size(scenario, events, bars, test) else { continue };
            let found = rate.rate(FIVE_PERCENT);
            let error = band::standard_error(said, replications);
            let allowed = 3.0 * error.hypot(rate.standard_error(FIVE_PERCENT)) + 0.006;
            if (found - said).abs() > allowed {
                wrong.push(format!(
                    "{test} is said to reject {:.1}% in `{scenario}` with {events} events and {bars} \
                     bars, but rejects {:.1}%",
                    100.0 * said,
                    100.0 * found
                ));
            }
        }
        wrong
    }
}
