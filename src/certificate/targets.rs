//! Sizes that another program found: the engine has to find them too.

use crate::inference::TestId;

/// A design of the independent simulation.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// How returns are drawn.
    pub scenario: &'static str,
    /// Events N.
    pub events: usize,
    /// Estimation bars L1.
    pub estimation: usize,
    /// Bars L2 of the window, which is the whole event window.
    pub bars: usize,
}

/// The sizes of a test in these designs.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The test.
    pub test: TestId,
    /// Its rejection rate in percent at a nominal 5% in each of [`COLUMNS`].
    pub percent: [f64; 7],
}

/// Replications of the independent simulation.
pub const TARGET_REPLICATIONS: u64 = 20_000;

const fn column(scenario: &'static str, events: usize, estimation: usize, bars: usize) -> Column {
    Column { scenario, events, estimation, bars }
}

/// The designs.
pub const COLUMNS: [Column; 7] = [
    column("one-date", 30, 60, 11),
    column("one-date", 30, 120, 1),
    column("one-date", 30, 120, 21),
    column("common-date", 30, 120, 3),
    column("one-date-t4", 30, 120, 3),
    column("one-date-variance", 30, 120, 3),
    column("one-date", 8, 20, 3),
];

const fn target(test: TestId, percent: [f64; 7]) -> Target {
    Target { test, percent }
}

/// The sizes: a program in another language with another generator, which computes every statistic
/// from its formula.
pub const TARGETS: &[Target] = &[
    target(TestId::SingleEventT, [5.0, 5.0, 4.9, 5.0, 5.6, 16.1, 5.1]),
    target(TestId::CrossSectionalT, [4.8, 4.9, 4.8, 32.1, 4.7, 5.0, 4.7]),
    target(TestId::Patell, [5.0, 5.0, 4.8, 32.2, 5.9, 16.0, 4.8]),
    target(TestId::PatellCsar, [7.0, 5.0, 6.8, 32.7, 6.1, 16.4, 6.0]),
    target(TestId::Bmp, [5.0, 5.0, 4.8, 33.3, 4.8, 4.7, 5.0]),
    target(TestId::KolariPynnonen, [5.4, 5.1, 5.0, 5.3, 5.1, 5.0, 6.2]),
    target(TestId::AdjustedPatell, [5.6, 5.2, 5.1, 5.1, 6.3, 16.4, 6.5]),
    target(TestId::Portfolio, [5.1, 5.0, 4.8, 4.9, 5.3, 15.9, 5.1]),
    target(TestId::CorradoRank, [5.3, 4.9, 4.9, 5.0, 5.2, 9.4, 5.3]),
    target(TestId::CorradoZivney, [5.3, 4.9, 4.9, 5.0, 5.2, 9.4, 5.3]),
    target(TestId::GrankT, [5.4, 5.5, 5.2, 6.0, 6.5, 5.5, 7.2]),
    target(TestId::GrankZ, [5.4, 5.6, 5.3, 33.8, 6.6, 5.4, 7.2]),
];
