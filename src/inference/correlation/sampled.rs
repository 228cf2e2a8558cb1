//! The sum of the correlations of all pairs, from a random sample of them.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use rayon::prelude::*;

use super::Lag;
use super::grouped::Grouped;
use super::rows::Rows;
use crate::abnormal::CrossSection;

/// Days handled in one go, with one copy of their events and of those that overlap with them.
const CHUNK: usize = 128;

/// A pair that was drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Drawn {
    /// Rows of the cross-section.
    rows: [u32; 2],
    lag: u32,
    /// Its correlation; NaN where it has none.
    r: f64,
}

/// Draws `each` pairs of every lag, or all where there are fewer.
///
/// The pairs of a lag are numbered in the order of their days and cut into equal strata, of which
/// each gives one pair, so that every pair is as likely as every other. The draw of a stratum
/// depends on the seed and its number alone.
pub(super) fn draw(
    grouped: &Grouped,
    section: &CrossSection,
    lags: usize,
    minimum: usize,
    (each, seed): (usize, u64),
) -> Vec<Drawn> {
    let totals = grouped.pairs(lags, None);
    let mut before = vec![0; lags];
    let mut starts = Vec::with_capacity(grouped.days.len());
    for d in 0..grouped.days.len() {
        starts.push(before.clone());
        for (lag, _, pairs) in grouped.partners(d, lags) {
            before[lag] += pairs;
        }
    }
    let count = grouped.days.len();
    let chunks: Vec<usize> = (0..count).step_by(CHUNK).collect();
    let parts: Vec<Vec<Drawn>> = chunks
        .into_par_iter()
        .map(|start| {
            let days = start..count.min(start + CHUNK);
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            let mut drawn = Vec::new();
            let rows = Rows::of(grouped, section, days.clone(), lags);
            for d in days {
                for (lag, e, pairs) in grouped.partners(d, lags) {
                    let strata = Strata { pairs: totals[lag], count: totals[lag].min(each as u64) };
                    rng.set_stream(lag as u64);
                    strata.within(starts[d][lag], pairs, &mut rng, |pair| {
                        let places = grouped.places(d, e, pair);
                        drawn.push(Drawn {
                            rows: places.map(|place| grouped.order[place]),
                            lag: lag as u32,
                            r: rows.correlation(places, minimum).unwrap_or(f64::NAN),
                        });
                    });
                }
            }
            drawn
        })
        .collect();
    parts.concat()
}

/// The pairs of a lag in equal strata.
struct Strata {
    pairs: u64,
    count: u64,
}

impl Strata {
    /// Calls `take` with the drawn pairs among the `pairs` from number `from`, counted from there.
    fn within(&self, from: u64, pairs: u64, rng: &mut ChaCha8Rng, mut take: impl FnMut(u64)) {
        if pairs == 0 {
            return;
        }
        let stratum =
            |pair: u64| (u128::from(pair) * u128::from(self.count) / u128::from(self.pairs)) as u64;
        // One more on either side, for strata that a rounded product puts across the border.
        let first = stratum(from).saturating_sub(1);
        let last = (stratum(from + pairs - 1) + 1).min(self.count - 1);
        rng.set_word_pos(2 * u128::from(first));
        for stratum in first..=last {
            let number = if self.count == self.pairs {
                stratum
            } else {
                let uniform = (rng.next_u64() >> 11) as f64 / (1u64 << 53) as f64;
                let width = self.pairs as f64 / self.count as f64;
                (((stratum as f64 + uniform) * width) as u64).min(self.pairs - 1)
            };
            if (from..from + pairs).contains(&number) {
                take(number - from);
            }
        }
    }
}

impl Grouped {
    /// The places of the pair with this number between two days, or within one.
    fn places(&self, d: usize, e: usize, pair: u64) -> [usize; 2] {
        let (own, other) = (&self.days[d].events, &self.days[e].events);
        if d != e {
            let n = other.len() as u64;
            return [own.start + (pair / n) as usize, other.start + (pair % n) as usize];
        }
        let row = |k: u64| k * (k + 1) / 2;
        let mut k = (0.5 * ((8.0 * pair as f64 + 1.0).sqrt() - 1.0)) as u64;
        while row(k) > pair {
            k -= 1;
        }
        while row(k + 1) <= pair {
            k += 1;
        }
        [own.start + (pair - row(k)) as usize, own.start + k as usize + 1]
    }
}

/// The sum over all `pairs` of each lag from those drawn (of the chosen events, where some are),
/// with its sampling variance; `None` where a lag has pairs and fewer than two were drawn of them.
///
/// Each pair was as likely as every other, so the mean of the drawn ones is unbiased. The variance
/// is that of simple random sampling without replacement, which strata only lower.
pub(super) fn estimate(
    draws: &[Drawn],
    chosen: Option<&[bool]>,
    pairs: &[u64],
) -> Option<Vec<Lag>> {
    // Number, sum, sum of squares, number without a correlation.
    let mut sums = vec![[0.0_f64; 4]; pairs.len()];
    let both = |draw: &&Drawn| {
        chosen.is_none_or(|chosen| draw.rows.iter().all(|row| chosen[*row as usize]))
    };
    for draw in draws.iter().filter(both) {
        let r = draw.r;
        let [n, sum, squares, unestimated] = &mut sums[draw.lag as usize];
        *n += 1.0;
        if r.is_finite() {
            *sum += r;
            *squares += r * r;
        } else {
            *unestimated += 1.0;
        }
    }
    sums.iter()
        .zip(pairs)
        .map(|(&[n, sum, squares, unestimated], &pairs)| {
            let all = pairs as f64;
            let drawn = n as u64;
            if n >= all {
                return Some(Lag { pairs, sum, unestimated, variance: 0.0, drawn });
            }
            let spread = (squares - sum * sum / n) / (n - 1.0);
            let variance = all * all * spread / n * (1.0 - n / all);
            let (sum, unestimated) = (all * sum / n, all * unestimated / n);
            (n >= 2.0).then_some(Lag { pairs, sum, unestimated, variance, drawn })
        })
        .collect()
}
