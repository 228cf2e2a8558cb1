//! The maximum of a likelihood: quasi-Newton steps in unbounded coordinates from several starts, whose
//! ends others bring to the last digits.

use faer::Mat;

use super::kinks::highest;
use super::likelihood::{Data, VarianceEquation, evaluate};
use super::newton::{Maximum, ascend, with_hessian};

/// Finds the maximum from every start; the reason in words where the best point is not one inside
/// the bounds.
pub(super) fn maximum<E: VarianceEquation>(
    data: &Data,
    mean: &[f64],
) -> Result<Maximum, &'static str> {
    let climbs = E::starts().into_iter().filter_map(|start| {
        let free: Vec<f64> = mean.iter().copied().chain(start).collect();
        climb::<E>(data, mean.len(), free)
    });
    if E::KINKS {
        return highest::<E>(data, mean.len(), climbs.collect());
    }
    let smooth = || {
        let (point, _) = climbs.max_by(|a, b| a.1.total_cmp(&b.1))?;
        let everywhere = Mat::identity(point.len(), point.len());
        with_hessian::<E>(data, ascend::<E>(data, point, &everywhere)?)
    };
    smooth().ok_or("the likelihood has no maximum inside the bounds of the variance equation")
}

/// The point in the equation's own parameters.
fn natural<E: VarianceEquation>(free: &[f64], means: usize) -> Vec<f64> {
    let mut point = free[..means].to_vec();
    point.extend(E::of_free(&free[means..]));
    point
}

/// BFGS on the mean negative log-likelihood with backtracking, as far as the neighbourhood of a
/// maximum; Newton steps are for the digits.
fn climb<E: VarianceEquation>(
    data: &Data,
    means: usize,
    mut free: Vec<f64>,
) -> Option<(Vec<f64>, f64)> {
    const STEPS: usize = 200;
    const NEAR: f64 = 1e-6;
    // A gain of the mean log-likelihood this small is rounding.
    const GAIN: f64 = 1e-13;
    let (width, bars) = (free.len(), data.y.len() as f64);
    let at = |free: &[f64]| -> Option<(f64, Vec<f64>)> {
        let evaluation = evaluate::<E>(data, &natural::<E>(free, means))?;
        let gradient = evaluation.gradient();
        let mut by_free = gradient[..means].to_vec();
        by_free.extend(E::free_gradient(&free[means..], &gradient[means..]));
        let scaled: Vec<f64> = by_free.iter().map(|g| -g / bars).collect();
        Some((-evaluation.log_likelihood / bars, scaled))
    };
    let identity = || Mat::<f64>::identity(width, width);
    let (mut value, mut gradient) = at(&free)?;
    let mut inverse = identity();
    for _ in 0..STEPS {
        if gradient.iter().all(|g| g.abs() < NEAR) {
            break;
        }
        let mut direction = times(&inverse, &gradient).iter().map(|d| -d).collect::<Vec<f64>>();
        let mut slope = dot(&direction, &gradient);
        if !(slope < 0.0) {
            inverse = identity();
            direction = gradient.iter().map(|g| -g).collect();
            slope = dot(&direction, &gradient);
        }
        let mut length = 1.0;
        let accepted = loop {
            let next: Vec<f64> = free.iter().zip(&direction).map(|(x, d)| x + length * d).collect();
            match at(&next) {
                Some((v, g)) if v <= value + 1e-4 * length * slope => break Some((next, v, g)),
                _ if length < 1e-8 => break None,
                _ => length *= 0.5,
            }
        };
        let Some((next, v, g)) = accepted else { break };
        let step: Vec<f64> = next.iter().zip(&free).map(|(a, b)| a - b).collect();
        let change: Vec<f64> = g.iter().zip(&gradient).map(|(a, b)| a - b).collect();
        let curvature = dot(&step, &change);
        if curvature > 1e-14 {
            inverse = updated(&inverse, &step, &change, curvature);
        }
        let gain = value - v;
        (free, value, gradient) = (next, v, g);
        if gain < GAIN {
            break;
        }
    }
    Some((natural::<E>(&free, means), -value))
}

/// The inverse update of Broyden, Fletcher, Goldfarb and Shanno.
fn updated(inverse: &Mat<f64>, step: &[f64], change: &[f64], curvature: f64) -> Mat<f64> {
    let moved = times(inverse, change);
    let factor = (1.0 + dot(change, &moved) / curvature) / curvature;
    Mat::from_fn(step.len(), step.len(), |i, j| {
        inverse[(i, j)] + factor * step[i] * step[j]
            - (moved[i] * step[j] + step[i] * moved[j]) / curvature
    })
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn times(matrix: &Mat<f64>, vector: &[f64]) -> Vec<f64> {
    let row = |i: usize| (0..vector.len()).map(|j| matrix[(i, j)] * vector[j]).sum();
    (0..vector.len()).map(row).collect()
}
