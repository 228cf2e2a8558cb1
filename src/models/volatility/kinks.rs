//! The maximum of a likelihood with kinks: sizes of errors bend it wherever an error is zero, and its
//! maximum often lies on such a bend, where no gradient vanishes.

use faer::Mat;

use super::likelihood::{Data, Evaluation, VarianceEquation, evaluate, evaluate_piece};
use super::newton::{Maximum, ascend, with_hessian};

/// A point with the likelihood there.
type Place = (Vec<f64>, Evaluation);

/// Gains of the log-likelihood below this are rounding.
const GAIN: f64 = 1e-10;
/// Climbs that end lower than this below the best one are not looked at again.
const FAR_BELOW: f64 = 5.0;
/// The smallest errors that a maximum is looked for at zero of, alone and in pairs.
const NEAREST: usize = 4;
/// Errors that a search has not brought this near to zero, in units of the spread, are no bend.
const NEAR: f64 = 1e-2;

/// The highest maximum near the ends of the climbs; the reason in words where there is none inside
/// the bounds. The bounds themselves may be higher: there the filter begins to be chaotic.
///
/// A maximum has converged when neither Newton steps along the bends it lies on, nor a search
/// without derivatives around it, gain likelihood any more.
pub(super) fn highest<E: VarianceEquation>(
    data: &Data,
    means: usize,
    climbs: Vec<(Vec<f64>, f64)>,
) -> Result<Maximum, &'static str> {
    const ROUNDS: usize = 8;
    const NONE: &str = "the likelihood has no maximum inside the bounds of the variance equation";
    let top = climbs.iter().map(|c| c.1).fold(f64::NEG_INFINITY, f64::max);
    let near = climbs.into_iter().filter(|(_, value)| *value > top - FAR_BELOW);
    let mut best: Option<Place> = None;
    let mut seen: Vec<f64> = Vec::new();
    let mut ends: Vec<f64> = Vec::new();
    for (point, end) in near {
        if ends.iter().any(|e| (e - end).abs() < 1e-7) {
            continue;
        }
        ends.push(end);
        let Some(searched) = search::<E>(data, point, 0.05) else { continue };
        // Another start that reached the same maximum.
        if seen.iter().any(|s| (s - searched.1.log_likelihood).abs() < 1e-6) {
            continue;
        }
        seen.push(searched.1.log_likelihood);
        best = higher(best, refined::<E>(data, means, &searched));
    }
    let mut place = best.ok_or(NONE)?;
    let mut idle = 0;
    for round in 0..ROUNDS {
        let reach = if round % 2 == 0 { 0.1 } else { 0.02 };
        let gained = search::<E>(data, place.0.clone(), reach)
            .filter(|s| s.1.log_likelihood > place.1.log_likelihood + GAIN)
            .and_then(|searched| refined::<E>(data, means, &searched));
        match gained {
            Some(found) if found.1.log_likelihood > place.1.log_likelihood + GAIN => {
                (place, idle) = (found, 0);
            }
            _ => idle += 1,
        }
        if idle == 2 {
            break;
        }
    }
    with_hessian::<E>(data, place)
        .ok_or("the likelihood is too flat at its maximum to give standard errors")
}

fn higher(best: Option<Place>, other: Option<Place>) -> Option<Place> {
    best.into_iter().chain(other).max_by(|a, b| a.1.log_likelihood.total_cmp(&b.1.log_likelihood))
}

/// The maximum to the last digits, smooth or on a bend of at most two errors; `None` where none of
/// these is as high as the place.
fn refined<E: VarianceEquation>(data: &Data, means: usize, place: &Place) -> Option<Place> {
    let near = |t: &usize| place.1.errors[*t].abs() < NEAR;
    let mut order: Vec<usize> = (0..data.y.len()).filter(near).collect();
    order.sort_by(|a, b| place.1.errors[*a].abs().total_cmp(&place.1.errors[*b].abs()));
    order.truncate(NEAREST);
    let mut bends = vec![Vec::new()];
    bends.extend(order.iter().map(|t| vec![*t]));
    if means > 1 {
        for (i, t) in order.iter().enumerate() {
            bends.extend(order[..i].iter().map(|u| vec![*u, *t]));
        }
    }
    let found = bends.iter().filter_map(|bend| on_bend::<E>(data, means, &place.0, bend));
    found
        .fold(None, |best, found| higher(best, Some(found)))
        .filter(|best| best.1.log_likelihood >= place.1.log_likelihood - GAIN)
}

/// The maximum among the points at which these errors are zero; `None` where there is none, or where
/// leaving the bend to either side gains likelihood.
fn on_bend<E: VarianceEquation>(
    data: &Data,
    means: usize,
    point: &[f64],
    bend: &[usize],
) -> Option<Place> {
    let mut point = point.to_vec();
    let normals = onto_bend(data, &mut point[..means], bend)?;
    let (place, evaluation) = ascend::<E>(data, point, &tangents(&normals, means, E::NAMES.len()))?;
    let mut signs = evaluation.signs();
    for (k, t) in bend.iter().enumerate() {
        let away = leaving(data, bend, k);
        for side in [1.0, -1.0] {
            signs[*t] = side;
            let gradient = evaluate_piece::<E>(data, &place, Some(&signs))?.gradient();
            let slope: f64 = gradient.iter().zip(&away).map(|(g, d)| g * d).sum();
            if side * slope > 1e-7 {
                return None;
            }
        }
    }
    Some((place, evaluation))
}

