//! Events in groups that share day 0 and their estimation bars.

use std::cmp::Ordering;
use std::ops::Range;

use rayon::prelude::*;

use crate::abnormal::{CrossSection, ordered_by};

/// So many events of one day are sorted side by side.
const MANY: usize = 4_096;

/// Events with the same day 0 and the same estimation bars.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) day_zero: usize,
    /// Places in [`Grouped::order`].
    pub(super) events: Range<usize>,
    /// How many estimation bars each has.
    pub(super) bars: usize,
}

/// The events of one day 0.
#[derive(Clone, Debug)]
pub(super) struct Day {
    pub(super) day_zero: usize,
    pub(super) events: Range<usize>,
}

/// Events by day 0 and by their estimation bars.
#[derive(Debug)]
pub struct Grouped {
    /// Rows of the cross-section.
    pub(super) order: Vec<u32>,
    pub(super) groups: Vec<Group>,
    pub(super) days: Vec<Day>,
}

struct Key<'a> {
    row: u32,
    day_zero: usize,
    /// The first bar, the last bar and how many there are.
    ends: (i32, i32, usize),
    times: &'a [i32],
}

impl<'a> Key<'a> {
    fn of(section: &'a CrossSection, row: usize) -> Self {
        let times = section.residual_times(row);
        let at = |bar: Option<&i32>| bar.copied().unwrap_or(0);
        let ends = (at(times.first()), at(times.last()), times.len());
        Self { row: row as u32, day_zero: section.members()[row].day_zero, ends, times }
    }

    /// Bars without a gap are the same if their ends are.
    fn unbroken(&self) -> bool {
        let (first, last, bars) = self.ends;
        bars == 0 || (last - first) as usize + 1 == bars
    }

    fn compare(&self, other: &Self) -> Ordering {
        let by_day = (self.day_zero, self.ends).cmp(&(other.day_zero, other.ends));
        by_day.then_with(|| {
            if self.unbroken() { Ordering::Equal } else { self.times.cmp(other.times) }
        })
    }
}

impl Grouped {
    /// Puts events with the same bars side by side.
    pub fn of(section: &CrossSection, events: &[usize]) -> Self {
        let by_day = ordered_by(events, |row| section.members()[row].day_zero);
        let mut keys: Vec<Key<'_>> =
            by_day.into_par_iter().map(|row| Key::of(section, row)).collect();
        let days: Vec<&mut [Key<'_>]> =
            keys.chunk_by_mut(|a, b| a.day_zero == b.day_zero).collect();
        // Mostly all have the same bars, and a stable sort is done after one look.
        days.into_par_iter().for_each(|day| match day.len() {
            0..MANY => day.sort_by(Key::compare),
            _ => day.par_sort_by(Key::compare),
        });
        let ranges = |same: &dyn Fn(&Key<'_>, &Key<'_>) -> bool| {
            let mut from = 0;
            let chunks = keys.chunk_by(|a, b| same(a, b)).map(|chunk| {
                from += chunk.len();
                from - chunk.len()..from
            });
            chunks.collect::<Vec<Range<usize>>>()
        };
        let groups = ranges(&|a, b| a.compare(b).is_eq())
            .into_iter()
            .map(|events| {
                let Key { day_zero, times, .. } = keys[events.start];
                Group { day_zero, events, bars: times.len() }
            })
            .collect();
        let days = ranges(&|a, b| a.day_zero == b.day_zero)
            .into_iter()
            .map(|events| Day { day_zero: keys[events.start].day_zero, events })
            .collect();
        let order = keys.iter().map(|key| key.row).collect();
        Self { order, groups, days }
    }

    /// The number of bars to read for all pairs of groups with days 0 less than `lags` apart.
    pub(super) fn work(&self, lags: usize) -> f64 {
        let mut until = 0;
        let mut work = 0.0;
        for (g, group) in self.groups.iter().enumerate() {
            let near = |h: &Group| h.day_zero - group.day_zero < lags;
            while self.groups.get(until).is_some_and(near) {
                until += 1;
            }
            let partners = (until - g) as f64;
            let own = group.events.len() as f64;
            let theirs = (self.groups[until - 1].events.end - group.events.start) as f64;
            work += (own * partners + theirs) * group.bars as f64;
        }
        work
    }

    /// The number of bars to read for all pairs of events one by one.
    pub(super) fn bars_of_pairs(&self, lags: usize) -> f64 {
        let pairs: u64 = self.pairs(lags, None).iter().sum();
        let bars: usize = self.groups.iter().map(|group| group.bars * group.events.len()).sum();
        pairs as f64 * bars as f64 / self.order.len().max(1) as f64
    }

    /// The number of pairs at each lag, of all events or of the chosen rows.
    pub(super) fn pairs(&self, lags: usize, chosen: Option<&[bool]>) -> Vec<u64> {
        let count = |day: &Day| {
            let rows = &self.order[day.events.clone()];
            chosen.map_or(rows.len(), |c| rows.iter().filter(|row| c[**row as usize]).count())
        };
        let counts: Vec<u64> = self.days.iter().map(|day| count(day) as u64).collect();
        let mut pairs = vec![0; lags];
        for (d, day) in self.days.iter().enumerate() {
            pairs[0] += counts[d] * counts[d].saturating_sub(1) / 2;
            let later = self.days[d + 1..].iter().zip(&counts[d + 1..]);
            for (other, n) in later {
                match pairs.get_mut(other.day_zero - day.day_zero) {
                    Some(pairs) => *pairs += counts[d] * n,
                    None => break,
                }
            }
        }
        pairs
    }

    /// The days that overlap with day `d`, itself first: lag, day and number of pairs.
    pub(super) fn partners(
        &self,
        d: usize,
        lags: usize,
    ) -> impl Iterator<Item = (usize, usize, u64)> {
        let own = &self.days[d];
        let n = own.events.len() as u64;
        (d..self.days.len())
            .map(move |e| (self.days[e].day_zero - own.day_zero, e))
            .take_while(move |(lag, _)| *lag < lags)
            .map(move |(lag, e)| {
                let pairs =
                    if e == d { n * (n - 1) / 2 } else { n * self.days[e].events.len() as u64 };
                (lag, e, pairs)
            })
    }
}
