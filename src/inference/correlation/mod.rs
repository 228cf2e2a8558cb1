//! The average correlation between the abnormal returns of events.

mod common_bars;
mod exact;
mod grouped;
mod pair;
mod pairwise;
mod rows;
mod sampled;

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;
use serde::Serialize;

use super::cross_section::left_out;
use super::{TestOptions, WindowSample};
use crate::abnormal::CrossSection;
use grouped::Grouped;
use pairwise::Pairwise;
use sampled::Sample;

/// More work than this (bars of all pairs, or what group by group costs as much) is replaced by a
/// random sample.
const EXACT_WORK: f64 = 6e8;

/// What one bar of an event costs in sums over groups, in bars of a pair: measured on events of one
/// date and on events spread over years.
const GROUPED_COST: f64 = 15.0;

/// Pairs drawn in all, in equal parts for each lag.
const DRAWS: usize = 1 << 20;

/// Parts of the events whose correlations are kept.
const PARTS: usize = 64;

/// The average correlation between the abnormal returns of all pairs of events of a window.
///
/// # Formula
/// `rbar = 2/(N(N-1)) sum_{i<j} r_ij ov_ij / L2`: `r_ij` is the Pearson correlation of the
/// estimation residuals on the *calendar* bars that both events have, `ov_ij` the number of calendar
/// bars that both event windows hold, so that events whose windows do not overlap count as
/// uncorrelated. A pair with too few common bars has `r_ij = 0` and is counted.
///
/// # References
/// Kolari and Pynnonen 2010; Kolari, Pape and Pynnonen 2018 for partly overlapping windows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct MeanCorrelation {
    /// The average correlation.
    pub rbar: f64,
    /// Pairs of events whose windows overlap.
    pub pairs: u64,
    /// Those of them with too few common estimation bars, or without variation on them; from a
    /// sample, their estimated number.
    pub pairs_unestimated: u64,
    /// Where the pairs are too many to go through: what was drawn of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sampled: Option<SampledPairs>,
}

/// What a sample of pairs adds to an average correlation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SampledPairs {
    /// The number of pairs drawn.
    pub drawn: u64,
    /// The standard error of `rbar` that comes from the sample of pairs.
    pub standard_error: f64,
}

/// The pairs of events whose days 0 are so many bars apart.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Lag {
    /// How many there are.
    pairs: u64,
    /// The sum of their correlations.
    sum: f64,
    /// How many have none.
    unestimated: f64,
    /// The variance of `sum` that sampling brings.
    variance: f64,
    /// How many pairs it is estimated from.
    drawn: u64,
}

impl Lag {
    /// Pairs that were all gone through.
    fn counted(pairs: u64, sum: f64, unestimated: f64) -> Self {
        Self { pairs, sum, unestimated, variance: 0.0, drawn: pairs }
    }

    fn add(&mut self, more: Self) {
        self.pairs += more.pairs;
        self.sum += more.sum;
        self.unestimated += more.unestimated;
        self.variance += more.variance;
        self.drawn += more.drawn;
    }
}

/// Every lag at which windows of the event window's length overlap.
#[derive(Debug, PartialEq)]
struct Lags(Vec<Lag>);

/// What the tests of one cross-section share.
#[derive(Debug, Default)]
pub(super) struct Correlations {
    whole: OnceLock<Whole>,
    /// Those without the events that a window misses, which several windows may have in common.
    parts: Mutex<Vec<(LeftOut, Arc<Lags>)>>,
}

/// Events of a cross-section that are not in a part of it, in ascending order.
#[derive(Clone, Debug, PartialEq)]
struct LeftOut(Vec<usize>);

impl LeftOut {
    /// Which of `all` events are in.
    fn chosen(&self, all: usize) -> Vec<bool> {
        let mut chosen = vec![true; all];
        self.0.iter().for_each(|i| chosen[*i] = false);
        chosen
    }

    /// Whether this is what they leave out.
    fn is_of(&self, events: &[usize], all: usize) -> bool {
        events.len() + self.0.len() == all
            && self.0.iter().all(|i| events.binary_search(i).is_err())
    }
}

#[derive(Debug)]
struct Whole {
    grouped: Grouped,
    lags: Lags,
    way: Way,
    limit: f64,
}

/// How the correlations were gone through.
#[derive(Debug)]
enum Way {
    /// Pair by pair.
    Pairwise(Pairwise),
    /// By sums over groups of events with the same bars, where pairs are far more than events.
    Grouped,
    /// A sample of the pairs.
    Sampled(Sample),
}

