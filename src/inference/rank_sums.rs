//! Sums of ranks over events, bar by bar: what the rank tests of a cross-section share.

use std::ops::Range;

use super::bars::Bars;
use super::chunks::in_chunks;
use super::event_scores::{BarSums, Scratch, add_event};
use crate::abnormal::CrossSection;
use crate::returns::Window;

/// Spreads below this are rounding: the scores of a bar are of the order of 0.1.
const NO_SPREAD: f64 = 1e-12;

/// Centred scores summed over events for each bar, with the number of events that have the bar.
#[derive(Clone, Debug)]
pub(super) struct Scores {
    sums: Vec<f64>,
    counts: Vec<u32>,
    bars: Bars,
}

/// The scores of a window against those of all bars.
pub(super) struct WindowScore {
    /// The statistic with the factor of a finite population.
    pub(super) z: f64,
    /// Cowan's statistic, without the factor of a finite population.
    pub(super) cowan: f64,
    /// The standard deviation S of a bar's score.
    pub(super) s: f64,
    /// All bars T.
    pub(super) bars: usize,
    /// Bars of the window that have a score.
    pub(super) window_bars: usize,
}

impl Scores {
    /// Statistic of a window with and without the factor of a finite population.
    ///
    /// # Formula
    /// `H_t = sum_i u_it / sqrt(N_t)`, `S^2 = sum_t H_t^2 / T` over the bars that some event has,
    /// `z = sum_W H_t / (S sqrt(L (T - L)/(T - 1)))`: centred ranks sum to zero over time, so a
    /// window of L bars varies less than L independent ones.
    pub(super) fn window_score(&self, window: Window) -> Result<WindowScore, String> {
        let h = |bar: usize| {
            (self.counts[bar] > 0).then(|| self.sums[bar] / f64::from(self.counts[bar]).sqrt())
        };
        let all: Vec<f64> = (0..self.counts.len()).filter_map(h).collect();
        let start = self.bars.estimation + (window.first() - self.bars.event.first()) as usize;
        let own: Vec<f64> = (start..start + window.len()).filter_map(h).collect();
        let (t, l) = (all.len() as f64, own.len() as f64);
        if own.is_empty() {
            return Err("no bar of the window can be ranked".into());
        }
        if own.len() == all.len() {
            return Err("there is no other bar to rank the window against".into());
        }
        let s = (all.iter().map(|h| h * h).sum::<f64>() / t).sqrt();
        if !(s > NO_SPREAD) {
            return Err("the ranks do not vary from bar to bar: all are tied".into());
        }
        let sum: f64 = own.iter().sum();
        Ok(WindowScore {
            z: sum / ((l * (t - l) / (t - 1.0)).sqrt() * s),
            cowan: sum / (l.sqrt() * s),
            s,
            bars: all.len(),
            window_bars: own.len(),
        })
    }

    /// Whether every event has every bar that some event has.
    pub(super) fn is_complete(&self, events: usize) -> bool {
        self.counts.iter().all(|n| *n == 0 || *n as usize == events)
    }
}

/// All sums of ranks of a cross-section, from one pass over its events.
#[derive(Clone, Debug)]
pub(super) struct RankSums {
    pub(super) bars: Bars,
    /// `U - 1/2`, the rank over one more than the number of bars (Corrado and Zivney).
    pub(super) ranks: Scores,
    /// Ranks with event bars divided by their spread over events, or why there are none.
    pub(super) restandardised: Result<Scores, String>,
    /// Sign of the difference from the event's median.
    pub(super) signs: Scores,
    /// Ranks of residuals alone, centred and over `M + 2` (for the generalised rank test).
    pub(super) residuals: Vec<f64>,
    /// Events that have each bar.
    pub(super) counts: Vec<u32>,
}

impl RankSums {
    pub(super) fn new(section: &CrossSection) -> Self {
        let bars = Bars::new(section);
        let spread = spreads(section);
        let mut sums = BarSums::new(&bars);
        for chunk in in_chunks(section.len(), |events| {
            let mut sums = BarSums::new(&bars);
            let mut scratch = Scratch::default();
            for i in events {
                add_event(
                    section,
                    i,
                    &bars,
                    spread.as_deref().unwrap_or(&[]),
                    &mut scratch,
                    &mut sums,
                );
            }
            sums
        }) {
            for (sum, more) in sums.of_bar.iter_mut().zip(&chunk.of_bar) {
                (0..4).for_each(|k| sum[k] += more[k]);
            }
            sums.counts.iter_mut().zip(&chunk.counts).for_each(|(n, more)| *n += more);
        }
        let column = |k: usize| sums.of_bar.iter().map(|s| s[k]).collect::<Vec<f64>>();
        let scores = |k: usize, counts: Vec<u32>| Scores { sums: column(k), counts, bars };
        let restandardised = spread.map(|spread| {
            let mut counts = sums.counts.clone();
            for (n, spread) in counts[bars.estimation..].iter_mut().zip(&spread) {
                *n = if spread.is_some() { *n } else { 0 };
            }
            scores(2, counts)
        });
        Self {
            bars,
            ranks: scores(0, sums.counts.clone()),
            restandardised,
            signs: scores(1, sums.counts.clone()),
            residuals: column(3)[..bars.estimation].to_vec(),
            counts: sums.counts,
        }
    }
}

/// The residual standard deviation of each event, or which event has none.
pub(super) fn residual_deviations(section: &CrossSection) -> Result<Vec<f64>, String> {
    let scale: Vec<f64> = section.members().iter().map(|m| m.sigma).collect();
    match scale.iter().position(|s| !(*s > 0.0 && s.is_finite())) {
        Some(i) => Err(format!("event {i} has no residual standard deviation")),
        None => Ok(scale),
    }
}

/// The spread of `AR_it / s_i` over events for each event bar; `None` for a bar with fewer than two
/// events or without spread.
fn spreads(section: &CrossSection) -> Result<Vec<Option<f64>>, String> {
    let scale = residual_deviations(section)?;
    let bars = section.event_window().len();
    // Sums over chunks of events, of a value and of one for each value that is there.
    let sums = |value: &(dyn Fn(usize, f64) -> f64 + Sync)| {
        let of_chunk = |events: Range<usize>| {
            let mut sums = vec![(0.0, 0_u32); bars];
            for i in events {
                for (bar, ar) in section.abnormal_per_bar(i).enumerate() {
                    if ar.is_finite() {
                        sums[bar].0 += value(bar, ar / scale[i]);
                        sums[bar].1 += 1;
                    }
                }
            }
            sums
        };
        let mut all = vec![(0.0, 0); bars];
        for chunk in in_chunks(section.len(), of_chunk) {
            all.iter_mut().zip(chunk).for_each(|(sum, more)| {
                *sum = (sum.0 + more.0, sum.1 + more.1);
            });
        }
        all
    };
    let mean: Vec<f64> = sums(&|_, x| x).iter().map(|(sum, n)| sum / f64::from(*n)).collect();
    let squares = sums(&|bar, x| (x - mean[bar]) * (x - mean[bar]));
    Ok((0..bars)
        .map(|bar| {
            let (squares, n) = squares[bar];
            let sd = (squares / (f64::from(n) - 1.0)).sqrt();
            let rounding = 4.0 * f64::EPSILON * mean[bar].abs();
            (n >= 2 && sd > rounding && sd.is_finite()).then_some(sd)
        })
        .collect())
}
