//! The bootstrap of standardised CARs.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use rayon::prelude::*;

use super::moments::{mean, standard_deviation};
use super::shared_dates::SharedDates;
use super::test_id::TestId;
use super::{Outcome, Reference, TestResult, WindowSample};

pub(super) const ID: TestId = TestId::BootstrapBmp;

/// Beyond this many events the error of some thousand draws is larger than what resampling can
/// still correct, which falls with 1/N.
const MOST_EVENTS: usize = 5_000;

/// Tests the mean SCAR against resamples of the events.
///
/// # Formula
/// `t = mean(SCAR)/(sd(SCAR)/sqrt(N))`; B resamples of N events with replacement, from SCARs less
/// their mean, give `t_b`; `p = (1 + #{|t_b| >= |t|})/(B + 1)`. Resamples of one value only count as
/// more extreme. Not run for more than 5,000 events, where t(N - 1) is at least as good.
///
/// # References
/// Efron and Tibshirani 1993; Boehmer, Musumeci and Poulsen 1991 for the statistic.
pub fn bootstrap_bmp(sample: &WindowSample<'_>) -> Outcome {
    if sample.is_empty() || !sample.is_standardised() {
        return Outcome::not_applicable(ID, "no event has a standardised abnormal return");
    }
    let n = sample.len();
    if n > MOST_EVENTS {
        return Outcome::not_applicable(
            ID,
            format!(
                "with more than {MOST_EVENTS} events the error of the draws exceeds what they \
                 correct; read the test of standardised CARs with its Student t"
            ),
        );
    }
    let Some(sd) = standard_deviation(&sample.scar) else {
        return Outcome::not_applicable(ID, "it needs at least two events with different SCARs");
    };
    let center = mean(&sample.scar);
    let centered: Vec<f64> = sample.scar.iter().map(|s| s - center).collect();
    let statistic = center / (sd / (n as f64).sqrt());
    let options = sample.options;
    let base = ChaCha8Rng::seed_from_u64(options.seed);
    let hits = (0..options.resamples)
        .into_par_iter()
        .filter(|draw| {
            let mut stream = base.clone();
            stream.set_stream(*draw as u64);
            resampled(&centered, &mut stream) >= statistic.abs() - 1e-12
        })
        .count();
    let b = options.resamples;
    let reference = Reference::Resampled { draws: b, seed: options.seed };
    let p = (1 + hits) as f64 / (b + 1) as f64;
    let result = TestResult::new(ID, statistic, reference, p, n)
        .null("the mean standardised abnormal return of the events is zero")
        .detail("smallest_p", 1.0 / (b + 1) as f64);
    Outcome::Applies(match SharedDates::of(sample).caution() {
        Some(caution) => result.caution(caution),
        None => result,
    })
}

/// `|t|` of a resample; infinite where all its values are the same.
fn resampled(values: &[f64], stream: &mut ChaCha8Rng) -> f64 {
    let n = values.len();
    let (mut sum, mut squares) = (0.0, 0.0);
    for _ in 0..n {
        let at = (u128::from(stream.next_u64()) * n as u128) >> 64;
        let value = values[at as usize];
        sum += value;
        squares += value * value;
    }
    let n = n as f64;
    let variance = (squares - sum * sum / n) / (n - 1.0);
    let rounding = 16.0 * f64::EPSILON * squares / (n - 1.0);
    if variance > rounding { (sum / n).abs() / (variance / n).sqrt() } else { f64::INFINITY }
}