impl WindowSample<'_> {
    /// The average correlation between the events of this window; an error says why there is none.
    ///
    /// The correlations are computed once for all windows of the cross-section, whatever their
    /// length. Where there are too many pairs, a random sample of them stands for all.
    ///
    /// # Errors
    /// A reason in words, with fewer than two events.
    pub fn mean_correlation(&self) -> Result<MeanCorrelation, String> {
        let n = self.len() as f64;
        if self.len() < 2 {
            return Err("it needs at least two events".to_owned());
        }
        let context = self.context;
        let whole = context.correlations.whole(context.section, context.options);
        if self.len() == context.section.len() {
            return Ok(whole.lags.over(self.window.len(), n));
        }
        let all = context.section.len();
        if let Some(lags) = context.correlations.part(&self.events, all) {
            return Ok(lags.over(self.window.len(), n));
        }
        let left_out = LeftOut(left_out(&self.events, all));
        let lags = Arc::new(whole.part(context.section, context.options, &left_out)?);
        let result = lags.over(self.window.len(), n);
        context.correlations.keep(left_out, lags);
        Ok(result)
    }
}

impl Correlations {
    /// Computes those of all events and of the events of each window.
    pub(super) fn prepare(&self, section: &CrossSection, options: &TestOptions) {
        let whole = self.whole(section, options);
        let Way::Sampled(sample) = &whole.way else { return };
        let mut parts: Vec<LeftOut> = Vec::new();
        for column in 0..section.windows().len() {
            let missing = section.cars(column).iter().enumerate().filter(|(_, c)| !c.is_finite());
            let left_out = LeftOut(missing.map(|(i, _)| i).collect());
            let events = section.len() - left_out.0.len();
            if !left_out.0.is_empty() && !whole.is_exact(events) && !parts.contains(&left_out) {
                parts.push(left_out);
            }
        }
        parts.truncate(PARTS);
        for (left_out, lags) in parts.iter().zip(whole.without(sample, section, &parts)) {
            // A part without an estimate is said where it is asked for.
            if let Some(lags) = lags {
                self.keep(left_out.clone(), Arc::new(lags));
            }
        }
    }

    /// Two threads that arrive together both compute it: a thread that waits here could hold up
    /// the very work it waits for.
    fn whole(&self, section: &CrossSection, options: &TestOptions) -> &Whole {
        if self.whole.get().is_none() {
            drop(self.whole.set(Whole::of(section, options, EXACT_WORK, DRAWS)));
        }
        self.whole.get_or_init(|| Whole::of(section, options, EXACT_WORK, DRAWS))
    }

    /// Those of a part that was computed before.
    fn part(&self, events: &[usize], all: usize) -> Option<Arc<Lags>> {
        let parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        let found = parts.iter().find(|(left_out, _)| left_out.is_of(events, all));
        found.map(|(_, lags)| Arc::clone(lags))
    }

    fn keep(&self, left_out: LeftOut, lags: Arc<Lags>) {
        let mut parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        if parts.len() >= PARTS {
            parts.remove(0);
        }
        parts.push((left_out, lags));
    }
}

