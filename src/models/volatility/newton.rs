//! Newton steps to the last digits of a maximum, on all parameters or along some directions.

use faer::linalg::solvers::{DenseSolveCore, Solve};
use faer::{Mat, Side};

use super::likelihood::{Data, Evaluation, VarianceEquation, evaluate, evaluate_piece};

/// A maximum inside the bounds.
pub(super) struct Maximum {
    pub(super) point: Vec<f64>,
    pub(super) evaluation: Evaluation,
    /// The inverse of the negative Hessian.
    pub(super) inverse_hessian: Mat<f64>,
}

/// The Newton decrement, in units of the log-likelihood, at which a point is the maximum.
const CONVERGED: f64 = 1e-14;

/// The maximum with its inverse Hessian; `None` where the Hessian is not that of a maximum.
pub(super) fn with_hessian<E: VarianceEquation>(
    data: &Data,
    (point, evaluation): (Vec<f64>, Evaluation),
) -> Option<Maximum> {
    let information = negative_hessian::<E>(data, &point, &evaluation)?;
    let inverse_hessian = information.llt(Side::Lower).ok()?.inverse();
    Some(Maximum { point, evaluation, inverse_hessian })
}

/// Newton steps on the exact gradient along the columns of `directions`; `None` unless they end at a
/// maximum along these.
pub(super) fn ascend<E: VarianceEquation>(
    data: &Data,
    mut point: Vec<f64>,
    directions: &Mat<f64>,
) -> Option<(Vec<f64>, Evaluation)> {
    const STEPS: usize = 60;
    let width = point.len();
    let mut evaluation = evaluate::<E>(data, &point)?;
    for _ in 0..STEPS {
        let information = negative_hessian::<E>(data, &point, &evaluation)?;
        let root = (directions.transpose() * information * directions).llt(Side::Lower).ok()?;
        let gradient = evaluation.gradient();
        let along = directions.transpose() * Mat::from_fn(width, 1, |i, _| gradient[i]);
        let reduced = root.solve(&along);
        let decrement: f64 = (0..along.nrows()).map(|i| along[(i, 0)] * reduced[(i, 0)]).sum();
        let step = directions * reduced;
        if decrement.abs() < CONVERGED * (1.0 + evaluation.log_likelihood.abs()) {
            // On a bend the gain is no measure of the digits of the parameters: one step more.
            let last: Vec<f64> = point.iter().enumerate().map(|(i, x)| x + step[(i, 0)]).collect();
            return match evaluate::<E>(data, &last) {
                Some(e) if E::KINKS && e.log_likelihood >= evaluation.log_likelihood - 1e-11 => {
                    Some((last, e))
                }
                _ => Some((point, evaluation)),
            };
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

/// Central differences of the exact gradient, made symmetric, on the smooth piece of the likelihood
/// around the point: a step of the difference across a kink would count its jump as curvature.
/// `None` at a bound.
fn negative_hessian<E: VarianceEquation>(
    data: &Data,
    point: &[f64],
    here: &Evaluation,
) -> Option<Mat<f64>> {
    let (width, signs) = (point.len(), here.signs());
    let rows = (0..width)
        .map(|i| {
            let step = 1e-5 * point[i].abs().max(1e-3);
            let moved = |by: f64| {
                let mut moved = point.to_vec();
                moved[i] += by;
                Some(evaluate_piece::<E>(data, &moved, Some(&signs))?.gradient())
            };
            let (up, down) = (moved(step)?, moved(-step)?);
            Some(up.iter().zip(&down).map(|(u, d)| (d - u) / (2.0 * step)).collect())
        })
        .collect::<Option<Vec<Vec<f64>>>>()?;
    Some(Mat::from_fn(width, width, |i, j| 0.5 * (rows[i][j] + rows[j][i])))
}
