//! Sums over the bars that two events have in common.

use super::common_bars::Common;

/// Independent partial sums, so that several bars are added at once.
const LANES: usize = 4;

type Lanes = [f64; LANES];

#[inline(always)]
fn total(lanes: Lanes) -> f64 {
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3])
}

/// The mean, and the sum of the squared deviations from it.
#[inline(always)]
pub fn center(values: &[f64]) -> (f64, f64) {
    let (chunks, rest) = values.as_chunks::<LANES>();
    let mut sum = Lanes::default();
    for chunk in chunks {
        for k in 0..LANES {
            sum[k] += chunk[k];
        }
    }
    let mean = (total(sum) + rest.iter().sum::<f64>()) / values.len() as f64;
    let mut squares = Lanes::default();
    for chunk in chunks {
        for k in 0..LANES {
            squares[k] += (chunk[k] - mean) * (chunk[k] - mean);
        }
    }
    let rest: f64 = rest.iter().map(|v| (v - mean) * (v - mean)).sum();
    (mean, total(squares) + rest)
}

/// The mean of centred values and the root of the sum of their squared deviations; `None` where
/// they do not vary by more than rounding.
pub(super) fn spread(sum: f64, squares: f64, bars: usize, center: f64) -> Option<(f64, f64)> {
    let mean = sum / bars as f64;
    let deviations = squares - sum * mean;
    let rounding = bars as f64 * (4.0 * f64::EPSILON * center).powi(2);
    let varies = bars > 1 && deviations > 1e-12 * squares && deviations > rounding;
    varies.then(|| (mean, deviations.sqrt()))
}

/// Pearson's correlation of two events from all their residuals, over their common bars. Their means over
/// these are taken off first: those over all bars may be far from them.
pub(super) fn correlation_of_residuals(
    left: &[f64],
    right: &[f64],
    common: &[Common],
    bars: usize,
) -> Option<f64> {
    let centred = |residuals: &'_ [f64], place: fn(&Common) -> usize| {
        let shared = common.iter().map(|run| &residuals[place(run)..place(run) + run.len]);
        shared.flatten().sum::<f64>() / bars as f64
    };
    let means = (centred(left, |run| run.left), centred(right, |run| run.right));
    correlation((left, means.0), (right, means.1), common, bars)
}

/// Pearson's correlation of two events over their common bars; the second value of each side is
/// subtracted before anything is squared.
pub(super) fn correlation(
    left: (&[f64], f64),
    right: (&[f64], f64),
    common: &[Common],
    bars: usize,
) -> Option<f64> {
    let [mut x, mut y, mut xx, mut yy, mut xy] = [Lanes::default(); 5];
    for run in common {
        let (a, a_rest) = left.0[run.left..run.left + run.len].as_chunks::<LANES>();
        let (b, b_rest) = right.0[run.right..run.right + run.len].as_chunks::<LANES>();
        for (a, b) in a.iter().zip(b) {
            let (u, v) = (a.map(|a| a - left.1), b.map(|b| b - right.1));
            for k in 0..LANES {
                x[k] += u[k];
                xx[k] += u[k] * u[k];
            }
            for k in 0..LANES {
                y[k] += v[k];
                yy[k] += v[k] * v[k];
            }
            for k in 0..LANES {
                xy[k] += u[k] * v[k];
            }
        }
        for (k, (a, b)) in a_rest.iter().zip(b_rest).enumerate() {
            let (u, v) = (a - left.1, b - right.1);
            x[k] += u;
            y[k] += v;
            xx[k] += u * u;
            yy[k] += v * v;
            xy[k] += u * v;
        }
    }
    let (_, norm_x) = spread(total(x), total(xx), bars, left.1)?;
    let (_, norm_y) = spread(total(y), total(yy), bars, right.1)?;
    let covariance = total(xy) - total(x) * total(y) / bars as f64;
    Some(covariance / (norm_x * norm_y))
}
