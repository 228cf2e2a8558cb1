//! The average correlation over the windows of a cross-section.

use super::incomplete;
use super::lag::MeanCorrelation;
use super::whole::{LeftOut, Whole};
use crate::abnormal::CrossSection;
use crate::inference::left_out::left_out;
use crate::inference::options::TestOptions;
use crate::returns::Window;

/// The events of a window, in ascending order.
#[derive(Clone, Copy)]
#[allow(missing_docs)]
pub struct CorrelatedEvents<'a> {
    pub events: &'a [usize],
    pub window: Window,
}

/// The average correlation between the events of each window, or why there is none.
///
/// The correlations are computed once for all windows, whatever their length. Where there are too
/// many pairs, a random sample of them stands for all.
pub fn mean_correlations(
    section: &CrossSection,
    options: &TestOptions,
    windows: &[CorrelatedEvents<'_>],
) -> Vec<Result<MeanCorrelation, String>> {
    let all = section.len();
    let few = || Err("it needs at least two events".to_owned());
    if windows.iter().all(|window| window.events.len() < 2) {
        return windows.iter().map(|_| few()).collect();
    }
    let whole = Whole::new(section, options);
    let mut parts: Vec<LeftOut> = Vec::new();
    // The part of each window; that of all events is none.
    let mut part_of = Vec::with_capacity(windows.len());
    for CorrelatedEvents { events, .. } in windows {
        let is_part = (2..all).contains(&events.len());
        part_of.push(is_part.then(|| {
            let left_out = LeftOut(left_out(events, all));
            parts.iter().position(|part| *part == left_out).unwrap_or_else(|| {
                parts.push(left_out);
                parts.len() - 1
            })
        }));
    }
    let parts = whole.parts(section, options, &parts);
    let average = |(window, part): (&CorrelatedEvents<'_>, Option<usize>)| {
        let n = window.events.len();
        if n < 2 {
            return few();
        }
        let lags = part.map_or(Ok(&whole.lags), |part| parts[part].as_ref())?;
        let mut mean = lags.over(window.window.len(), n as f64);
        let common = options.minimum_common_bars;
        let more = incomplete::correction(section, window.events, window.window, common);
        mean.rbar += more / (0.5 * n as f64 * (n as f64 - 1.0));
        Ok(mean)
    };
    windows.iter().zip(part_of).map(average).collect()
}
