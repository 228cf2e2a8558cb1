//! The verdict on a claim.

use serde::Serialize;

use super::read::Reading;
use super::words::Intensity;
use crate::inference::{RankOf, mad};

/// What is to be said of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Verdict {
    /// The price did what the claim says.
    Supported,
    /// The direction is right and the move is more than noise, but not of the size the words say.
    SupportedDirectionOnly,
    /// The claim's direction is right and its hedge is wrong: the move was large.
    ContradictedMagnitude,
    /// The price significantly did the opposite.
    Contradicted,
    /// The move is within the noise of the leg.
    NotDistinguishable,
    /// The data cannot tell.
    NotTestable,
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Supported => "supported",
            Self::SupportedDirectionOnly => "supported in direction only",
            Self::ContradictedMagnitude => "contradicted in size",
            Self::Contradicted => "contradicted",
            Self::NotDistinguishable => "not distinguishable from noise",
            Self::NotTestable => "not testable",
        })
    }
}

/// How the size of the move compares with the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Magnitude {
    /// Within the band of the words.
    Ok,
    /// Smaller than the words say.
    SmallerThanClaimed,
    /// Larger than the words say.
    LargerThanClaimed,
}

/// A claim held against a move.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ClaimCheck {
    /// The raw return of the leg.
    pub value: f64,
    /// The sign of the move, 0 within the deadband.
    pub sign: i8,
    /// **Fact**: whether the sign is the claim's.
    pub fact: bool,
    /// **Signal**: whether the move in the claim's direction is more than noise.
    pub signal: bool,
    /// The p-value of the signal, in the claim's direction (by size for "unchanged").
    pub p_value: f64,
    /// The move in robust standard deviations of the same leg on other days, not centred.
    pub z: f64,
    /// The standard deviation by which z is scaled: 1.4826 times the median absolute deviation.
    pub sigma: f64,
    /// The share of other days with a smaller move in size.
    pub percentile: f64,
    /// The size against the words; `None` for a claim of no move, which is about size alone.
    pub magnitude: Option<Magnitude>,
    /// Reference days.
    pub reference_days: usize,
    /// The verdict.
    pub verdict: Verdict,
}

impl ClaimCheck {
    /// The fact in words: the direction, and the size against the words of the claim.
    pub const fn fact_words(&self) -> &'static str {
        match (self.fact, self.magnitude) {
            (false, _) => "no",
            (true, Some(Magnitude::LargerThanClaimed)) => "yes in direction, larger than said",
            (true, Some(Magnitude::SmallerThanClaimed)) => "yes in direction, smaller than said",
            (true, _) => "yes",
        }
    }
}

/// A move this small has no sign: a tick, or two basis points where a tick is less.
pub fn deadband(price: f64) -> f64 {
    const TICK: f64 = 0.01;
    const FLOOR: f64 = 0.0002;
    (TICK / price).max(FLOOR)
}

/// The sign of a move, 0 within the deadband.
fn sign_of(value: f64, deadband: f64) -> i8 {
    match value {
        v if v.abs() <= deadband => 0,
        v if v > 0.0 => 1,
        _ => -1,
    }
}

/// **Fact**: whether the price moved as the claim says. A claim of no move holds within the deadband
/// and within its band of the usual size `sigma` of the leg; beyond the deadband it cannot be told
/// without that size.
pub(crate) fn fact(
    reading: &Reading,
    value: f64,
    deadband: f64,
    sigma: Option<f64>,
) -> Option<bool> {
    let sign = sign_of(value, deadband);
    if reading.direction != 0 || sign == 0 {
        return Some(sign == reading.direction);
    }
    sigma.map(|sigma| (value / sigma).abs() <= reading.intensity.band().1)
}

/// Holds a claim against the raw return of its leg.
///
/// `reference` are raw returns of the same leg on other days; `ranked` the same values as the rank
/// is to see them (volatility-matched, or once more `reference`). `None` where fewer than `minimum`
/// reference days exist or the scale is zero.
///
/// # Formula
/// `sigma = 1.4826 MAD`, `z = r/sigma`; the truth table is in the README. A hedged claim is about a
/// small move, so noise-level size cannot count against it; `signal` then stays false.
pub fn check(
    reading: &Reading,
    value: f64,
    reference: &[f64],
    ranked: &[f64],
    deadband: f64,
    alpha: f64,
    minimum: usize,
) -> Option<ClaimCheck> {
    let sigma = scale(reference);
    if reference.len() < minimum || !(sigma > 0.0) {
        return None;
    }
    let rank = RankOf::of(value, ranked);
    // With too few days no move could be called more than noise.
    if rank.smallest() > alpha {
        return None;
    }
    let z = value / sigma;
    let sign = sign_of(value, deadband);
    let direction = reading.direction;
    let (low, high) = reading.intensity.band();
    let magnitude = match z.abs() {
        z if z < low => Magnitude::SmallerThanClaimed,
        z if z > high => Magnitude::LargerThanClaimed,
        _ => Magnitude::Ok,
    };
    let in_band = magnitude == Magnitude::Ok;
    let p_value = if direction == 0 { rank.p_abs } else { rank.towards(direction) };
    let signal = p_value <= alpha;
    let verdict = if direction == 0 {
        match () {
            () if in_band || sign == 0 => Verdict::Supported,
            () if signal => Verdict::Contradicted,
            () => Verdict::NotDistinguishable,
        }
    } else if sign == direction {
        match (reading.intensity == Intensity::Hedged, in_band, signal) {
            (true, true, _) | (false, true, true) => Verdict::Supported,
            (true, false, true) => Verdict::ContradictedMagnitude,
            (false, false, true) => Verdict::SupportedDirectionOnly,
            (_, _, false) => Verdict::NotDistinguishable,
        }
    } else if sign == -direction && rank.towards(-direction) <= alpha {
        Verdict::Contradicted
    } else {
        Verdict::NotDistinguishable
    };
    let smaller = reference.iter().filter(|r| r.abs() < value.abs()).count();
    Some(ClaimCheck {
        value,
        sign,
        fact: sign == direction || (direction == 0 && in_band),
        signal,
        p_value,
        z,
        sigma,
        percentile: smaller as f64 / reference.len() as f64,
        magnitude: (direction != 0).then_some(magnitude),
        reference_days: reference.len(),
        verdict,
    })
}

/// The robust standard deviation; the ordinary one where more than half of the days did not move.
fn scale(reference: &[f64]) -> f64 {
    let robust = mad(reference);
    if robust > 0.0 {
        return robust;
    }
    let n = reference.len() as f64;
    let mean = reference.iter().sum::<f64>() / n;
    (reference.iter().map(|r| (r - mean) * (r - mean)).sum::<f64>() / (n - 1.0)).sqrt()
}
