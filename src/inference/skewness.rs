//! t tests of a mean that allow for skewness.

use super::moments::{mean, standard_deviation};
use super::test_id::TestId;
use super::{Outcome, TestResult, WindowSample};

pub(super) const JOHNSON: TestId = TestId::SkewnessJohnson;
pub(super) const HALL: TestId = TestId::SkewnessHall;

/// How the skewness of a sample is estimated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Skewness {
    /// `sum (x - mean)^3 / (N sd^3)` with divisor N - 1 in sd.
    #[default]
    LyonBarberTsai,
    /// `m3 / m2^(3/2)` with divisor N in both.
    Moment,
    /// Fisher's `G1 = sqrt(N(N - 1))/(N - 2)` times the moment form; needs three values.
    Adjusted,
}

impl Skewness {
    /// The skewness of these values; `None` where they do not vary, or are too few.
    pub fn of(self, values: &[f64]) -> Option<f64> {
        self.around(values, mean(values), standard_deviation(values)?)
    }

    /// The skewness of values whose mean and standard deviation are known.
    pub(super) fn around(self, values: &[f64], center: f64, sd: f64) -> Option<f64> {
        let n = values.len() as f64;
        let cubes: f64 = values.iter().map(|v| ((v - center) / sd).powi(3)).sum();
        let lbt = cubes / n;
        let moment = lbt * (n / (n - 1.0)).powf(1.5);
        match self {
            Self::LyonBarberTsai => Some(lbt),
            Self::Moment => Some(moment),
            Self::Adjusted => {
                (values.len() > 2).then(|| moment * (n * (n - 1.0)).sqrt() / (n - 2.0))
            }
        }
    }
}

/// Johnson's statistic of `n` values with this mean over standard deviation `S` and skewness `g`.
///
/// # Formula
/// `sqrt(N) [S + g S^2/3 + g/(6N)]`.
///
/// # References
/// Johnson 1978; Lyon, Barber and Tsai 1999.
pub fn johnson_statistic(n: usize, standardised_mean: f64, skewness: f64) -> f64 {
    let (n, s, g) = (n as f64, standardised_mean, skewness);
    n.sqrt() * (s + g * s * s / 3.0 + g / (6.0 * n))
}

/// Hall's statistic of `n` values with this mean over standard deviation `S` and skewness `g`.
///
/// # Formula
/// `sqrt(N) [S + g S^2/3 + g^2 S^3/27 + g/(6N)]`, which rises with S everywhere.
///
/// # References
/// Hall 1992.
pub fn hall_statistic(n: usize, standardised_mean: f64, skewness: f64) -> f64 {
    let (s, g) = (standardised_mean, skewness);
    johnson_statistic(n, s, g) + (n as f64).sqrt() * g * g * s * s * s / 27.0
}

/// Johnson's test of the mean CAR, with the skewness of Lyon, Barber and Tsai; Student t(N - 1), as
/// Johnson has it.
///
/// # References
/// Johnson 1978; Lyon, Barber and Tsai 1999.
pub fn skewness_johnson(sample: &WindowSample<'_>) -> Outcome {
    adjusted(JOHNSON, sample, johnson_statistic)
}

/// Hall's test of the mean CAR, with the skewness of Lyon, Barber and Tsai; Student t(N - 1), since
/// the spread is estimated: the standard normal rejects a true null twice as often with few events.
///
/// # References
/// Hall 1992; Lyon, Barber and Tsai 1999.
pub fn skewness_hall(sample: &WindowSample<'_>) -> Outcome {
    adjusted(HALL, sample, hall_statistic)
}

fn adjusted(
    id: TestId,
    sample: &WindowSample<'_>,
    statistic: fn(usize, f64, f64) -> f64,
) -> Outcome {
    let n = sample.len();
    if n < 3 {
        return Outcome::not_applicable(id, "it needs at least three events to have a skewness");
    }
    let spread = standard_deviation(&sample.car);
    let Some((sd, g)) = spread.zip(Skewness::default().of(&sample.car)) else {
        return Outcome::not_applicable(id, "the CARs of the events do not differ");
    };
    let value = statistic(n, mean(&sample.car) / sd, g);
    Outcome::Applies(TestResult::student(id, value, (n - 1) as f64, n).detail("skewness", g))
}
