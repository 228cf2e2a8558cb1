//! Rank scores of one event, added to the sums over events.

use super::bars::Bars;
use super::event_ranks::{AtBar, merge, sort};
use super::narrow::Narrow;
use crate::abnormal::CrossSection;

/// An event with more bars than this is sorted, which costs less than comparing each with each.
const COMPARED_UP_TO: usize = 512;

/// Sums over some events for each bar: plain ranks, signs, re-standardised ranks, residual ranks.
pub(super) struct BarSums {
    pub(super) of_bar: Vec<[f64; 4]>,
    pub(super) counts: Vec<u32>,
}

impl BarSums {
    pub(super) fn new(bars: &Bars) -> Self {
        Self { of_bar: vec![[0.0; 4]; bars.len()], counts: vec![0; bars.len()] }
    }
}

/// Lists that are used for one event after the other.
#[derive(Default)]
pub(super) struct Scratch {
    abnormal: Vec<f64>,
    rescaled: Vec<f64>,
    residuals: Narrow,
    /// How many residuals are smaller than each.
    below: Vec<u32>,
    windows: [Placed; 2],
    lists: [Vec<AtBar>; 3],
}

/// Values of the event window among the residuals.
#[derive(Default)]
struct Placed {
    values: Narrow,
    /// How many of them are smaller than each.
    own: Vec<u32>,
    /// How many residuals are smaller than each.
    below: Vec<u32>,
    /// How many of them are smaller than each residual.
    before: Vec<u32>,
}

/// Adds one event; `spread` divides its event bars in the re-standardised ranks.
pub(super) fn add_event(
    section: &CrossSection,
    event: usize,
    bars: &Bars,
    spread: &[Option<f64>],
    scratch: &mut Scratch,
    sums: &mut BarSums,
) {
    scratch.abnormal.clear();
    scratch.abnormal.extend(section.abnormal_per_bar(event));
    // Dividing the whole event by its own s as well would not change its ranks.
    let rescaled =
        scratch.abnormal.iter().zip(spread).map(|(ar, s)| s.map_or(f64::NAN, |s| ar / s));
    scratch.rescaled.clear();
    scratch.rescaled.extend(rescaled);
    if !add_without_ties(section, event, bars, scratch, sums) {
        add_with_ties(section, event, bars, scratch, sums);
    }
}

/// The usual case, in which no two values of the event are equal: a rank is the number of smaller
/// values, and numbers are compared many at once. Says no, having added nothing, where two values
/// are equal or so close that single precision does not tell them apart.
fn add_without_ties(
    section: &CrossSection,
    event: usize,
    bars: &Bars,
    scratch: &mut Scratch,
    sums: &mut BarSums,
) -> bool {
    let Scratch { abnormal, rescaled, residuals, below, windows: [plain, restandardised], .. } =
        scratch;
    let (values, times) = (section.residuals(event), section.residual_times(event));
    if values.len() + abnormal.len() > COMPARED_UP_TO {
        return false;
    }
    residuals.fill(values);
    residuals.count_below(residuals, below);
    let m = residuals.count();
    let distinct = are_distinct(below, m)
        && plain.place(abnormal, residuals)
        && restandardised.place(rescaled, residuals);
    if !distinct {
        return false;
    }
    let (all, all_restandardised) = (m + plain.values.count(), m + restandardised.values.count());
    let weights = [all, all_restandardised, m + 1].map(|size| 0.5 / (size + 1) as f64);
    let before = plain.before.iter().zip(&restandardised.before);
    for ((place, below), (before, before_restandardised)) in
        residuals.places().iter().zip(&*below).zip(before)
    {
        let rank = deviation(below + before, all);
        let bar = bars.of_time(times[*place as usize]);
        let sum = &mut sums.of_bar[bar];
        sum[0] += weights[0] * rank;
        sum[1] += side(rank);
        sum[2] += weights[1] * deviation(below + before_restandardised, all_restandardised);
        sum[3] += weights[2] * deviation(*below, m);
        sums.counts[bar] += 1;
    }
    for (place, below) in plain.places() {
        let rank = deviation(below, all);
        let bar = bars.estimation + place;
        sums.of_bar[bar][0] += weights[0] * rank;
        sums.of_bar[bar][1] += side(rank);
        sums.counts[bar] += 1;
    }
    for (place, below) in restandardised.places() {
        let rank = deviation(below, all_restandardised);
        sums.of_bar[bars.estimation + place][2] += weights[1] * rank;
    }
    true
}

