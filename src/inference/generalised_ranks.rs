//! The generalised rank of a window: one pseudo-bar among an event's residuals.

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

use super::bars::Bars;
use super::chunks::in_chunks;
use super::event_scores::{add_residuals, list_residuals};
use super::every_bar::{EveryBar, FEWEST_EVENTS};
use super::left_out::left_out;
use super::moments::standard_deviation;
use super::rank_sums::RankSums;
use crate::abnormal::CrossSection;

/// Spreads below this are rounding: mean ranks are of the order of 0.1.
const NO_SPREAD: f64 = 1e-12;

/// Windows that are gone through together: more would need room for a value of every event.
const TOGETHER: usize = 9;

/// The generalised ranks of a window's events.
///
/// # Formula
/// `SCAR*_i = SCAR_i / sd(SCAR)` joins the standardised residuals `e_it/s_i` of the event as one
/// bar more, `T_i = M_i + 1`; `U_it = rank/(T_i + 1) - 1/2` with average ranks for ties;
/// `S^2 = (1/T) sum_t (n_t/N) mean(U_t)^2` over the estimation bars that some event has and the
/// event bar, T in number; `Z = mean(U_0)/S`.
///
/// # References
/// Kolari and Pynnonen 2011.
#[derive(Clone, Debug, PartialEq)]
pub struct GeneralisedRanks {
    /// `U_i0` of each event.
    pub event_ranks: Vec<f64>,
    /// Mean of the events' ranks.
    pub mean_rank: f64,
    /// S.
    pub spread: f64,
    /// `Z = mean(U_0)/S`.
    pub z: f64,
    /// Bars T, the event's own included.
    pub bars: usize,
    /// `Var(mean(U_0))` for independent events: `sum (T_i - 1)/(12 (T_i + 1)) / N^2`.
    pub independent_variance: f64,
}

/// What the events of a chunk add to one window.
#[derive(Clone)]
struct Sums {
    event: Vec<f64>,
    of_bar: Vec<f64>,
    variance: f64,
}

/// A window before its events are gone through.
struct Prepared {
    /// See [`StandardisedCars::values`].
    values: Vec<f64>,
    events: usize,
    /// Ranks of residuals alone, and events with each bar.
    own: (Vec<f64>, Vec<u32>),
}

/// The events of a window, in ascending order, and their standardised CARs.
#[derive(Clone, Copy)]
pub(super) struct StandardisedCars<'a> {
    pub(super) events: &'a [usize],
    pub(super) scar: &'a [f64],
}

