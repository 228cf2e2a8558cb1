//! The maximum of a likelihood: quasi-Newton steps in unbounded coordinates, then Newton steps to
//! the last digits.

use faer::linalg::solvers::{DenseSolveCore, Solve};
use faer::{Mat, Side};

use super::likelihood::{Data, Evaluation, VarianceEquation, evaluate};

/// A maximum inside the bounds.
pub(super) struct Maximum {
    pub(super) point: Vec<f64>,
    pub(super) evaluation: Evaluation,
    /// The inverse of the negative Hessian.
    pub(super) inverse_hessian: Mat<f64>,
}

/// The Newton decrement, in units of the log-likelihood, at which a point is the maximum.
const CONVERGED: f64 = 1e-14;

/// Finds the maximum from every start; `None` where the best point is not one inside the bounds.
pub(super) fn maximum<E: VarianceEquation>(data: &Data, mean: &[f64]) -> Option<Maximum> {
    let climbs = E::starts().into_iter().filter_map(|start| {
        let free: Vec<f64> = mean.iter().copied().chain(start).collect();
        climb::<E>(data, mean.len(), free)
    });
    let (point, _) = climbs.max_by(|a, b| a.1.total_cmp(&b.1))?;
    polish::<E>(data, point)
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

/// Newton steps on the exact gradient; `None` unless they end at a maximum.
fn polish<E: VarianceEquation>(data: &Data, mut point: Vec<f64>) -> Option<Maximum> {
    const STEPS: usize = 60;
    let mut evaluation = evaluate::<E>(data, &point)?;
    for _ in 0..STEPS {
        let information = negative_hessian::<E>(data, &point)?;
        let root = information.llt(Side::Lower).ok()?;
        let gradient = evaluation.gradient();
        let step = root.solve(Mat::from_fn(point.len(), 1, |i, _| gradient[i]));
        let decrement: f64 = (0..point.len()).map(|i| gradient[i] * step[(i, 0)]).sum();
        if decrement.abs() < CONVERGED * (1.0 + evaluation.log_likelihood.abs()) {
            return Some(Maximum { point, evaluation, inverse_hessian: root.inverse() });
        }
        let mut length = 1.0;
        (point, evaluation) = loop {
            let next: Vec<f64> =
                point.iter().enumerate().map(|(i, x)| x + length * step[(i, 0)]).collect();
            match evaluate::<E>(data, &next) {
                Some(e) if e.log_likelihood >= evaluation.log_likelihood - 1e-9 => {
                    break (next, e);
                }
                _ if length < 1e-6 => return None,
                _ => length *= 0.5,
            }
        };
    }
    None
}

/// Central differences of the exact gradient, made symmetric; `None` at a bound.
fn negative_hessian<E: VarianceEquation>(data: &Data, point: &[f64]) -> Option<Mat<f64>> {
    let width = point.len();
    let rows = (0..width)
        .map(|i| {
            let step = 1e-5 * point[i].abs().max(1e-3);
            let moved = |by: f64| {
                let mut moved = point.to_vec();
                moved[i] += by;
                Some(evaluate::<E>(data, &moved)?.gradient())
            };
            let (up, down) = (moved(step)?, moved(-step)?);
            Some(up.iter().zip(&down).map(|(u, d)| (d - u) / (2.0 * step)).collect())
        })
        .collect::<Option<Vec<Vec<f64>>>>()?;
    Some(Mat::from_fn(width, width, |i, j| 0.5 * (rows[i][j] + rows[j][i])))
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn times(matrix: &Mat<f64>, vector: &[f64]) -> Vec<f64> {
    let row = |i: usize| (0..vector.len()).map(|j| matrix[(i, j)] * vector[j]).sum();
    (0..vector.len()).map(row).collect()
}
