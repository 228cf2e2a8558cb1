//! The sum of the correlations of all pairs, from a random sample of them.

use pulp::{Arch, Simd, WithSimd};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use rayon::prelude::*;

use super::grouped::Grouped;
use super::lag::Lag;
use super::rows::Rows;
use crate::abnormal::CrossSection;

/// Days handled in one go, with one copy of their events and of those that overlap with them.
const CHUNK: usize = 128;

/// A pair that was drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Drawn {
    /// Places in [`Grouped::order`].
    places: [u32; 2],
    lag: u32,
    /// Correlation of the pair; NaN where it has none.
    r: f64,
}

/// The pairs that were drawn, in stretches of days.
#[derive(Debug, PartialEq)]
pub struct Sample {
    stretches: Vec<Vec<Drawn>>,
    /// Sums over all stretches, by lag.
    sums: Vec<Sums>,
}

/// Sums over the drawn pairs of a lag.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Sums {
    drawn: u64,
    unestimated: u64,
    sum: f64,
    squares: f64,
}

impl Sums {
    fn add(&mut self, r: f64) {
        self.drawn += 1;
        if r.is_finite() {
            self.sum += r;
            self.squares += r * r;
        } else {
            self.unestimated += 1;
        }
    }

    fn take_away(&mut self, r: f64) {
        self.drawn -= 1;
        if r.is_finite() {
            self.sum -= r;
            self.squares -= r * r;
        } else {
            self.unestimated -= 1;
        }
    }

    fn join(&mut self, more: &Self) {
        self.drawn += more.drawn;
        self.unestimated += more.unestimated;
        self.sum += more.sum;
        self.squares += more.squares;
    }

    /// What they say of all `pairs` of the lag; `None` where there are pairs and fewer than two were
    /// drawn of them.
    fn estimate(&self, pairs: u64) -> Option<Lag> {
        let Self { drawn, unestimated, mut sum, mut squares } = *self;
        if drawn == unestimated {
            // What was taken away leaves its rounding.
            (sum, squares) = (0.0, 0.0);
        }
        let (n, all, unestimated) = (drawn as f64, pairs as f64, unestimated as f64);
        if drawn >= pairs {
            return Some(Lag { pairs, sum, unestimated, variance: 0.0, drawn });
        }
        let spread = ((squares - sum * sum / n) / (n - 1.0)).max(0.0);
        let variance = all * all * spread / n * (1.0 - n / all);
        let (sum, unestimated) = (all * sum / n, all * unestimated / n);
        (drawn >= 2).then_some(Lag { pairs, sum, unestimated, variance, drawn })
    }
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
) -> Sample {
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
    let (stretches, sums): (Vec<Vec<Drawn>>, Vec<Vec<Sums>>) = chunks
        .into_par_iter()
        .map(|start| {
            let days = start..count.min(start + CHUNK);
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            let mut drawn = Vec::new();
            for d in days.clone() {
                for (lag, e, pairs) in grouped.partners(d, lags) {
                    let strata = Strata { pairs: totals[lag], count: totals[lag].min(each as u64) };
                    rng.set_stream(lag as u64);
                    strata.within(starts[d][lag], pairs, &mut rng, |pair| {
                        let places = grouped.places(d, e, pair).map(|place| place as u32);
                        drawn.push(Drawn { places, lag: lag as u32, r: f64::NAN });
                    });
                }
            }
            let rows = &Rows::of(grouped, section, days, lags);
            let sums = Arch::new().dispatch(Correlate { rows, minimum, lags, drawn: &mut drawn });
            (drawn, sums)
        })
        .unzip();
    let mut all = vec![Sums::default(); lags];
    for stretch in sums {
        all.iter_mut().zip(&stretch).for_each(|(sum, more)| sum.join(more));
    }
    Sample { stretches, sums: all }
}

/// Fills in the correlations of drawn pairs and sums them up.
struct Correlate<'a> {
    rows: &'a Rows<'a>,
    minimum: usize,
    lags: usize,
    drawn: &'a mut [Drawn],
}

impl WithSimd for Correlate<'_> {
    type Output = Vec<Sums>;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> Vec<Sums> {
        let Self { rows, minimum, lags, drawn } = self;
        let mut sums = vec![Sums::default(); lags];
        for Drawn { places, lag, r } in drawn {
            let places = places.map(|place| place as usize);
            *r = rows.correlation(places, minimum).unwrap_or(f64::NAN);
            sums[*lag as usize].add(*r);
        }
        sums
    }
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

impl Sample {
    /// The sum over all `pairs` of each lag from those drawn, with its sampling variance; `None` where
    /// a lag has pairs and fewer than two were drawn of them.
    ///
    /// Each pair was as likely as every other, so the mean of the drawn ones is unbiased. The variance
    /// is that of simple random sampling without replacement, which strata only lower.
    pub(super) fn estimate(&self, pairs: &[u64]) -> Option<Vec<Lag>> {
        estimates(&self.sums, pairs)
    }

    /// Estimates for parts of the events, each without the events at these places and with these
    /// numbers of pairs: most parts leave few events out, whose pairs are taken away in one pass over
    /// all that were drawn.
    pub(super) fn estimates_without(
        &self,
        parts: &[(Vec<usize>, Vec<u64>)],
        events: usize,
    ) -> Vec<Option<Vec<Lag>>> {
        let of_some = |parts: &[(Vec<usize>, Vec<u64>)]| -> Vec<Option<Vec<Lag>>> {
            let mut left_out = vec![0_u64; events];
            for (bit, (places, _)) in parts.iter().enumerate() {
                places.iter().for_each(|place| left_out[*place] |= 1 << bit);
            }
            let mut sums = vec![self.sums.clone(); parts.len()];
            for Drawn { places, lag, r } in self.stretches.iter().flatten() {
                let [left, right] = places.map(|place| left_out[place as usize]);
                let mut without = left | right;
                while without != 0 {
                    sums[without.trailing_zeros() as usize][*lag as usize].take_away(*r);
                    without &= without - 1;
                }
            }
            sums.iter().zip(parts).map(|(sums, (_, pairs))| estimates(sums, pairs)).collect()
        };
        parts.chunks(u64::BITS as usize).flat_map(of_some).collect()
    }
}

fn estimates(sums: &[Sums], pairs: &[u64]) -> Option<Vec<Lag>> {
    sums.iter().zip(pairs).map(|(sums, pairs)| sums.estimate(*pairs)).collect()
}
