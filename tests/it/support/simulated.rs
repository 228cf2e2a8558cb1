//! Events made up for tests.

use eventstudy::abnormal::internals::{Measured, Member};

/// An event whose windows are its single bars and one window over all of them.
pub fn event(day_zero: usize, firm: usize, residuals: &[f64], abnormal: &[f64]) -> Measured {
    let bars = residuals.len() as i32;
    let sigma = (residuals.iter().map(|e| e * e).sum::<f64>() / residuals.len() as f64).sqrt();
    let mut car = abnormal.to_vec();
    let mut variance = vec![sigma * sigma; abnormal.len()];
    if abnormal.len() > 1 {
        car.push(abnormal.iter().sum());
        variance.push(sigma * sigma * abnormal.len() as f64);
    }
    Measured {
        member: Member {
            day_zero,
            firm,
            cluster: day_zero,
            degrees_of_freedom: residuals.len() as f64 - 1.0,
            sigma,
        },
        residuals: residuals.to_vec(),
        residual_times: (0..bars).map(|k| k - bars - 20).collect(),
        abnormal: abnormal.to_vec(),
        standardised_variance: Vec::new(),
        buy_and_hold: vec![f64::NAN; car.len()],
        car,
        variance,
        bars_covered: Vec::new(),
    }
}

/// Standard normal draws from a seed.
pub fn normal(seed: u64) -> impl FnMut() -> f64 {
    use rand::SeedableRng;
    use rand_distr::{Distribution, StandardNormal};
    let mut generator = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
    move || StandardNormal.sample(&mut generator)
}
