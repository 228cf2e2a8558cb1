//! Adds the rank scores of one event to the sums over events.

use super::event_ranks::{AtBar, merge, sort};
use super::rank_sums::{Bars, Sums};
use crate::abnormal::CrossSection;

/// Lists that are used for one event after the other.
#[derive(Default)]
pub(super) struct Scratch {
    abnormal: Vec<f64>,
    rescaled: Vec<f64>,
    residuals: Vec<u64>,
    windows: [Placed; 2],
    lists: [Vec<AtBar>; 3],
}

/// Values of the event window among the residuals.
#[derive(Default)]
struct Placed {
    keys: Vec<u64>,
    /// How many residuals are smaller than each.
    below: Vec<u32>,
    /// How many of them come directly before each residual.
    before: Vec<u32>,
}

/// Adds one event; `spread` divides its event bars in the re-standardised ranks.
pub(super) fn add_event(
    section: &CrossSection,
    event: usize,
    bars: &Bars,
    spread: &[Option<f64>],
    scratch: &mut Scratch,
    sums: &mut Sums,
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

/// The usual case, in which no two values of the event are equal: values and their places are
/// sorted as one word each, in a fraction of the time. Says no, having added nothing, where two
/// values are equal or so close that only the bits given up for the place tell them apart.
fn add_without_ties(
    section: &CrossSection,
    event: usize,
    bars: &Bars,
    scratch: &mut Scratch,
    sums: &mut Sums,
) -> bool {
    let Scratch { abnormal, rescaled, residuals, windows: [plain, restandardised], .. } = scratch;
    let (values, times) = (section.residuals(event), section.residual_times(event));
    let bits = usize::BITS - values.len().max(abnormal.len()).leading_zeros();
    let distinct = sort_packed(values, bits, residuals)
        && plain.place(abnormal, bits, residuals)
        && restandardised.place(rescaled, bits, residuals);
    if !distinct {
        return false;
    }
    let place = |key: &u64| (key & ((1 << bits) - 1)) as usize;
    let m = residuals.len();
    let (all, all_restandardised) = (m + plain.keys.len(), m + restandardised.keys.len());
    let weights = [all, all_restandardised, m + 1].map(|size| 0.5 / (size + 1) as f64);
    let (mut below, mut below_restandardised) = (0, 0);
    for (k, key) in residuals.iter().enumerate() {
        below += plain.before[k] as usize;
        below_restandardised += restandardised.before[k] as usize;
        let rank = deviation(k + below, all);
        let bar = bars.of_time(times[place(key)]);
        let sum = &mut sums.of_bar[bar];
        sum[0] += weights[0] * rank;
        sum[1] += side(rank);
        sum[2] += weights[1] * deviation(k + below_restandardised, all_restandardised);
        sum[3] += weights[2] * deviation(k, m);
        sums.counts[bar] += 1;
    }
    for (k, (key, below)) in plain.keys.iter().zip(&plain.below).enumerate() {
        let rank = deviation(k + *below as usize, all);
        let bar = bars.estimation + place(key);
        sums.of_bar[bar][0] += weights[0] * rank;
        sums.of_bar[bar][1] += side(rank);
        sums.counts[bar] += 1;
    }
    for (k, (key, below)) in restandardised.keys.iter().zip(&restandardised.below).enumerate() {
        let rank = deviation(k + *below as usize, all_restandardised);
        sums.of_bar[bars.estimation + place(key)][2] += weights[1] * rank;
    }
    true
}

/// Twice the rank less twice the middle rank of a sample of `size`, for a value without ties.
fn deviation(below: usize, size: usize) -> f64 {
    (2 * below + 1) as f64 - size as f64
}

/// The side of the median, from the deviation of a rank without ties.
fn side(deviation: f64) -> f64 {
    f64::from(i8::from(deviation > 0.0) - i8::from(deviation < 0.0))
}

impl Placed {
    fn place(&mut self, values: &[f64], bits: u32, residuals: &[u64]) -> bool {
        self.below.clear();
        self.before.clear();
        self.before.resize(residuals.len() + 1, 0);
        if !sort_packed(values, bits, &mut self.keys) {
            return false;
        }
        for key in &self.keys {
            let below = residuals.partition_point(|r| r >> bits < key >> bits);
            if residuals.get(below).is_some_and(|r| r >> bits == key >> bits) {
                return false;
            }
            self.below.push(below as u32);
            self.before[below] += 1;
        }
        true
    }
}

/// Sorts the values that are there as words: their order in the high bits, their place in the last
/// `bits`. Says whether the high bits tell them all apart.
fn sort_packed(values: &[f64], bits: u32, keys: &mut Vec<u64>) -> bool {
    keys.clear();
    for (place, value) in (0_u64..).zip(values) {
        if value.is_finite() {
            // Positive zero and negative zero are equal.
            let word = (value + 0.0).to_bits();
            let ordered = if word >> 63 == 1 { !word } else { word | 1 << 63 };
            keys.push(ordered >> bits << bits | place);
        }
    }
    keys.sort_unstable();
    keys.windows(2).all(|pair| pair[0] >> bits != pair[1] >> bits)
}

/// The same with average ranks for ties.
fn add_with_ties(
    section: &CrossSection,
    event: usize,
    bars: &Bars,
    scratch: &mut Scratch,
    sums: &mut Sums,
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
