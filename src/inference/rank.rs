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

/// The values between which a two-sided rank among `reference` does not reach `alpha`; `None` where
/// even the most extreme rank would not.
///
/// # Formula
/// With `r = floor(alpha (K + 1)/2)`: from the r-th smallest to the r-th largest reference value, both
/// of them within.
pub(crate) fn two_sided_band(reference: &[f64], alpha: f64) -> Option<(f64, f64)> {
    let sorted = sorted(reference.iter().copied());
    let r = extreme(0.5 * alpha, sorted.len())?;
    Some((*sorted.get(r - 1)?, *sorted.get(sorted.len() - r)?))
}

/// The size up to which a rank by size among `reference` does not reach `alpha`; `None` where even the
/// most extreme rank would not.
pub(crate) fn size_band(reference: &[f64], alpha: f64) -> Option<f64> {
    let sorted = sorted(reference.iter().map(|r| r.abs()));
    let r = extreme(alpha, sorted.len())?;
    sorted.get(sorted.len() - r).copied()
}

/// How many of the most extreme of `size + 1` values a share of them is, at least one.
fn extreme(share: f64, size: usize) -> Option<usize> {
    // The small addition keeps 0.05 * 20 from being rounded down to 0.
    let count = (share * (size + 1) as f64 + 1e-9).floor() as usize;
    (1..=size).contains(&count).then_some(count)
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}
