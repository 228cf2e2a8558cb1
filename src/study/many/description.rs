//! What a sample of events looks like.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rayon::prelude::*;
use serde::Serialize;

use super::counts::SampleCounts;
use crate::abnormal::CrossSection;
use crate::calendar::TradingCalendar;
use crate::inference::mean;
use crate::returns::Window;

/// What a sample of events looks like.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SampleDescription {
    /// Event-firm pairs asked for.
    pub asked: usize,
    /// Pairs in the sample.
    pub events: usize,
    /// Firms.
    pub firms: usize,
    /// Different days 0.
    pub dates: usize,
    /// First and last day 0.
    pub first_and_last: Option<(NaiveDate, NaiveDate)>,
    /// The largest share of events on one day 0.
    pub largest_date_share: f64,
    /// The Herfindahl index of days 0: the sum of squared shares.
    pub herfindahl: f64,
    /// The mean share of its event window that a pair of events has in common.
    pub mean_overlap: f64,
    /// Pairs of events whose event windows overlap.
    pub overlapping_pairs: u64,
    /// Smallest, median and largest number of estimation bars.
    pub estimation_bars: [usize; 3],
    /// The mean residual standard deviation.
    pub mean_sigma: f64,
    /// The share of bars of estimation and event windows that is missing.
    pub share_missing: f64,
    /// The share of bars that is kept out for lying next to another event of the firm.
    pub share_kept_out: f64,
    /// The share of returns of the estimation windows that are exactly zero.
    pub share_zero: f64,
}

/// How far the windows of different events cover the same days.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Overlap {
    /// Pairs of events whose windows have a day in common.
    pub pairs: u64,
    /// The mean over all pairs of the share of the window that is in common.
    pub mean: f64,
}

impl SampleDescription {
    /// Describes a sample; shares and means of an empty one are zero.
    ///
    /// The overlap is that of the whole event window, so that it holds for every window in it. The
    /// median number of estimation bars is the lower one of two.
    ///
    /// # Formula
    /// With the share `p_d` of events whose day 0 is d: largest share `max p_d`, Herfindahl index
    /// `sum p_d^2`. The overlap has its own formula.
    #[doc(hidden)]
    pub fn of(section: &CrossSection, calendar: &TradingCalendar, counts: &SampleCounts) -> Self {
        let members = section.members();
        let dates = events_by_date(section);
        let n = members.len();
        let share =
            |part: u64, whole: u64| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        let shares: Vec<f64> = dates.values().map(|c| share(*c, n as u64)).collect();
        let mut firms: Vec<usize> = members.iter().map(|m| m.firm).collect();
        firms.par_sort_unstable();
        firms.dedup();
        let mut bars: Vec<usize> = (0..n).map(|i| section.residuals(i).len()).collect();
        bars.par_sort_unstable();
        let sigmas: Vec<f64> =
            members.iter().map(|m| m.sigma).filter(|sigma| sigma.is_finite()).collect();
        let date = |day: &usize| calendar.days().get(*day).map(|d| d.date);
        let overlap = Overlap::new(&dates, n, section.event_window());
        Self {
            asked: counts.asked,
            events: n,
            firms: firms.len(),
            dates: dates.len(),
            first_and_last: dates
                .first_key_value()
                .and_then(|(first, _)| date(first))
                .zip(dates.last_key_value().and_then(|(last, _)| date(last))),
            largest_date_share: shares.iter().copied().fold(0.0, f64::max),
            herfindahl: shares.iter().map(|s| s * s).sum(),
            mean_overlap: overlap.mean,
            overlapping_pairs: overlap.pairs,
            estimation_bars: match bars.as_slice() {
                [] => [0; 3],
                sorted => [sorted[0], sorted[(n - 1) / 2], sorted[n - 1]],
            },
            mean_sigma: if sigmas.is_empty() { 0.0 } else { mean(&sigmas) },
            share_missing: share(counts.missing, counts.bars),
            share_kept_out: share(counts.kept_out, counts.bars + counts.kept_out),
            share_zero: share(counts.zero, counts.estimation_returns),
        }
    }
}

impl Overlap {
    /// The overlap of a window over all pairs of events.
    ///
    /// # Formula
    /// Events whose days 0 are k days apart have `max(0, L2 - k)` of L2 days in common. With `c_d`
    /// events on day d the sum over pairs is
    /// `sum_d [c_d (c_d - 1)/2 + sum_{k=1}^{L2-1} c_d c_{d+k} (L2 - k)/L2]`, which takes
    /// O(N log N + dates L2) and not O(N^2).
    pub fn new(dates: &BTreeMap<usize, u64>, events: usize, window: Window) -> Self {
        let length = window.len();
        let (mut pairs, mut shared) = (0, 0.0);
        for (&day, &count) in dates {
            pairs += count * (count - 1) / 2;
            shared += (count * (count - 1) / 2) as f64;
            for (&later, &others) in dates.range(day + 1..day + length) {
                pairs += count * others;
                let common = length - (later - day);
                shared += (count * others) as f64 * common as f64 / length as f64;
            }
        }
        let n = events as f64;
        Self { pairs, mean: if pairs == 0 { 0.0 } else { shared / (0.5 * n * (n - 1.0)) } }
    }
}

/// How many events each day 0 has.
pub fn events_by_date(section: &CrossSection) -> BTreeMap<usize, u64> {
    let mut days: Vec<usize> = section.members().iter().map(|m| m.day_zero).collect();
    days.par_sort_unstable();
    days.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u64)).collect()
}
