//! Least squares with weights that are not negative and sum to one.

use super::{LeastSquares, ModelError};

/// How far a donor left out may still reduce the sum of squares, as a share of the sum of squares of
/// the left-hand side.
const OPTIMAL: f64 = 1e-12;

/// The weights `w >= 0`, `sum w = 1` that minimise `|y - Xw|^2`, by an active set: weights enter one
/// by one while the Kuhn-Tucker conditions fail, and leave where they would turn negative. Without
/// the bounds, the weights of a set are those of least squares on differences from one member, so
/// that the sum holds exactly.
///
/// # Errors
/// [`ModelError::TooFewBars`] without bars or columns; [`ModelError::Singular`] where the conditions
/// cannot be met in finite precision.
///
/// # References
/// Lawson and Hanson 1974, ch. 23, for the scheme.
pub fn simplex_least_squares(columns: &[&[f64]], y: &[f64]) -> Result<Vec<f64>, ModelError> {
    let bars = y.len();
    if bars == 0 || columns.is_empty() {
        return Err(ModelError::TooFewBars { bars, needed: 1 });
    }
    let scale: f64 = y.iter().map(|v| v * v).sum::<f64>().max(f64::MIN_POSITIVE);
    let distance =
        |column: &[f64]| column.iter().zip(y).map(|(x, y)| (y - x) * (y - x)).sum::<f64>();
    let nearest = (0..columns.len())
        .min_by(|a, b| distance(columns[*a]).total_cmp(&distance(columns[*b])))
        .unwrap_or(0);
    let mut weights = vec![0.0; columns.len()];
    weights[nearest] = 1.0;
    let mut inside = vec![nearest];
    // Each round lowers the sum of squares, so no set of weights comes twice.
    for _ in 0..20 * (columns.len() + 1) {
        let descent = descents(columns, y, &weights);
        let entering = (0..columns.len())
            .filter(|j| !inside.contains(j))
            .max_by(|a, b| descent[*a].total_cmp(&descent[*b]))
            .filter(|j| descent[*j] > OPTIMAL * scale);
        let Some(entering) = entering else { return Ok(weights) };
        inside.push(entering);
        while let Some(target) = unbounded(columns, y, &inside)? {
            // The farthest step towards the target that leaves no weight negative.
            let (step, leaving) = inside
                .iter()
                .filter(|j| target[**j] <= 0.0)
                .map(|j| (weights[*j] / (weights[*j] - target[*j]), Some(*j)))
                .min_by(|a, b| a.0.total_cmp(&b.0))
                .unwrap_or((1.0, None));
            for j in 0..weights.len() {
                weights[j] += step * (target[j] - weights[j]);
            }
            let Some(leaving) = leaving else { break };
            weights[leaving] = 0.0;
            inside.retain(|j| *j != leaving);
        }
    }
    Err(ModelError::Singular { bars })
}

/// How fast the sum of squares falls (halved) as weight moves to each column from the present mix:
/// `x_j'e - w'X'e`. At the optimum none is positive.
pub fn descents(columns: &[&[f64]], y: &[f64], weights: &[f64]) -> Vec<f64> {
    let residuals: Vec<f64> = y
        .iter()
        .enumerate()
        .map(|(i, y)| y - columns.iter().zip(weights).map(|(c, w)| w * c[i]).sum::<f64>())
        .collect();
    let slopes: Vec<f64> =
        columns.iter().map(|c| c.iter().zip(&residuals).map(|(x, e)| x * e).sum::<f64>()).collect();
    let mixed: f64 = slopes.iter().zip(weights).map(|(s, w)| s * w).sum();
    slopes.iter().map(|s| s - mixed).collect()
}

/// The weights on a set that sum to one, without the bounds; `None` for an empty set.
fn unbounded(
    columns: &[&[f64]],
    y: &[f64],
    inside: &[usize],
) -> Result<Option<Vec<f64>>, ModelError> {
    let Some((first, others)) = inside.split_first() else { return Ok(None) };
    let mut weights = vec![0.0; columns.len()];
    weights[*first] = 1.0;
    if others.is_empty() {
        return Ok(Some(weights));
    }
    let less = |v: &[f64]| v.iter().zip(columns[*first]).map(|(a, b)| a - b).collect::<Vec<f64>>();
    let differences: Vec<Vec<f64>> = others.iter().map(|j| less(columns[*j])).collect();
    let borrowed: Vec<&[f64]> = differences.iter().map(Vec::as_slice).collect();
    let fit = LeastSquares::fit(&borrowed, &less(y))?;
    for (j, weight) in others.iter().zip(fit.coefficients()) {
        weights[*j] = *weight;
        weights[*first] -= weight;
    }
    Ok(Some(weights))
}