/// Moves the mean so that these errors are zero, and gives orthonormal directions that change them;
/// `None` where their regressors are alike.
fn onto_bend(data: &Data, mean: &mut [f64], bend: &[usize]) -> Option<Vec<Vec<f64>>> {
    let mut normals: Vec<Vec<f64>> = Vec::new();
    for t in bend {
        let row = &data.rows[*t];
        let mut normal = row.clone();
        for earlier in &normals {
            let along = inner(earlier, row);
            normal.iter_mut().zip(earlier).for_each(|(n, e)| *n -= along * e);
        }
        let length = inner(&normal, &normal).sqrt();
        if !(length > 1e-6 * inner(row, row).sqrt()) {
            return None;
        }
        normal.iter_mut().for_each(|n| *n /= length);
        let error = data.y[*t] - inner(row, mean);
        mean.iter_mut().zip(&normal).for_each(|(m, n)| *m += n * error / length);
        normals.push(normal);
    }
    Some(normals)
}

/// The directions of all parameters that leave the normals alone, as columns.
fn tangents(normals: &[Vec<f64>], means: usize, values: usize) -> Mat<f64> {
    let mut basis = normals.to_vec();
    for j in 0..means {
        let mut unit = vec![0.0; means];
        unit[j] = 1.0;
        for earlier in &basis {
            let along = inner(earlier, &unit);
            unit.iter_mut().zip(earlier).for_each(|(n, e)| *n -= along * e);
        }
        let length = inner(&unit, &unit).sqrt();
        if basis.len() < means && length > 0.1 / means as f64 {
            basis.push(unit.iter().map(|u| u / length).collect());
        }
    }
    let own = &basis[normals.len()..];
    Mat::from_fn(means + values, own.len() + values, |i, j| match (i < means, j < own.len()) {
        (true, true) => own[j][i],
        (false, false) if i - means == j - own.len() => 1.0,
        _ => 0.0,
    })
}

/// The direction of the mean that raises the `k`-th error of a bend of at most two and leaves the other
/// at zero.
fn leaving(data: &Data, bend: &[usize], k: usize) -> Vec<f64> {
    let row = &data.rows[bend[k]];
    let mut away: Vec<f64> = row.iter().map(|r| -r).collect();
    for (_, t) in bend.iter().enumerate().filter(|(other, _)| *other != k) {
        let other = &data.rows[*t];
        let along = inner(other, row) / inner(other, other);
        away.iter_mut().zip(other).for_each(|(a, r)| *a += along * r);
    }
    away
}

fn inner(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The search without derivatives of Nelder and Mead (1965) from a simplex of this reach, in the
/// units of the standardised returns.
fn search<E: VarianceEquation>(data: &Data, start: Vec<f64>, reach: f64) -> Option<Place> {
    const EVALUATIONS: usize = 3_000;
    let width = start.len();
    let value = |p: &[f64]| evaluate::<E>(data, p).map_or(f64::NEG_INFINITY, |e| e.log_likelihood);
    let mut corners = vec![(value(&start), start.clone())];
    for i in 0..width {
        let mut corner = start.clone();
        corner[i] += reach;
        if value(&corner) == f64::NEG_INFINITY {
            corner[i] -= 2.0 * reach;
        }
        corners.push((value(&corner), corner));
    }
    for _ in 0..EVALUATIONS {
        corners.sort_by(|a, b| b.0.total_cmp(&a.0));
        if corners[0].0 - corners[width].0 < 1e-12 {
            break;
        }
        let centre: Vec<f64> = (0..width)
            .map(|i| corners[..width].iter().map(|c| c.1[i]).sum::<f64>() / width as f64)
            .collect();
        let at = |by: f64| {
            let worst = &corners[width].1;
            let p: Vec<f64> = centre.iter().zip(worst).map(|(c, w)| c + by * (c - w)).collect();
            (value(&p), p)
        };
        let reflected = at(1.0);
        let next = if reflected.0 > corners[0].0 {
            let expanded = at(2.0);
            if expanded.0 > reflected.0 { expanded } else { reflected }
        } else if reflected.0 > corners[width - 1].0 {
            reflected
        } else {
            at(if reflected.0 > corners[width].0 { 0.5 } else { -0.5 })
        };
        if next.0 > corners[width].0 {
            corners[width] = next;
            continue;
        }
        let best = corners[0].1.clone();
        for corner in &mut corners[1..] {
            let p: Vec<f64> = best.iter().zip(&corner.1).map(|(b, c)| 0.5 * (b + c)).collect();
            *corner = (value(&p), p);
        }
    }
    let best = corners.into_iter().max_by(|a, b| a.0.total_cmp(&b.0))?;
    let evaluation = evaluate::<E>(data, &best.1)?;
    Some((best.1, evaluation))
}
