//! The normal likelihood of a regression with a conditional variance, and its derivatives.

/// A parametric equation of the conditional variance, in its logarithm.
pub trait VarianceEquation: Copy + Send + Sync + 'static {
    /// The names of the parameters.
    const NAMES: &'static [&'static str];

    /// Whether the variance takes the size of errors, which bends the likelihood where one is zero.
    const KINKS: bool;

    /// `ln h` of the first bar from the mean square of the errors; `gradient` receives its
    /// derivatives by the mean parameters and by those of the variance, and `mean_square` carries
    /// those of the mean square by the mean parameters.
    fn first(values: &[f64], mean_square: (f64, &[f64]), gradient: &mut [f64]) -> f64;

    /// `ln h` of a bar from the bar before.
    fn next(values: &[f64], before: &Bar<'_>, gradient: &mut [f64]) -> f64;

    /// Whether the values are inside their bounds.
    fn inside(values: &[f64]) -> bool;

    /// How long a shock lasts: one means for ever.
    fn persistence(values: &[f64]) -> f64;

    /// The derivative of the next `ln h` by this one, where the errors stay what they are.
    fn feedback(values: &[f64], log_variance: f64, error: f64) -> f64;

    /// The values of unbounded coordinates.
    fn of_free(free: &[f64]) -> Vec<f64>;

    /// A gradient by the values, turned into one by the unbounded coordinates.
    fn free_gradient(free: &[f64], gradient: &[f64]) -> Vec<f64>;

    /// Unbounded coordinates to start from, for returns of variance one.
    fn starts() -> Vec<Vec<f64>>;

    /// The values for returns whose variance is `exp(log_scale)` times as large.
    fn in_units(values: &[f64], log_scale: f64) -> Vec<f64>;

    /// The derivatives of [`Self::in_units`]: one row a value.
    fn unit_jacobian(log_scale: f64) -> Vec<Vec<f64>>;

    /// The expected variance so many bars (from 1) after a bar with this `ln h` and error.
    fn forecast(values: &[f64], log_variance: f64, error: f64, bars: usize) -> f64;
}

/// What the next variance is formed from.
pub struct Bar<'a> {
    pub(super) log_variance: f64,
    pub(super) error: f64,
    /// The sign of the error, or that of the piece of the likelihood which is continued.
    pub(super) sign: f64,
    /// The regressors of the mean, whose negative is the derivative of the error.
    pub(super) row: &'a [f64],
    /// The derivatives of `ln h`.
    pub(super) gradient: &'a [f64],
}

/// Returns and the regressors of their mean, one row a bar.
pub(super) struct Data {
    pub(super) y: Vec<f64>,
    pub(super) rows: Vec<Vec<f64>>,
}

/// The likelihood at a point.
pub(super) struct Evaluation {
    pub(super) log_likelihood: f64,
    pub(super) errors: Vec<f64>,
    pub(super) log_variances: Vec<f64>,
    /// Derivatives of each bar's contribution, bar after bar.
    scores: Vec<f64>,
    width: usize,
}

impl Evaluation {
    /// The derivatives of each bar's contribution.
    pub(super) fn scores(&self) -> impl Iterator<Item = &[f64]> {
        self.scores.chunks_exact(self.width)
    }

    /// The signs of the errors: they name the smooth piece of the likelihood.
    pub(super) fn signs(&self) -> Vec<f64> {
        self.errors.iter().map(|e| sign_of(*e)).collect()
    }

    /// The derivatives of the log-likelihood.
    pub(super) fn gradient(&self) -> Vec<f64> {
        let mut sum = vec![0.0; self.width];
        for score in self.scores() {
            for (sum, s) in sum.iter_mut().zip(score) {
                *sum += s;
            }
        }
        sum
    }
}

fn sign_of(error: f64) -> f64 {
    if error < 0.0 { -1.0 } else { 1.0 }
}

/// [`evaluate_piece`] with the signs that the errors have.
pub(super) fn evaluate<E: VarianceEquation>(data: &Data, point: &[f64]) -> Option<Evaluation> {
    evaluate_piece::<E>(data, point, None)
}

/// Evaluates the likelihood at `point`, the mean parameters before those of the variance; `None`
/// outside the bounds, where it is not finite and where its variances do not forget their start. With `signs`, the size of an error is the error times
/// its sign there, which continues a smooth piece of the likelihood beyond its bends.
///
/// # Formula
/// `l_t = -(ln 2 pi + ln h_t + e_t^2/h_t)/2`, so that
/// `dl_t = -(1 - e_t^2/h_t) d ln h_t / 2 - e_t de_t/h_t`.
pub(super) fn evaluate_piece<E: VarianceEquation>(
    data: &Data,
    point: &[f64],
    signs: Option<&[f64]>,
) -> Option<Evaluation> {
    let (bars, width) = (data.y.len(), point.len());
    let means = width - E::NAMES.len();
    let (mean, values) = point.split_at(means);
    if !E::inside(values) {
        return None;
    }
    let errors: Vec<f64> = data
        .y
        .iter()
        .zip(&data.rows)
        .map(|(y, row)| y - row.iter().zip(mean).map(|(x, b)| x * b).sum::<f64>())
        .collect();
    let mean_square = errors.iter().map(|e| e * e).sum::<f64>() / bars as f64;
    let by_mean: Vec<f64> = (0..means)
        .map(|j| {
            -2.0 * errors.iter().zip(&data.rows).map(|(e, row)| e * row[j]).sum::<f64>()
                / bars as f64
        })
        .collect();
    let mut out = Evaluation {
        log_likelihood: 0.0,
        errors,
        log_variances: Vec::with_capacity(bars),
        scores: Vec::with_capacity(bars * width),
        width,
    };
    let (mut gradient, mut before) = (vec![0.0; width], vec![0.0; width]);
    for t in 0..bars {
        std::mem::swap(&mut gradient, &mut before);
        let log_variance = match t.checked_sub(1) {
            None => E::first(values, (mean_square, &by_mean), &mut gradient),
            Some(last) => {
                let bar = Bar {
                    log_variance: out.log_variances[last],
                    error: out.errors[last],
                    sign: signs.map_or_else(|| sign_of(out.errors[last]), |signs| signs[last]),
                    row: &data.rows[last],
                    gradient: &before,
                };
                E::next(values, &bar, &mut gradient)
            }
        };
        let (error, inverse) = (out.errors[t], (-log_variance).exp());
        let square = error * error * inverse;
        out.log_likelihood -= 0.5 * ((2.0 * std::f64::consts::PI).ln() + log_variance + square);
        out.scores.extend(gradient.iter().map(|d| -0.5 * (1.0 - square) * d));
        for (s, x) in out.scores[t * width..].iter_mut().zip(&data.rows[t]) {
            *s += error * inverse * x;
        }
        out.log_variances.push(log_variance);
    }
    (out.log_likelihood.is_finite() && forgets::<E>(&out, values)).then_some(out)
}

/// Whether the filter of the variances forgets its start, `mean ln |d ln h_{t+1}/d ln h_t| < 0`.
/// Elsewhere the variances hang on the last digits of the parameters, and a likelihood means nothing
/// (Straumann and Mikosch 2006; Wintenberger 2013).
fn forgets<E: VarianceEquation>(at: &Evaluation, values: &[f64]) -> bool {
    let bars = at.log_variances.iter().zip(&at.errors);
    bars.map(|(l, e)| E::feedback(values, *l, *e).abs().ln()).sum::<f64>() < 0.0
}