impl GeneralisedRanks {
    /// Generalised ranks of some windows of a cross-section, or why a window has none; each event's
    /// residuals are read once for several windows.
    pub(super) fn of_windows(
        section: &CrossSection,
        shared: &RankSums,
        windows: &[StandardisedCars<'_>],
    ) -> Vec<Result<Self, String>> {
        let together = |windows: &[StandardisedCars<'_>]| Self::together(section, shared, windows);
        windows.chunks(TOGETHER).flat_map(together).collect()
    }

    /// The generalised ranks of these windows among values with unit spread on every bar.
    pub(super) fn of_every_bar(
        every_bar: Result<&EveryBar, &String>,
        windows: &[StandardisedCars<'_>],
    ) -> Vec<Result<Self, String>> {
        let enough = |window: &StandardisedCars<'_>| match window.events.len() {
            n if n < FEWEST_EVENTS => Err(format!(
                "{n} events have the window; their spread needs at least {FEWEST_EVENTS}"
            )),
            _ => Ok(()),
        };
        match every_bar {
            Ok(bars) => Self::of_windows(&bars.section, &bars.sums, windows)
                .into_iter()
                .zip(windows)
                .map(|(ranks, window)| enough(window).and(ranks))
                .collect(),
            Err(reason) => vec![Err(reason.clone()); windows.len()],
        }
    }

    fn together(
        section: &CrossSection,
        shared: &RankSums,
        windows: &[StandardisedCars<'_>],
    ) -> Vec<Result<Self, String>> {
        let prepare = |window: &StandardisedCars<'_>| window.prepared(section, shared);
        let windows: Vec<Result<Prepared, String>> = windows.par_iter().map(prepare).collect();
        let found: Vec<&[f64]> = windows.iter().flatten().map(|w| w.values.as_slice()).collect();
        let bars = shared.residuals.len();
        let none = Sums { event: Vec::new(), of_bar: vec![0.0; bars], variance: 0.0 };
        let mut whole: Vec<Sums> = vec![none.clone(); found.len()];
        for chunk in in_chunks(section.len(), |events| {
            let mut sums = vec![none.clone(); found.len()];
            for i in events {
                add_event(section, i, &found, &shared.bars, &mut sums);
            }
            sums
        }) {
            for (whole, chunk) in whole.iter_mut().zip(chunk) {
                whole.event.extend(chunk.event);
                whole.variance += chunk.variance;
                whole.of_bar.iter_mut().zip(&chunk.of_bar).for_each(|(sum, more)| *sum += more);
            }
        }
        let mut whole = whole.into_iter();
        windows
            .into_iter()
            .map(|window| {
                let window = window?;
                let sums = whole.next().ok_or("no window")?;
                Self::from_sums(window.events, window.own, sums)
            })
            .collect()
    }

    fn from_sums(
        events: usize,
        (own, counts): (Vec<f64>, Vec<u32>),
        sums: Sums,
    ) -> Result<Self, String> {
        let present: Vec<(f64, f64)> = own
            .iter()
            .zip(&sums.of_bar)
            .zip(&counts)
            .filter(|(_, n)| **n > 0)
            .map(|((own, more), n)| (own + more, f64::from(*n)))
            .collect();
        if present.is_empty() {
            return Err("no event has residuals to rank its window against".into());
        }
        let events = events as f64;
        let event_ranks = sums.event;
        let mean_rank = event_ranks.iter().sum::<f64>() / events;
        let estimation: f64 = present.iter().map(|(sum, n)| sum * sum / (n * events)).sum();
        let bars = present.len() + 1;
        let spread = ((estimation + mean_rank * mean_rank) / bars as f64).sqrt();
        if !(spread > NO_SPREAD) {
            return Err("the ranks do not vary from bar to bar: all are tied".into());
        }
        let z = mean_rank / spread;
        let independent_variance = sums.variance / (events * events);
        Ok(Self { event_ranks, mean_rank, spread, z, bars, independent_variance })
    }
}

impl StandardisedCars<'_> {
    fn prepared(&self, section: &CrossSection, shared: &RankSums) -> Result<Prepared, String> {
        let values = self.values(section)?;
        Ok(Prepared { values, events: self.events.len(), own: self.own_residuals(section, shared) })
    }

    /// `SCAR*_i s_i` of each event of the cross-section, which ranks among its residuals like
    /// `SCAR*_i` among the standardised ones; NaN for events without the window.
    fn values(&self, section: &CrossSection) -> Result<Vec<f64>, String> {
        let members = section.members();
        if !self.scar.iter().all(|s| s.is_finite()) {
            return Err("an event has no standardised abnormal return".into());
        }
        let sd = standard_deviation(self.scar)
            .ok_or("it needs at least two events with different standardised CARs")?;
        let mut values = vec![f64::NAN; members.len()];
        for (&i, scar) in self.events.iter().zip(self.scar) {
            let sigma = members[i].sigma;
            if !(sigma > 0.0 && sigma.is_finite()) {
                return Err(format!("event {i} has no residual standard deviation"));
            }
            values[i] = scar / sd * sigma;
        }
        Ok(values)
    }

    /// Ranks of residuals alone and events with each bar, for the events of this window: from the
    /// sums over all events where few are left out.
    fn own_residuals(&self, section: &CrossSection, shared: &RankSums) -> (Vec<f64>, Vec<u32>) {
        let bars = shared.bars;
        let by_leaving_out = 2 * (section.len() - self.events.len()) <= section.len();
        let (mut sums, mut counts, chosen, sign) = if by_leaving_out {
            let counts = shared.counts[..bars.estimation].to_vec();
            let outside = left_out(self.events, section.len());
            (shared.residuals.clone(), counts, outside, -1.0)
        } else {
            (vec![0.0; bars.estimation], vec![0; bars.estimation], self.events.to_vec(), 1.0)
        };
        let mut list = Vec::new();
        for i in chosen {
            list_residuals(section, i, &bars, &mut list);
            add_residuals(&list, |bar, rank| {
                sums[bar] += sign * rank;
                counts[bar] = if by_leaving_out { counts[bar] - 1 } else { counts[bar] + 1 };
            });
        }
        (sums, counts)
    }
}

/// Moves the sums of bars up or down by whether their residual is above or below a value.
struct Places<'a> {
    residuals: &'a [f64],
    value: f64,
    weight: f64,
    sums: &'a mut [f64],
}

impl WithSimd for Places<'_> {
    /// How many residuals are above, less how many are below.
    type Output = i64;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> i64 {
        let Self { residuals, value, weight, sums } = self;
        let mut above = 0;
        for (sum, e) in sums.iter_mut().zip(residuals) {
            let (up, down) = (*e > value, *e < value);
            *sum += if up { weight } else { 0.0 } - if down { weight } else { 0.0 };
            above += i64::from(up) - i64::from(down);
        }
        above
    }
}

/// What the event's own bar adds, in each window, to ranks of residuals among themselves: half a place
/// up or down.
fn add_event(
    section: &CrossSection,
    event: usize,
    windows: &[&[f64]],
    bars: &Bars,
    sums: &mut [Sums],
) {
    let (residuals, times) = (section.residuals(event), section.residual_times(event));
    let size = Arch::new().dispatch(Finite(residuals)) as usize;
    let weight = 0.5 / (size + 2) as f64;
    let own = (size + 1) as f64;
    // Where the residuals of each unbroken run of bars start, and the sums that go with them.
    let mut runs = Vec::new();
    let mut from = 0;
    for run in times.chunk_by(|a, b| a + 1 == *b) {
        runs.push((from..from + run.len(), bars.of_time(run[0])));
        from += run.len();
    }
    for (values, sums) in windows.iter().zip(sums) {
        let value = values[event];
        if value.is_nan() {
            continue;
        }
        let mut above = 0;
        for (run, start) in &runs {
            let residuals = &residuals[run.clone()];
            let sums = &mut sums.of_bar[*start..start + residuals.len()];
            above += Arch::new().dispatch(Places { residuals, value, weight, sums });
        }
        sums.event.push(-weight * above as f64);
        sums.variance += (own - 1.0) / (12.0 * (own + 1.0));
    }
}

/// Counts the values that are there.
struct Finite<'a>(&'a [f64]);

impl WithSimd for Finite<'_> {
    type Output = u64;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> u64 {
        self.0.iter().map(|e| u64::from(e.abs() < f64::INFINITY)).sum()
    }
}
