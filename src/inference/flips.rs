//! Random signs: all of them where they are few, drawn from a seed where they are many.

use std::ops::Range;

use pulp::{Arch, Simd, WithSimd};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use rayon::prelude::*;

use super::{Reference, TestOptions};

/// Up to this many units all sign vectors are gone through: `2^20` of them.
const ENUMERATED: usize = 20;
/// Units whose signs are drawn at once.
pub const BLOCK: usize = 1_024;
/// Draws that go through a block of units before the next.
const DRAWS: usize = 256;
/// Draws that are added up side by side.
const LANES: usize = 16;
/// The bit of a number that has its sign.
const SIGN: u64 = 1 << 63;

/// Sign vectors of some units (events, or clusters of events).
#[derive(Clone, Copy)]
pub enum Flips {
    /// Every sign vector.
    All {
        /// The number of units.
        units: usize,
    },
    /// Draws, each from its own stream of the seed.
    Drawn {
        /// The number of draws B.
        draws: usize,
        /// The seed.
        seed: u64,
    },
}

impl Flips {
    pub(super) fn of(units: usize, options: &TestOptions) -> Self {
        if units <= ENUMERATED {
            Self::All { units }
        } else {
            Self::Drawn { draws: options.resamples, seed: options.seed }
        }
    }

    /// The p-value of so many sign vectors at least as extreme: their share of all, in which the
    /// data themselves are, or `(1 + hits)/(B + 1)`.
    pub fn p_value(self, hits: u64) -> f64 {
        match self {
            Self::All { units } => hits as f64 / (1_u64 << units) as f64,
            Self::Drawn { draws, .. } => (1 + hits) as f64 / (draws + 1) as f64,
        }
    }

    /// The smallest p-value there can be: a sign vector and its opposite are equally extreme.
    pub fn smallest(self) -> f64 {
        match self {
            Self::All { units } => (2.0 / (1_u64 << units) as f64).min(1.0),
            Self::Drawn { .. } => self.p_value(0),
        }
    }

    pub(super) fn reference(self) -> Reference {
        match self {
            Self::All { units } => Reference::Enumerated { configurations: 1 << units },
            Self::Drawn { draws, seed } => Reference::Resampled { draws, seed },
        }
    }

    /// Shows the signed sums of all columns to `visit`, one sign vector after the other, and adds
    /// up what it counts. The signs of a unit are the same in all columns.
    pub fn count(
        self,
        columns: &[Vec<f64>],
        counters: usize,
        visit: impl Fn(&[f64], &mut [u64]) + Sync,
    ) -> Vec<u64> {
        let add = |mut a: Vec<u64>, b: Vec<u64>| {
            a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
            a
        };
        let none = || vec![0; counters];
        match self {
            Self::All { units } => {
                let low = all_sums(columns, 0..units / 2);
                let high = all_sums(columns, units / 2..units);
                let rows = high.par_chunks(columns.len());
                rows.map(|high| {
                    let (mut counts, mut row) = (none(), vec![0.0; columns.len()]);
                    for low in low.chunks(columns.len()) {
                        for ((sum, low), high) in row.iter_mut().zip(low).zip(high) {
                            *sum = low + high;
                        }
                        visit(&row, &mut counts);
                    }
                    counts
                })
                .reduce(none, add)
            }
            Self::Drawn { draws, seed } => (0..draws.div_ceil(DRAWS))
                .into_par_iter()
                .map(|chunk| {
                    let mut counts = none();
                    let end = ((chunk + 1) * DRAWS).min(draws);
                    let sums = drawn_sums(columns, chunk * DRAWS..end, seed);
                    sums.chunks(columns.len()).for_each(|row| visit(row, &mut counts));
                    counts
                })
                .reduce(none, add),
        }
    }
}

/// The sums of some units under all their signs, a row for each sign vector.
fn all_sums(columns: &[Vec<f64>], units: Range<usize>) -> Vec<f64> {
    let width = columns.len();
    let mut rows = vec![0.0; width];
    for unit in units {
        let mut next = Vec::with_capacity(2 * rows.len());
        for row in rows.chunks(width) {
            next.extend(row.iter().zip(columns).map(|(sum, column)| sum + column[unit]));
            next.extend(row.iter().zip(columns).map(|(sum, column)| sum - column[unit]));
        }
        rows = next;
    }
    rows
}

/// The sums of each column under these draws of signs, a row for each draw.
pub fn drawn_sums(columns: &[Vec<f64>], draws: Range<usize>, seed: u64) -> Vec<f64> {
    let (width, units) = (columns.len(), columns.first().map_or(0, Vec::len));
    let base = ChaCha8Rng::seed_from_u64(seed);
    let mut streams: Vec<ChaCha8Rng> = draws
        .map(|draw| {
            let mut stream = base.clone();
            stream.set_stream(draw as u64);
            stream
        })
        .collect();
    let mut words = vec![[0_u64; BLOCK / 64]; streams.len()];
    let mut sums = vec![0.0; streams.len() * width];
    for start in (0..units).step_by(BLOCK) {
        let block = start..(start + BLOCK).min(units);
        for (stream, words) in streams.iter_mut().zip(&mut words) {
            words[..block.len().div_ceil(64)].iter_mut().for_each(|w| *w = stream.next_u64());
        }
        let op = Block { columns, block, words: &words, sums: &mut sums };
        Arch::new().dispatch(op);
    }
    sums
}

/// A block of units of all columns, for some draws.
struct Block<'a> {
    columns: &'a [Vec<f64>],
    block: Range<usize>,
    /// The random bits of each draw.
    words: &'a [[u64; BLOCK / 64]],
    sums: &'a mut [f64],
}

impl WithSimd for Block<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let width = self.columns.len();
        let lanes = self.words.chunks(LANES).zip(self.sums.chunks_mut(LANES * width));
        for (drawn, sums) in lanes {
            // The sign bit of each lane, unit after unit: set where the bit is not.
            let mut signs = [[0_u64; LANES]; BLOCK / 64];
            for (lane, words) in drawn.iter().enumerate() {
                for (signs, word) in signs.iter_mut().zip(words) {
                    signs[lane] = (!word).reverse_bits();
                }
            }
            for (c, column) in self.columns.iter().enumerate() {
                let total = signed_sums(&column[self.block.clone()], &signs);
                for (row, total) in sums.chunks_mut(width).zip(total) {
                    row[c] += total;
                }
            }
        }
    }
}

/// The sums of the values under the signs of each lane.
#[inline(always)]
fn signed_sums(values: &[f64], signs: &[[u64; LANES]]) -> [f64; LANES] {
    let mut sums = [0.0; LANES];
    for (values, signs) in values.chunks(64).zip(signs) {
        let mut signs = *signs;
        for value in values {
            let bits = value.to_bits();
            for lane in 0..LANES {
                sums[lane] += f64::from_bits(bits ^ (signs[lane] & SIGN));
                signs[lane] <<= 1;
            }
        }
    }
    sums
}
