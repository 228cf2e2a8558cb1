//! The correlations of all pairs, one by one.

use std::ops::Range;

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

use super::grouped::Grouped;
use super::lag::Lag;
use super::rows::Rows;
use crate::abnormal::CrossSection;

/// Days handled in one go.
const CHUNK: usize = 16;

/// The correlation of every pair of events whose windows overlap: day by day, for each the days that
/// overlap with it, for each of those the pairs in their order. NaN where a pair has none.
#[derive(Debug)]
pub struct Pairwise {
    of_day: Vec<Vec<f64>>,
}

struct Days<'a> {
    grouped: &'a Grouped,
    rows: &'a Rows<'a>,
    days: Range<usize>,
    lags: usize,
    minimum: usize,
}

impl WithSimd for Days<'_> {
    type Output = Vec<Vec<f64>>;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> Self::Output {
        let Self { grouped, rows, days, lags, minimum } = self;
        let mut all = Vec::with_capacity(days.len());
        for d in days {
            let mut own = Vec::new();
            for (_, e, _) in grouped.partners(d, lags) {
                for (left, others) in pairs(grouped, d, e) {
                    for right in others {
                        own.push(rows.correlation([left, right], minimum).unwrap_or(f64::NAN));
                    }
                }
            }
            all.push(own);
        }
        all
    }
}

/// The places of the pairs of two days, or within one.
fn pairs(
    grouped: &Grouped,
    d: usize,
    e: usize,
) -> impl Iterator<Item = (usize, Range<usize>)> + use<> {
    let (own, other) = (grouped.days[d].events.clone(), grouped.days[e].events.clone());
    own.map(move |left| (left, if d == e { left + 1..other.end } else { other.clone() }))
}

impl Pairwise {
    /// Goes through every pair.
    pub fn of(grouped: &Grouped, section: &CrossSection, lags: usize, minimum: usize) -> Self {
        let count = grouped.days.len();
        let rows = &Rows::of(grouped, section, 0..count, lags);
        let starts: Vec<usize> = (0..count).step_by(CHUNK).collect();
        let parts: Vec<Vec<Vec<f64>>> = starts
            .into_par_iter()
            .map(|start| {
                let days = start..count.min(start + CHUNK);
                Arch::new().dispatch(Days { grouped, rows, days, lags, minimum })
            })
            .collect();
        Self { of_day: parts.into_iter().flatten().collect() }
    }

    /// The sums of each lag, of all events or of the chosen rows.
    pub fn sums(&self, grouped: &Grouped, lags: usize, chosen: Option<&[bool]>) -> Vec<Lag> {
        let is_in =
            |place: usize| chosen.is_none_or(|chosen| chosen[grouped.order[place] as usize]);
        let mut whole = vec![Lag::default(); lags];
        for (d, own) in self.of_day.iter().enumerate() {
            let mut own = own.iter();
            for (lag, e, _) in grouped.partners(d, lags) {
                let (mut count, mut unestimated, mut sum) = (0, 0, 0.0);
                for (left, others) in pairs(grouped, d, e) {
                    let ours = is_in(left);
                    for (right, r) in others.zip(own.by_ref()) {
                        if ours && is_in(right) {
                            count += 1;
                            if r.is_nan() {
                                unestimated += 1;
                            } else {
                                sum += r;
                            }
                        }
                    }
                }
                whole[lag].add(Lag::counted(count, sum, f64::from(unestimated)));
            }
        }
        whole
    }
}
