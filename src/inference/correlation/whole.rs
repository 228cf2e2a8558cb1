//! The correlations between all events of a cross-section, and between parts of them.

use rayon::prelude::*;

use super::exact;
use super::grouped::Grouped;
use super::lag::Lags;
use super::pairwise::Pairwise;
use super::sampled::{self, Sample};
use crate::abnormal::CrossSection;
use crate::inference::options::TestOptions;

/// More work than this (bars of all pairs, or what group by group costs as much) is replaced by a
/// random sample.
pub const EXACT_WORK: f64 = 6e8;

/// What one bar of an event costs in sums over groups, in bars of a pair: measured on events of one
/// date and on events spread over years.
const GROUPED_COST: f64 = 15.0;

/// Pairs drawn in all, in equal parts for each lag.
const DRAWS: usize = 1 << 20;

/// Events of a cross-section that are not in a part of it, in ascending order.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftOut(pub Vec<usize>);

impl LeftOut {
    /// Which of `all` events are in.
    fn chosen(&self, all: usize) -> Vec<bool> {
        let mut chosen = vec![true; all];
        self.0.iter().for_each(|i| chosen[*i] = false);
        chosen
    }
}

/// The correlations between all events of a cross-section.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Whole {
    grouped: Grouped,
    pub lags: Lags,
    pub way: Way,
    limit: f64,
}

/// How the correlations were gone through.
#[derive(Debug)]
pub enum Way {
    /// Pair by pair.
    Pairwise(Pairwise),
    /// By sums over groups of events with the same bars, where pairs are far more than events.
    Grouped,
    /// A sample of the pairs.
    Sampled(Sample),
}

impl Whole {
    /// Correlations of all events, from a sample of pairs where they are too many.
    pub(super) fn new(section: &CrossSection, options: &TestOptions) -> Self {
        Self::within(section, options, EXACT_WORK, DRAWS)
    }

    /// Goes through all pairs if that is less than `limit` of work, else through `draws` of them.
    pub fn within(section: &CrossSection, options: &TestOptions, limit: f64, draws: usize) -> Self {
        let all: Vec<usize> = (0..section.len()).collect();
        let grouped = Grouped::of(section, &all);
        let (lags, minimum) = (section.event_window().len(), options.minimum_common_bars);
        let by_pairs = grouped.bars_of_pairs(lags);
        let by_groups = GROUPED_COST * grouped.work(lags);
        if by_pairs.min(by_groups) <= limit {
            if by_groups < by_pairs {
                let lags = Lags(exact::sums(&grouped, section, lags, minimum));
                return Self { grouped, lags, way: Way::Grouped, limit };
            }
            let pairwise = Pairwise::of(&grouped, section, lags, minimum);
            let lags = Lags(pairwise.sums(&grouped, lags, None));
            return Self { grouped, lags, way: Way::Pairwise(pairwise), limit };
        }
        let each = draws.div_ceil(lags).max(2);
        let sample = sampled::draw(&grouped, section, lags, minimum, (each, options.seed));
        let lags = sample
            .estimate(&grouped.pairs(lags, None))
            .expect("at least two pairs of each lag are drawn");
        Self { grouped, lags: Lags(lags), way: Way::Sampled(sample), limit }
    }

    /// Whether the pairs of so many of the events are few enough to go through them all.
    fn is_exact(&self, events: usize) -> bool {
        let share = events as f64 / self.grouped.order.len() as f64;
        self.grouped.bars_of_pairs(self.lags.0.len()) * share * share <= self.limit
    }

    /// Correlations of parts of the events, or why a part has none: those from the sample of pairs
    /// take one pass over it.
    pub fn parts(
        &self,
        section: &CrossSection,
        options: &TestOptions,
        parts: &[LeftOut],
    ) -> Vec<Result<Lags, String>> {
        let Way::Sampled(sample) = &self.way else {
            return parts.par_iter().map(|part| Ok(self.counted(section, options, part))).collect();
        };
        let exact = |part: &LeftOut| self.is_exact(section.len() - part.0.len());
        let sampled: Vec<LeftOut> = parts.iter().filter(|part| !exact(part)).cloned().collect();
        let mut estimates = self.without(sample, section, &sampled).into_iter();
        parts
            .iter()
            .map(|part| {
                if exact(part) {
                    return Ok(self.counted(section, options, part));
                }
                let none = || "too few pairs of these events were drawn".to_owned();
                estimates.next().flatten().ok_or_else(none)
            })
            .collect()
    }

    /// Correlations of some of the events from all their pairs.
    fn counted(&self, section: &CrossSection, options: &TestOptions, left_out: &LeftOut) -> Lags {
        let (lags, minimum) = (section.event_window().len(), options.minimum_common_bars);
        let chosen = left_out.chosen(section.len());
        let grouped = || {
            let events: Vec<usize> = (0..section.len()).filter(|i| chosen[*i]).collect();
            Grouped::of(section, &events)
        };
        Lags(match &self.way {
            Way::Pairwise(pairs) => pairs.sums(&self.grouped, lags, Some(&chosen)),
            Way::Grouped => exact::sums(&grouped(), section, lags, minimum),
            Way::Sampled(_) => {
                let grouped = grouped();
                Pairwise::of(&grouped, section, lags, minimum).sums(&grouped, lags, None)
            }
        })
    }

    /// Correlations of parts of the events from the sample of pairs; `None` where it has too few of
    /// theirs.
    pub fn without(
        &self,
        sample: &Sample,
        section: &CrossSection,
        parts: &[LeftOut],
    ) -> Vec<Option<Lags>> {
        let mut place_of = vec![0; section.len()];
        for (place, row) in self.grouped.order.iter().enumerate() {
            place_of[*row as usize] = place;
        }
        let parts: Vec<(Vec<usize>, Vec<u64>)> = parts
            .par_iter()
            .map(|left_out| {
                let places = left_out.0.iter().map(|row| place_of[*row]).collect();
                let chosen = left_out.chosen(section.len());
                (places, self.grouped.pairs(self.lags.0.len(), Some(&chosen)))
            })
            .collect();
        let estimates = sample.estimates_without(&parts, section.len());
        estimates.into_iter().map(|lags| lags.map(Lags)).collect()
    }
}
