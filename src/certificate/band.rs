//! The band in which a rejection rate has to lie.

use serde::Serialize;

use crate::inference::SIZE_TOLERANCE;

/// The nominal levels.
pub const LEVELS: [f64; 3] = [0.01, 0.05, 0.10];
/// The place of 5% among them.
pub const FIVE_PERCENT: usize = 1;
/// Monte Carlo standard errors on top.
const STANDARD_ERRORS: f64 = 3.0;

/// Where a rejection rate lies against its band.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Position {
    /// In the band.
    Within,
    /// Below: the test rejects too rarely.
    TooRare,
    /// Above: the test rejects too often.
    TooOften,
}

/// The tolerance at a nominal level: 0.6 points at 5%, and as the standard deviation of a single
/// decision elsewhere (0.27 points at 1%, 0.83 at 10%).
pub fn tolerance(level: f64) -> f64 {
    SIZE_TOLERANCE * (level * (1.0 - level) / (0.05 * 0.95)).sqrt()
}

/// The standard error of a rejection rate over so many replications.
pub fn standard_error(rate: f64, replications: u64) -> f64 {
    (rate * (1.0 - rate) / replications as f64).sqrt()
}

/// Half the width of the band: three standard errors of the simulation under the nominal level,
/// and the tolerance.
pub fn half_width(level: f64, replications: u64) -> f64 {
    STANDARD_ERRORS * standard_error(level, replications) + tolerance(level)
}

/// Where a rejection rate lies.
pub fn position(rate: f64, level: f64, replications: u64) -> Position {
    let half = half_width(level, replications);
    if rate > level + half {
        Position::TooOften
    } else if rate < level - half {
        Position::TooRare
    } else {
        Position::Within
    }
}