/// Twice the rank less twice the middle rank of a sample of `size`, for a value without ties.
fn deviation(below: u32, size: usize) -> f64 {
    f64::from(2 * below + 1) - size as f64
}

/// The side of the median, from the deviation of a rank without ties.
fn side(deviation: f64) -> f64 {
    f64::from(i8::from(deviation > 0.0) - i8::from(deviation < 0.0))
}

/// Whether numbers of smaller values are those of `n` different ones: two equal ones lack one.
fn are_distinct(below: &[u32], n: usize) -> bool {
    let all: u32 = below[..n].iter().sum();
    all as usize == n * n.saturating_sub(1) / 2
}

impl Placed {
    /// Places the values that are there; says no where two are equal, or one is a residual.
    fn place(&mut self, values: &[f64], residuals: &Narrow) -> bool {
        let Self { values: own_values, own, below, before } = self;
        own_values.fill(values);
        own_values.count_below(own_values, own);
        own_values.count_below(residuals, below);
        residuals.count_below(own_values, before);
        let (n, m) = (own_values.count(), residuals.count());
        let ordered: u32 = below[..n].iter().chain(&before[..m]).sum();
        are_distinct(own, n) && ordered as usize == n * m
    }

    /// The bars of the values, and for each how many values of the whole event are smaller.
    fn places(&self) -> impl Iterator<Item = (usize, u32)> {
        let below = self.own.iter().zip(&self.below).map(|(own, below)| own + below);
        self.values.places().iter().map(|place| *place as usize).zip(below)
    }
}

/// Adds an event whose values may be tied, with average ranks for ties.
fn add_with_ties(
    section: &CrossSection,
    event: usize,
    bars: &Bars,
    scratch: &mut Scratch,
    sums: &mut BarSums,
) {
    let [residuals, plain, restandardised] = &mut scratch.lists;
    list_residuals(section, event, bars, residuals);
    for (list, values) in
        [(&mut *plain, &scratch.abnormal), (&mut *restandardised, &scratch.rescaled)]
    {
        list.clear();
        for (k, value) in values.iter().enumerate() {
            if value.is_finite() {
                list.push((*value, (bars.estimation + k) as u32));
            }
        }
        sort(list);
    }
    let size = residuals.len() + plain.len();
    let weight = 0.5 / (size + 1) as f64;
    merge(residuals, plain, |tie, estimation, window| {
        let (rank, side) = (weight * tie.doubled_deviation(size), tie.side_of_median(size));
        for (_, bar) in estimation.iter().chain(window) {
            let sum = &mut sums.of_bar[*bar as usize];
            sum[0] += rank;
            sum[1] += side;
            sums.counts[*bar as usize] += 1;
        }
    });
    let size = residuals.len() + restandardised.len();
    let weight = 0.5 / (size + 1) as f64;
    merge(residuals, restandardised, |tie, estimation, window| {
        let rank = weight * tie.doubled_deviation(size);
        for (_, bar) in estimation.iter().chain(window) {
            sums.of_bar[*bar as usize][2] += rank;
        }
    });
    add_residuals(residuals, |bar, rank| sums.of_bar[bar][3] += rank);
}

/// The residuals of an event in ascending order.
pub(super) fn list_residuals(
    section: &CrossSection,
    event: usize,
    bars: &Bars,
    list: &mut Vec<AtBar>,
) {
    list.clear();
    let times = section.residual_times(event);
    for (e, time) in section.residuals(event).iter().zip(times) {
        if e.is_finite() {
            list.push((*e, bars.of_time(*time) as u32));
        }
    }
    sort(list);
}

/// Ranks of residuals among themselves, centred and divided by `2 (M + 2)`.
pub(super) fn add_residuals(residuals: &[AtBar], mut add: impl FnMut(usize, f64)) {
    let size = residuals.len();
    let weight = 0.5 / (size + 2) as f64;
    merge(residuals, &[], |tie, ties, _| {
        let rank = weight * tie.doubled_deviation(size);
        ties.iter().for_each(|(_, bar)| add(*bar as usize, rank));
    });
}