impl Whole {
    fn of(section: &CrossSection, options: &TestOptions, limit: f64, draws: usize) -> Self {
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

    /// The same for some of the events.
    fn part(
        &self,
        section: &CrossSection,
        options: &TestOptions,
        left_out: &LeftOut,
    ) -> Result<Lags, String> {
        let (lags, minimum) = (section.event_window().len(), options.minimum_common_bars);
        let chosen = left_out.chosen(section.len());
        let events = || (0..section.len()).filter(|i| chosen[*i]).collect::<Vec<usize>>();
        match &self.way {
            Way::Pairwise(pairs) => Ok(Lags(pairs.sums(&self.grouped, lags, Some(&chosen)))),
            Way::Grouped => {
                let grouped = Grouped::of(section, &events());
                Ok(Lags(exact::sums(&grouped, section, lags, minimum)))
            }
            Way::Sampled(_) if self.is_exact(section.len() - left_out.0.len()) => {
                let grouped = Grouped::of(section, &events());
                let pairwise = Pairwise::of(&grouped, section, lags, minimum);
                Ok(Lags(pairwise.sums(&grouped, lags, None)))
            }
            Way::Sampled(sample) => {
                let estimated = self.without(sample, section, std::slice::from_ref(left_out)).pop();
                estimated.flatten().ok_or("too few pairs of these events were drawn".to_owned())
            }
        }
    }

    /// Of parts of the events, from the sample of pairs; `None` where it has too few of theirs.
    fn without(
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

impl Lags {
    fn over(&self, length: usize, events: f64) -> MeanCorrelation {
        let overlap = |lag: usize| (length - lag) as f64 / length as f64;
        let within = || self.0.iter().enumerate().take(length);
        let all_pairs = 0.5 * events * (events - 1.0);
        let pairs = within().map(|(_, lag)| lag.pairs).sum();
        let drawn = within().map(|(_, lag)| lag.drawn).sum();
        let variance: f64 = within().map(|(l, lag)| overlap(l).powi(2) * lag.variance).sum();
        let standard_error = variance.sqrt() / all_pairs;
        MeanCorrelation {
            rbar: within().map(|(l, lag)| overlap(l) * lag.sum).sum::<f64>() / all_pairs,
            pairs,
            pairs_unestimated: within().map(|(_, lag)| lag.unestimated).sum::<f64>().round() as u64,
            sampled: (drawn < pairs).then_some(SampledPairs { drawn, standard_error }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abnormal::{Measured, Member};
    use crate::inference::TestContext;
    use crate::returns::Window;

    /// Events on few days with a common part in their residuals, and missing bars.
    fn section(events: usize) -> CrossSection {
        let mut state = 42_u64;
        let mut draw = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) as f64 / (1u64 << 53) as f64 - 0.5
        };
        let market: Vec<f64> = (0..300).map(|_| draw()).collect();
        let window = Window::new(-2, 2).unwrap();
        let mut section = CrossSection::new(window, &[window]);
        for firm in 0..events {
            let day_zero = 100 + (15.0 * (draw() + 0.5)) as usize;
            let times: Vec<i32> = (-60..-5).filter(|_| draw() < 0.4).collect();
            let residual = |t: &i32| market[(day_zero as i32 + t) as usize] + draw();
            section.push(&Measured {
                member: Member {
                    day_zero,
                    firm,
                    cluster: day_zero,
                    degrees_of_freedom: 50.0,
                    sigma: 1.0,
                },
                residuals: times.iter().map(residual).collect(),
                residual_times: times,
                abnormal: vec![0.0; 5],
                car: vec![0.0; 6],
                variance: vec![1.0; 6],
                buy_and_hold: vec![0.0; 6],
                bars_covered: Vec::new(),
            });
        }
        section
    }

    /// With as many draws as pairs every pair is drawn once.
    #[test]
    fn drawing_every_pair_is_the_exact_average() {
        let (section, options) = (section(60), TestOptions::default());
        let exact = Whole::of(&section, &options, EXACT_WORK, 0).lags.over(5, 60.0);
        let drawn = Whole::of(&section, &options, 0.0, 1 << 20).lags.over(5, 60.0);
        assert!((exact.rbar - drawn.rbar).abs() < 1e-7, "{exact:?} {drawn:?}");
        assert!(exact.rbar > 0.05 && exact.sampled.is_none() && drawn.sampled.is_none());
        assert_eq!(exact.pairs, drawn.pairs);
    }

    /// Sums over groups, pairs one by one and the definition agree, also where an outlier outside the
    /// common bars holds nearly all of an event's variation.
    #[test]
    fn both_ways_are_the_correlations_of_the_definition() {
        let mut section = section(40);
        let mut wild = section.measured(7);
        wild.residuals[0] = 1e4;
        wild.member.firm = 40;
        section.push(&wild);
        let (lags, minimum) = (5, 10);
        let all: Vec<usize> = (0..section.len()).collect();
        let grouped = Grouped::of(&section, &all);
        let by_groups = exact::sums(&grouped, &section, lags, minimum);
        let by_pairs = Pairwise::of(&grouped, &section, lags, minimum).sums(&grouped, lags, None);
        let mut defined = vec![(0_u64, 0.0_f64); lags];
        for i in 0..section.len() {
            for j in 0..i {
                let days = [i, j].map(|k| section.members()[k].day_zero);
                let Some(lag) = defined.get_mut(days[0].abs_diff(days[1])) else { continue };
                lag.0 += 1;
                lag.1 += defined_correlation(&section, [i, j], minimum).unwrap_or(0.0);
            }
        }
        for ((a, b), (pairs, sum)) in by_groups.iter().zip(&by_pairs).zip(&defined) {
            assert_eq!((a.pairs, b.pairs, a.unestimated), (*pairs, *pairs, b.unestimated));
            assert!(
                (a.sum - sum).abs() < 1e-11 && (b.sum - sum).abs() < 1e-11,
                "{a:?} {b:?} {sum}"
            );
        }
    }

    fn defined_correlation(
        section: &CrossSection,
        pair: [usize; 2],
        minimum: usize,
    ) -> Option<f64> {
        let [left, right] = pair.map(|i| {
            let day = section.members()[i].day_zero as i32;
            let calendar = section.residual_times(i).iter().map(move |t| day + t);
            calendar
                .zip(section.residuals(i).iter().copied())
                .collect::<std::collections::BTreeMap<i32, f64>>()
        });
        let both: Vec<(f64, f64)> =
            left.iter().filter_map(|(bar, x)| Some((*x, *right.get(bar)?))).collect();
        let n = both.len() as f64;
        let (x, y) = both.iter().fold((0.0, 0.0), |(x, y), (a, b)| (x + a / n, y + b / n));
        let sums = both.iter().fold([0.0; 3], |[xx, yy, xy], (a, b)| {
            [xx + (a - x) * (a - x), yy + (b - y) * (b - y), xy + (a - x) * (b - y)]
        });
        (both.len() >= minimum).then(|| sums[2] / (sums[0] * sums[1]).sqrt())
    }

    #[test]
    fn a_sample_of_pairs_is_within_its_standard_error() {
        let section = section(300);
        let part: Vec<usize> = (0..300).filter(|i| i % 7 > 0).collect();
        let (mut outside, mut total) = (0, 0);
        for seed in 0..20 {
            let options = TestOptions { seed, minimum_common_bars: 10, ..TestOptions::default() };
            let exact = Whole::of(&section, &options, EXACT_WORK, 0);
            let whole = Whole::of(&section, &options, 0.0, 2_000);
            let part_of = |whole: &Whole| {
                whole.part(&section, &options, &LeftOut(left_out(&part, section.len()))).unwrap()
            };
            let (some, true_some) = (part_of(&whole), part_of(&exact));
            let n = part.len() as f64;
            for length in 1..=5 {
                let pairs = [
                    (whole.lags.over(length, 300.0), exact.lags.over(length, 300.0)),
                    (some.over(length, n), true_some.over(length, n)),
                ];
                for (drawn, exact) in pairs {
                    let sampled = drawn.sampled.unwrap();
                    assert!(sampled.drawn < drawn.pairs && drawn.pairs == exact.pairs);
                    let z = (drawn.rbar - exact.rbar) / sampled.standard_error;
                    assert!(z.abs() < 4.5, "{z} {drawn:?} {exact:?}");
                    outside += usize::from(z.abs() > 1.96);
                    total += 1;
                }
            }
            let again = Whole::of(&section, &options, 0.0, 2_000);
            let draws = |whole: &Whole| match &whole.way {
                Way::Sampled(draws) => format!("{draws:?}"),
                other => panic!("{other:?}"),
            };
            assert_eq!(draws(&whole), draws(&again), "the seed decides");
        }
        assert!(outside < total / 10, "{outside} of {total}");
    }

    /// More parts than go into one pass over the sample.
    #[test]
    fn parts_taken_together_are_those_one_by_one() {
        let (section, options) = (section(300), TestOptions::default());
        let whole = Whole::of(&section, &options, 0.0, 2_000);
        let Way::Sampled(sample) = &whole.way else { panic!("{:?}", whole.way) };
        let part = |k: usize| LeftOut((0..300).filter(|i| i % 70 == k % 70 || *i == k).collect());
        let parts: Vec<LeftOut> = (0..100).map(part).collect();
        for (part, together) in parts.iter().zip(whole.without(sample, &section, &parts)) {
            assert_eq!(whole.part(&section, &options, part).ok(), together);
            let events: Vec<usize> = (0..300).filter(|i| !part.0.contains(i)).collect();
            assert!(part.is_of(&events, 300) && left_out(&events, 300) == part.0);
            assert!(!part.is_of(&events[1..], 300));
        }
    }

    #[test]
    fn the_answer_does_not_depend_on_what_was_asked_before() {
        let (section, options) = (section(40), TestOptions::default());
        let context = TestContext::new(&section, &options);
        let day = Window::new(0, 0).unwrap();
        let all = context.sample(day).unwrap();
        let mut some = context.sample(day).unwrap();
        some.events.retain(|i| i % 3 > 0);
        let first = some.mean_correlation().unwrap();
        assert_ne!(first, all.mean_correlation().unwrap());
        assert_eq!(first, some.mean_correlation().unwrap());
        let alone = section.subset(&some.events);
        let context = TestContext::new(&alone, &options);
        assert_eq!(first, context.sample(day).unwrap().mean_correlation().unwrap());
    }
}
