//! Abnormal returns brought to unit spread over events on every bar.

use std::ops::Range;

use super::bars::Bars;
use super::chunks::in_chunks;
use super::rank_sums::{RankSums, residual_deviations};
use crate::abnormal::CrossSection;

/// Fewer events on a bar have no spread to speak of.
pub(super) const FEWEST_EVENTS: usize = 5;

/// A cross-section whose bars, of estimation and event window alike, have unit spread over events.
///
/// # Formula
/// `X_it = e_it/s_i` on estimation bars and `AR_it/s_i` on event bars, `Y_it = X_it/sd_i(X_it)` over
/// the events of the cross-section that have the bar; bars with fewer than five have no value. With
/// event bars alone divided by their spread, as published, their values have lighter tails than the
/// residuals they are ranked among, and the more so the fewer or the more skewed the events are.
#[derive(Clone, Debug)]
pub(super) struct EveryBar {
    pub(super) section: CrossSection,
    pub(super) sums: RankSums,
}

impl EveryBar {
    pub(super) fn new(section: &CrossSection) -> Result<Self, String> {
        let scale = residual_deviations(section)?;
        if section.len() < FEWEST_EVENTS {
            return Err(format!(
                "there are {} events; the spread of a bar over events needs at least \
                 {FEWEST_EVENTS}",
                section.len()
            ));
        }
        let bars = Bars::new(section);
        let spread = spreads(section, &bars, &scale);
        let event_bars = section.event_window().len();
        let values = in_chunks(section.len(), |events| {
            let (mut residuals, mut abnormal) = (Vec::new(), Vec::new());
            for i in events {
                let times = section.residual_times(i).iter();
                residuals.extend(
                    section
                        .residuals(i)
                        .iter()
                        .zip(times)
                        .map(|(e, time)| e / scale[i] / spread[bars.of_time(*time)]),
                );
                let own = section.abnormal_per_bar(i).zip(&spread[bars.estimation..]);
                abnormal.extend(own.map(|(ar, sd)| ar / scale[i] / sd));
            }
            (residuals, abnormal)
        });
        let mut residuals = Vec::new();
        let mut abnormal = Vec::with_capacity(section.len() * event_bars);
        for (own, of_event) in values {
            residuals.extend(own);
            abnormal.extend(of_event);
        }
        let section = section.rescaled(residuals, abnormal);
        let sums = RankSums::new(&section);
        Ok(Self { section, sums })
    }
}

/// The spread of each bar over the events that have it; NaN for a bar without one.
fn spreads(section: &CrossSection, bars: &Bars, scale: &[f64]) -> Vec<f64> {
    // Sums over chunks of events, of a value and of one for each value that is there.
    let sums = |value: &(dyn Fn(usize, f64) -> f64 + Sync)| {
        let of_chunk = |events: Range<usize>| {
            let mut sums = vec![(0.0, 0_u32); bars.len()];
            let mut add = |bar: usize, x: f64| {
                if x.is_finite() {
                    sums[bar].0 += value(bar, x);
                    sums[bar].1 += 1;
                }
            };
            for i in events {
                for (e, time) in section.residuals(i).iter().zip(section.residual_times(i)) {
                    add(bars.of_time(*time), e / scale[i]);
                }
                for (k, ar) in section.abnormal_per_bar(i).enumerate() {
                    add(bars.estimation + k, ar / scale[i]);
                }
            }
            sums
        };
        let mut all = vec![(0.0, 0_u32); bars.len()];
        for chunk in in_chunks(section.len(), of_chunk) {
            all.iter_mut().zip(chunk).for_each(|(sum, more)| {
                *sum = (sum.0 + more.0, sum.1 + more.1);
            });
        }
        all
    };
    let mean: Vec<f64> = sums(&|_, x| x).iter().map(|(sum, n)| sum / f64::from(*n)).collect();
    let squares = sums(&|bar, x| (x - mean[bar]) * (x - mean[bar]));
    let spread = |(mean, (squares, n)): (&f64, (f64, u32))| {
        let sd = (squares / (f64::from(n) - 1.0)).sqrt();
        let rounding = 4.0 * f64::EPSILON * mean.abs();
        let has_spread = n as usize >= FEWEST_EVENTS && sd > rounding && sd.is_finite();
        if has_spread { sd } else { f64::NAN }
    };
    mean.iter().zip(squares).map(spread).collect()
}
