//! Sums over the bars that two events have in common.

use super::grouped::Common;

/// Independent partial sums, so that several bars are added at once.
const LANES: usize = 4;

type Lanes = [f64; LANES];

fn total(lanes: Lanes) -> f64 {
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3])
}

pub(super) fn mean(values: &[f64]) -> f64 {
    let mut sum = Lanes::default();
    let chunks = values.chunks_exact(LANES);
    let rest: f64 = chunks.remainder().iter().sum();
    for chunk in chunks {
        for k in 0..LANES {
            sum[k] += chunk[k];
        }
    }
    (total(sum) + rest) / values.len() as f64
}

/// The mean of centred values and the root of the sum of their squared deviations; `None` where
/// they do not vary by more than rounding.
fn spread(sum: f64, squares: f64, bars: usize, center: f64) -> Option<(f64, f64)> {
    let mean = sum / bars as f64;
    let deviations = squares - sum * mean;
    let rounding = bars as f64 * (4.0 * f64::EPSILON * center).powi(2);
    let varies = bars > 1 && deviations > 1e-12 * squares && deviations > rounding;
    varies.then(|| (mean, deviations.sqrt()))
}

/// Pearson's correlation of two events over their common bars.
pub(super) fn correlation(
    left: (&[f64], f64),
    right: (&[f64], f64),
    common: &[Common],
    bars: usize,
) -> Option<f64> {
    let [mut x, mut y, mut xx, mut yy, mut xy] = [Lanes::default(); 5];
    for run in common {
        let a = left.0[run.left..run.left + run.len].chunks_exact(LANES);
        let b = right.0[run.right..run.right + run.len].chunks_exact(LANES);
        let mut add = |k: usize, a: f64, b: f64| {
            let (u, v) = (a - left.1, b - right.1);
            x[k] += u;
            y[k] += v;
            xx[k] += u * u;
            yy[k] += v * v;
            xy[k] += u * v;
        };
        for (a, b) in a.remainder().iter().zip(b.remainder()) {
            add(0, *a, *b);
        }
        for (a, b) in a.zip(b) {
            for k in 0..LANES {
                add(k, a[k], b[k]);
            }
        }
    }
    let (_, norm_x) = spread(total(x), total(xx), bars, left.1)?;
    let (_, norm_y) = spread(total(y), total(yy), bars, right.1)?;
    let covariance = total(xy) - total(x) * total(y) / bars as f64;
    Some(covariance / (norm_x * norm_y))
}

/// Adds an event's residuals over the runs, with mean zero and length one, to `sums`; `false` where
/// they do not vary.
pub(super) fn add_normalised(
    (values, center): (&[f64], f64),
    runs: impl Iterator<Item = (usize, usize)> + Clone,
    bars: usize,
    sums: &mut [f64],
) -> bool {
    let [mut x, mut xx] = [Lanes::default(); 2];
    for (from, len) in runs.clone() {
        let chunks = values[from..from + len].chunks_exact(LANES);
        let mut add = |k: usize, value: f64| {
            let u = value - center;
            x[k] += u;
            xx[k] += u * u;
        };
        chunks.remainder().iter().for_each(|value| add(0, *value));
        for chunk in chunks {
            for k in 0..LANES {
                add(k, chunk[k]);
            }
        }
    }
    let Some((mean, norm)) = spread(total(x), total(xx), bars, center) else { return false };
    let (shift, scale) = (center + mean, 1.0 / norm);
    let mut to = 0;
    for (from, len) in runs {
        for (sum, value) in sums[to..to + len].iter_mut().zip(&values[from..from + len]) {
            *sum += (value - shift) * scale;
        }
        to += len;
    }
    true
}
