//! The generalised rank of a window: one pseudo-bar among an event's residuals.

use super::WindowSample;
use super::chunks::in_chunks;
use super::event_scores::{add_residuals, list_residuals};
use super::moments::standard_deviation;
use super::rank_sums::Bars;
use crate::abnormal::CrossSection;

/// Spreads below this are rounding: mean ranks are of the order of 0.1.
const NO_SPREAD: f64 = 1e-12;

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
    /// Their mean.
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

struct Sums {
    event: Vec<f64>,
    of_bar: Vec<f64>,
    variance: f64,
}

impl GeneralisedRanks {
    pub(super) fn of(sample: &WindowSample<'_>) -> Result<Self, String> {
        let section = sample.context.section;
        let n = sample.len();
        if !sample.is_standardised() {
            return Err("an event has no standardised abnormal return".into());
        }
        let sd = standard_deviation(&sample.scar)
            .ok_or("it needs at least two events with different standardised CARs")?;
        let no_sigma = |i: &&usize| {
            let sigma = section.members()[**i].sigma;
            !(sigma > 0.0 && sigma.is_finite())
        };
        if let Some(i) = sample.events.iter().find(no_sigma) {
            return Err(format!("event {i} has no residual standard deviation"));
        }
        let shared = sample.context.rank_sums();
        let (mut of_bar, counts) = own_residuals(sample);
        let mut event_ranks = Vec::with_capacity(n);
        let mut variance = 0.0;
        for chunk in in_chunks(n, |range| {
            let mut sums =
                Sums { event: Vec::new(), of_bar: vec![0.0; of_bar.len()], variance: 0.0 };
            for k in range {
                let i = sample.events[k];
                let value = sample.scar[k] / sd * section.members()[i].sigma;
                add_event(section, i, value, &shared.bars, &mut sums);
            }
            sums
        }) {
            event_ranks.extend(chunk.event);
            variance += chunk.variance;
            of_bar.iter_mut().zip(&chunk.of_bar).for_each(|(sum, more)| *sum += more);
        }
        let present: Vec<(f64, f64)> = of_bar
            .iter()
            .zip(&counts)
            .filter(|(_, n)| **n > 0)
            .map(|(sum, n)| (*sum, f64::from(*n)))
            .collect();
        if present.is_empty() {
            return Err("no event has residuals to rank its window against".into());
        }
        let events = n as f64;
        let mean_rank = event_ranks.iter().sum::<f64>() / events;
        let estimation: f64 = present.iter().map(|(sum, n)| sum * sum / (n * events)).sum();
        let bars = present.len() + 1;
        let spread = ((estimation + mean_rank * mean_rank) / bars as f64).sqrt();
        if !(spread > NO_SPREAD) {
            return Err("the ranks do not vary from bar to bar: all are tied".into());
        }
        let z = mean_rank / spread;
        let independent_variance = variance / (events * events);
        Ok(Self { event_ranks, mean_rank, spread, z, bars, independent_variance })
    }
}

/// Ranks of residuals alone and events with each bar, for the events of this window: from the sums
/// over all events where few are left out.
fn own_residuals(sample: &WindowSample<'_>) -> (Vec<f64>, Vec<u32>) {
    let section = sample.context.section;
    let shared = sample.context.rank_sums();
    let bars = shared.bars;
    let left_out = section.len() - sample.len();
    let by_leaving_out = 2 * left_out <= section.len();
    let (mut sums, mut counts, chosen, sign) = if by_leaving_out {
        let counts = shared.counts[..bars.estimation].to_vec();
        let inside: std::collections::HashSet<usize> = sample.events.iter().copied().collect();
        let outside = if left_out == 0 {
            Vec::new()
        } else {
            (0..section.len()).filter(|i| !inside.contains(i)).collect()
        };
        (shared.residuals.clone(), counts, outside, -1.0)
    } else {
        (vec![0.0; bars.estimation], vec![0; bars.estimation], sample.events.clone(), 1.0)
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

/// What the event's own bar adds to ranks of residuals among themselves: half a place up or down.
fn add_event(section: &CrossSection, event: usize, value: f64, bars: &Bars, sums: &mut Sums) {
    let (residuals, times) = (section.residuals(event), section.residual_times(event));
    let size = residuals.iter().filter(|e| e.is_finite()).count();
    let weight = 0.5 / (size + 2) as f64;
    let place = |e: f64| f64::from(i8::from(e > value) - i8::from(e < value));
    let mut above = 0.0;
    match (times.first(), times.last()) {
        // Most events have every bar of their estimation window: one stretch of the sums.
        (Some(first), Some(last)) if (last - first) as usize + 1 == times.len() => {
            let start = bars.of_time(*first);
            for (sum, e) in sums.of_bar[start..start + times.len()].iter_mut().zip(residuals) {
                let place = place(*e);
                *sum += weight * place;
                above += place;
            }
        }
        _ => {
            for (e, time) in residuals.iter().zip(times) {
                let place = place(*e);
                sums.of_bar[bars.of_time(*time)] += weight * place;
                above += place;
            }
        }
    }
    sums.event.push(-weight * above);
    let own = (size + 1) as f64;
    sums.variance += (own - 1.0) / (12.0 * (own + 1.0));
}
