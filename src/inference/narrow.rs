//! How many values of a list are smaller than each of another, counted for many at once.

use pulp::{Arch, Simd, WithSimd};

/// Registers whose values are compared at once.
const REGISTERS: usize = 4;

/// Values in the widest register there is.
const LANES: usize = 16;

/// The finite values of a list in single precision, which keeps their order unless two of them
/// become equal.
#[derive(Default)]
pub struct Narrow {
    /// Filled up to a multiple of [`LANES`].
    values: Vec<f32>,
    places: Vec<u32>,
}

impl Narrow {
    /// Takes the values of another list.
    pub fn fill(&mut self, values: &[f64]) {
        self.values.clear();
        self.places.clear();
        for (place, value) in (0_u32..).zip(values).filter(|(_, v)| v.is_finite()) {
            self.values.push(*value as f32);
            self.places.push(place);
        }
        self.values.resize(self.count().next_multiple_of(LANES), 0.0);
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.places.len()
    }

    /// The place of each in its list.
    pub fn places(&self) -> &[u32] {
        &self.places
    }

    /// Counts for each value how many of the others are smaller; there may be more counts than
    /// values.
    pub fn count_below(&self, others: &Self, counts: &mut Vec<u32>) {
        counts.clear();
        counts.resize(self.values.len(), 0);
        let others = &others.values[..others.count()];
        Arch::new().dispatch(Below { values: &self.values, others, counts });
    }
}

struct Below<'a> {
    values: &'a [f32],
    others: &'a [f32],
    counts: &'a mut [u32],
}

impl WithSimd for Below<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let (values, _) = S::as_simd_f32s(self.values);
        let (counts, _) = S::as_mut_simd_u32s(self.counts);
        let (blocks, rest) = values.as_chunks::<REGISTERS>();
        let (counts, counts_of_rest) = counts.as_chunks_mut::<REGISTERS>();
        for (block, counts) in blocks.iter().zip(counts) {
            *counts = count(simd, *block, self.others);
        }
        for (values, counts) in rest.iter().zip(counts_of_rest) {
            [*counts] = count(simd, [*values], self.others);
        }
    }
}

#[inline(always)]
fn count<S: Simd, const N: usize>(simd: S, values: [S::f32s; N], others: &[f32]) -> [S::u32s; N] {
    let (one, zero) = (simd.splat_u32s(1), simd.splat_u32s(0));
    let mut found = [zero; N];
    for other in others {
        let other = simd.splat_f32s(*other);
        for k in 0..N {
            let smaller = simd.less_than_f32s(other, values[k]);
            found[k] = simd.add_u32s(found[k], simd.select_u32s(smaller, one, zero));
        }
    }
    found
}
