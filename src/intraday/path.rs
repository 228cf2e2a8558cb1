//! The reaction path and its band.

use serde::Serialize;

/// The path of the event held against the same clock on other days.
///
/// # Formula
/// `S_k` is the cumulative log return after k bars, `S_jk` that of reference day j. The scale
/// `sd_k = sqrt((S_k^2 + sum_j S_jk^2)/(K + 1))` counts the event itself, so that
/// `p = (1 + #{M_j >= M})/(K + 1)` with `M = max_k |S_k|/sd_k` is exact under exchangeability. The
/// band is `c sd_k` with `c` the `ceil((1 - a)(K + 1))`-th smallest `M_j`: it holds for the whole
/// path at once, however often one looks.
///
/// Points that are missing on a path take no part in its maximum or in the scale.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ReactionPath {
    /// The number of reference paths K.
    pub reference_paths: usize,
    /// `sd_k` per point; `None` where too few paths have the point.
    pub scale: Vec<Option<f64>>,
    /// `M`, the event's maximum.
    pub maximum: f64,
    /// The p-value of the path.
    pub p_path: f64,
    /// The band, or why there is none.
    pub band: Option<PathBand>,
    /// Index of the first point outside the band.
    pub onset: Option<usize>,
    /// Index of the first point at which half of the terminal reaction was reached; only with an
    /// onset.
    pub half_life: Option<usize>,
    /// Index of the largest move in the direction of the terminal reaction; only with an onset.
    pub peak: Option<usize>,
    /// Peak over terminal reaction; only with an onset.
    pub overshoot: Option<f64>,
}

/// The critical value of the band.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PathBand {
    /// The level, such as 0.05.
    pub alpha: f64,
    /// `c`, in units of `sd_k`.
    pub critical: f64,
}

/// Holds an event path against reference paths of the same length; `None` without a reference path
/// or without a single point of the event.
///
/// # References
/// Rinaudo and Saha 2014 for same-clock reference days; the maximum over the path as in Romano and
/// Wolf 2005.
pub fn reaction_path(
    event: &[Option<f64>],
    reference: &[Vec<Option<f64>>],
    alpha: f64,
) -> Option<ReactionPath> {
    let paths = reference.len();
    if paths == 0 {
        return None;
    }
    let scale: Vec<Option<f64>> = (0..event.len()).map(|k| scale_at(k, event, reference)).collect();
    let maximum_of = |path: &[Option<f64>]| {
        path.iter()
            .zip(&scale)
            .filter_map(|(s, sd)| Some(s.as_ref()?.abs() / sd.as_ref()?))
            .reduce(f64::max)
    };
    let maximum = maximum_of(event)?;
    let mut maxima: Vec<f64> = reference.iter().filter_map(|p| maximum_of(p)).collect();
    maxima.sort_by(f64::total_cmp);
    let k = maxima.len();
    let larger = maxima.iter().filter(|m| **m >= maximum - 1e-12).count();
    // The small subtraction keeps 0.95 * 20 from being rounded up to 20.
    let rank = ((1.0 - alpha) * (k + 1) as f64 - 1e-9).ceil() as usize;
    let band = maxima.get(rank - 1).map(|c| PathBand { alpha, critical: *c });
    let onset = band.and_then(|band| {
        (0..event.len())
            .find(|&k| event[k].zip(scale[k]).is_some_and(|(s, sd)| s.abs() / sd > band.critical))
    });
    let terminal = event.iter().rev().flatten().next().copied().filter(|s| *s != 0.0);
    let (half_life, peak) = match (onset, terminal) {
        (Some(_), Some(end)) => {
            let towards = |s: f64| end.signum() * s;
            let half = event.iter().position(|s| s.is_some_and(|s| towards(s) >= 0.5 * end.abs()));
            let peak = (0..event.len())
                .filter_map(|k| event[k].map(|s| (k, towards(s))))
                .reduce(|best, next| if next.1 > best.1 { next } else { best })
                .map(|(k, _)| k);
            (half, peak)
        }
        _ => (None, None),
    };
    Some(ReactionPath {
        reference_paths: k,
        maximum,
        p_path: (1 + larger) as f64 / (k + 1) as f64,
        band,
        onset,
        half_life,
        peak,
        overshoot: peak.and_then(|k| event[k]).zip(terminal).map(|(top, end)| top / end),
        scale,
    })
}

fn scale_at(k: usize, event: &[Option<f64>], reference: &[Vec<Option<f64>>]) -> Option<f64> {
    let values = || reference.iter().filter_map(|p| p.get(k).copied().flatten()).chain(event[k]);
    let count = values().count();
    let sd = (values().map(|s| s * s).sum::<f64>() / count as f64).sqrt();
    (count > 1 && sd > 0.0).then_some(sd)
}

/// How many bars the reaction stays outside what the same clock shows on other days, counted from
/// an initial window of `initial` bars that grows bar by bar.
///
/// # Formula
/// With `c_k` the `ceil((1 - a)(K + 1))`-th smallest `|S_jk|`: the first k from `initial` on with
/// `|S_k| <= c_k`. 0 means that the initial window is within the noise already; `None` that there
/// are too few reference paths, or that the path never comes back.
///
/// The search looks at every bar in turn without correction, so it describes a reaction whose path
/// test is significant and tests nothing itself.
///
/// # References
/// Rinaudo and Saha 2014.
pub fn growing_window(
    event: &[Option<f64>],
    reference: &[Vec<Option<f64>>],
    alpha: f64,
    initial: usize,
) -> Option<usize> {
    for k in initial.max(1) - 1..event.len() {
        let Some(own) = event[k] else { continue };
        let mut sizes: Vec<f64> =
            reference.iter().filter_map(|p| p.get(k).copied().flatten()).map(f64::abs).collect();
        sizes.sort_by(f64::total_cmp);
        let rank = ((1.0 - alpha) * (sizes.len() + 1) as f64 - 1e-9).ceil() as usize;
        let limit = rank.checked_sub(1).and_then(|r| sizes.get(r))?;
        if own.abs() <= *limit {
            return Some(if k + 1 == initial.max(1) { 0 } else { k + 1 });
        }
    }
    None
}
