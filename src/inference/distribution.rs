//! Reference distributions.

use serde::Serialize;
use statrs::distribution::{ChiSquared, Continuous, ContinuousCDF, Normal, StudentsT};

/// The distribution of a statistic under the null hypothesis.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "distribution")]
pub enum Reference {
    /// Standard normal.
    Normal,
    /// Student t.
    Student {
        /// Degrees of freedom.
        degrees_of_freedom: f64,
    },
    /// Binomial: so many successes in independent trials.
    Binomial {
        /// The number of trials.
        trials: usize,
        /// The probability of a success.
        probability: f64,
    },
    /// All configurations that are equally likely under the null.
    Enumerated {
        /// How many there are.
        configurations: u64,
    },
    /// Draws from a seed.
    Resampled {
        /// The number of draws B.
        draws: usize,
        /// The seed.
        seed: u64,
    },
    /// The ranks of a reference sample.
    Ranks {
        /// The size of the sample.
        size: usize,
        /// How much of it is independent (non-overlapping windows).
        effective_size: usize,
    },
}

impl Reference {
    /// Name of the distribution in tables of numbers.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Student { .. } => "student",
            Self::Binomial { .. } => "binomial",
            Self::Enumerated { .. } => "enumerated",
            Self::Resampled { .. } => "resampled",
            Self::Ranks { .. } => "ranks",
        }
    }

    /// The degrees of freedom of a t distribution.
    pub const fn degrees_of_freedom(&self) -> Option<f64> {
        match self {
            Self::Student { degrees_of_freedom } => Some(*degrees_of_freedom),
            _ => None,
        }
    }
}

/// As people write it: `N(0,1)`, `t(248)`, `239 ranks`.
impl std::fmt::Display for Reference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&match self {
            Self::Normal => "N(0,1)".to_owned(),
            Self::Student { degrees_of_freedom: nu } if nu.fract() == 0.0 => format!("t({nu})"),
            Self::Student { degrees_of_freedom } => format!("t({degrees_of_freedom:.1})"),
            Self::Binomial { trials, probability } => format!("B({trials}, {probability:.3})"),
            Self::Enumerated { configurations } => format!("all {configurations}"),
            Self::Resampled { draws, .. } => format!("{draws} draws"),
            Self::Ranks { size, .. } => format!("{size} ranks"),
        })
    }
}

/// `2 P(T > |t|)` for Student's t, the standard normal for infinite degrees of freedom; NaN for a
/// distribution that does not exist.
pub fn student_two_sided(t: f64, degrees_of_freedom: f64) -> f64 {
    if degrees_of_freedom == f64::INFINITY {
        return normal_two_sided(t);
    }
    if !t.is_finite() {
        return if t.is_nan() { f64::NAN } else { 0.0 };
    }
    StudentsT::new(0.0, 1.0, degrees_of_freedom).map_or(f64::NAN, |d| 2.0 * d.sf(t.abs()))
}

/// `2 P(Z > |z|)`.
pub(super) fn normal_two_sided(z: f64) -> f64 {
    libm::erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// `P(X > x)` for chi-squared; NaN for a distribution that does not exist.
pub fn chi_squared_above(x: f64, degrees_of_freedom: f64) -> f64 {
    ChiSquared::new(degrees_of_freedom).map_or(f64::NAN, |d| d.sf(x.max(0.0)))
}

/// `P(Z <= z)`.
pub(super) fn normal_below(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

/// The quantile of Student's t, of the standard normal for infinite degrees of freedom; NaN outside
/// (0, 1) or for a distribution that does not exist.
pub fn student_quantile(probability: f64, degrees_of_freedom: f64) -> f64 {
    if degrees_of_freedom == f64::INFINITY {
        return normal_quantile(probability);
    }
    let Ok(d) = StudentsT::new(0.0, 1.0, degrees_of_freedom) else { return f64::NAN };
    quantile(probability, d.inverse_cdf(probability.clamp(0.0, 1.0)), |x| d.cdf(x), |x| d.pdf(x))
}

/// The quantile of the standard normal; NaN outside (0, 1).
pub fn normal_quantile(probability: f64) -> f64 {
    let d = Normal::standard();
    quantile(probability, d.inverse_cdf(probability.clamp(0.0, 1.0)), normal_below, |x| d.pdf(x))
}

/// Newton steps on the distribution function: the library's inverse has fewer digits than its
/// forward function.
fn quantile(
    probability: f64,
    start: f64,
    cdf: impl Fn(f64) -> f64,
    pdf: impl Fn(f64) -> f64,
) -> f64 {
    if !(probability > 0.0 && probability < 1.0) {
        return f64::NAN;
    }
    (0..3).fold(start, |x, _| {
        let step = (cdf(x) - probability) / pdf(x);
        if step.is_finite() { x - step } else { x }
    })
}
