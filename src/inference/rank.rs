//! The rank of an event among reference values.

use serde::Serialize;

use super::test_id::TestId;

pub(super) const ID: TestId = TestId::PlaceboRank;

/// Ties count as at least as large; differences below this are rounding.
const TIE: f64 = 1e-12;

/// The rank of a value among reference values.
///
/// # Formula
/// `p_up = (1 + #{R_j >= r})/(K + 1)`, `p_down` likewise, `p_abs = (1 + #{|R_j| >= |r|})/(K + 1)`,
/// `p_two = min(1, 2 min(p_up, p_down))`. The smallest attainable p is `1/(K + 1)`.
///
/// # References
/// Rinaudo and Saha 2014; Gelbach, Helland and Klick 2013.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RankOf {
    /// The number of reference values K.
    pub size: usize,
    /// One-sided p towards large values.
    pub p_up: f64,
    /// One-sided p towards small values.
    pub p_down: f64,
    /// p by size alone, without sign.
    pub p_abs: f64,
    /// Two-sided p.
    pub p_two: f64,
}

impl RankOf {
    /// Ranks `value` among `reference`.
    pub fn of(value: f64, reference: &[f64]) -> Self {
        let size = reference.len();
        let share = |hits: usize| (1 + hits) as f64 / (size + 1) as f64;
        let count = |f: &dyn Fn(f64) -> bool| share(reference.iter().filter(|r| f(**r)).count());
        let p_up = count(&|r| r >= value - TIE);
        let p_down = count(&|r| r <= value + TIE);
        let p_abs = count(&|r| r.abs() >= value.abs() - TIE);
        Self { size, p_up, p_down, p_abs, p_two: (2.0 * p_up.min(p_down)).min(1.0) }
    }

    /// The smallest p-value that a one-sided rank, or one by size, can reach: `1/(K + 1)`.
    pub fn smallest(&self) -> f64 {
        1.0 / (self.size + 1) as f64
    }

    /// The one-sided p in a direction: up for positive, down for negative.
    pub fn towards(&self, direction: i8) -> f64 {
        if direction >= 0 { self.p_up } else { self.p_down }
    }
}
