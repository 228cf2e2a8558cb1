//! Wilcoxon's signed ranks of a sample.

use super::distribution::normal_two_sided;

/// Up to this many values that are not zero the distribution is exact: counts of sign vectors fit
/// a double without rounding.
const EXACT_UP_TO: usize = 50;

/// Magnitudes this near to one another, relative to themselves, are tied: sums of the same returns in
/// another order or unit differ in the last bits, and a tie must not hang on those.
const TIED_WITHIN: f64 = 1e-12;

/// What happens to values of zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Zeros {
    /// They are left out before ranking (Wilcoxon).
    #[default]
    Drop,
    /// They are ranked and then left out (Pratt).
    Pratt,
}

/// The signed-rank statistic of a sample.
///
/// # Formula
/// `W+ = sum of the ranks of |x_i| over positive x_i`, average ranks for ties; mean `sum r/2` and
/// variance `sum r^2/4`, which is `n(n+1)(2n+1)/24 - sum (t^3 - t)/48` with ties of size t. Values
/// are tied where their magnitudes agree to twelve digits, so that the rounding of a sum decides
/// nothing. Exact p: all sign vectors on the actual ranks, `min(1, 2 min(P(W <= W+), P(W >= W+)))`.
///
/// # References
/// Wilcoxon 1945; Pratt 1959.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SignedRank {
    /// Values that are not zero.
    pub n: usize,
    /// The sum of the positive ranks.
    pub w_plus: f64,
    /// Mean of the rank sum under the null.
    pub mean: f64,
    /// Variance of the rank sum under the null.
    pub variance: f64,
    /// `(W+ - mean)/sd`.
    pub z: f64,
    /// p of z.
    pub p_normal: f64,
    /// z with a continuity correction of one half.
    pub z_corrected: f64,
    /// p of z with a continuity correction.
    pub p_corrected: f64,
    /// Exact p, up to 50 values.
    pub p_exact: Option<f64>,
}

impl SignedRank {
    /// Ranks a sample; `None` where every value is zero or one is missing.
    pub fn of(values: &[f64], zeros: Zeros) -> Option<Self> {
        if values.iter().any(|v| !v.is_finite()) {
            return None;
        }
        // The magnitude and below it the sign: as whole numbers they are sorted in half the time.
        let ranked = values.iter().filter(|v| zeros == Zeros::Pratt || **v != 0.0);
        let mut sorted: Vec<u64> =
            ranked.map(|v| v.abs().to_bits() << 1 | u64::from(*v > 0.0)).collect();
        sorted.sort_unstable();
        let magnitude = |word: u64| f64::from_bits(word >> 1);
        let mut doubled = Vec::new();
        let (mut n, mut twice_plus, mut sum, mut squares) = (0, 0_usize, 0.0, 0.0);
        let mut start = 0;
        while start < sorted.len() {
            let size = magnitude(sorted[start]);
            let tied = size * (1.0 + TIED_WITHIN);
            let same = sorted[start..].iter().take_while(|word| magnitude(**word) <= tied);
            let end = start + same.count();
            if size != 0.0 {
                // Ranks start + 1 to end have the average (start + 1 + end)/2.
                let rank = start + 1 + end;
                for word in &sorted[start..end] {
                    sum += rank as f64;
                    squares += (rank as f64) * (rank as f64);
                    twice_plus += rank * (word & 1) as usize;
                }
                n += end - start;
                if n <= EXACT_UP_TO {
                    doubled.resize(n, rank);
                }
            }
            start = end;
        }
        if n == 0 {
            return None;
        }
        let w_plus = 0.5 * twice_plus as f64;
        let (mean, variance) = (sum / 4.0, squares / 16.0);
        let away = w_plus - mean;
        let z = away / variance.sqrt();
        let corrected = if away == 0.0 { 0.0 } else { away - 0.5 * away.signum() };
        let z_corrected = corrected / variance.sqrt();
        Some(Self {
            n,
            w_plus,
            mean,
            variance,
            z,
            p_normal: normal_two_sided(z),
            z_corrected,
            p_corrected: normal_two_sided(z_corrected),
            p_exact: (n <= EXACT_UP_TO).then(|| exact(&doubled, twice_plus)),
        })
    }
}

/// Shares of sign vectors by their doubled positive rank sum, one value after the other.
fn exact(doubled: &[usize], observed: usize) -> f64 {
    let mut share = vec![0.0; doubled.iter().sum::<usize>() + 1];
    share[0] = 1.0;
    let mut top = 0;
    for &rank in doubled {
        top += rank;
        for k in (0..=top).rev() {
            let with = if k >= rank { share[k - rank] } else { 0.0 };
            share[k] = 0.5 * (share[k] + with);
        }
    }
    let low: f64 = share[..=observed].iter().sum();
    let high: f64 = share[observed..].iter().sum();
    (2.0 * low.min(high)).min(1.0)
}
