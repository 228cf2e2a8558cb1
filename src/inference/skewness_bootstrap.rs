//! The bootstrapped skewness-adjusted test of buy-and-hold abnormal returns.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use rayon::prelude::*;

use super::moments::{mean, standard_deviation};
use super::skewness::{Skewness, hall_statistic};
use super::test_id::TestId;
use super::{Outcome, RankOf, Reference, TestOptions, TestResult, WindowSample};

pub(super) const ID: TestId = TestId::SkewnessHallBootstrap;

/// Below this a resample has too little spread to have a statistic.
const FEWEST_EVENTS: usize = 5;

/// A quarter of few events would be a t with hardly any degrees of freedom.
const SMALLEST_RESAMPLE: usize = 20;

/// Larger resamples have the same quantiles, at a higher price.
const LARGEST_RESAMPLE: usize = 500;

/// Tests the mean buy-and-hold abnormal return against resamples of the events.
///
/// # Formula
/// Hall's statistic of the BHARs, ranked by size among B statistics of resamples of a quarter of the
/// events (at least 20 or all, at most 500) drawn with replacement, each centred at the mean of the
/// sample: `p = (1 + #{|T_b| >= |T|})/(B + 1)`. A resample without spread counts as at least as
/// large. `p_equal_tailed` is `min(1, 2 min(p_up, p_down))`, `p_up = (1 + #{T_b >= T})/(B + 1)`, which
/// rejects a true null more often where events are few.
///
/// # References
/// Hall 1992, who has both kinds of intervals; Lyon, Barber and Tsai 1999, who take the quarter.
pub fn skewness_hall_bootstrap(sample: &WindowSample<'_>) -> Outcome {
    let section = sample.section;
    let Some(column) = section.column_of(sample.window) else {
        return Outcome::not_applicable(ID, "the window is not one of the study");
    };
    bootstrap(&section.held(column), sample.options)
}

/// Hall's statistic against its bootstrap distribution.
pub fn bootstrap(held: &[f64], options: &TestOptions) -> Outcome {
    let n = held.len();
    if n < FEWEST_EVENTS {
        return Outcome::not_applicable(
            ID,
            format!("{n} events have a buy-and-hold return; it needs at least {FEWEST_EVENTS}"),
        );
    }
    let center = mean(held);
    let Some(statistic) = hall(held, 0.0) else {
        return Outcome::not_applicable(ID, "the buy-and-hold returns do not differ");
    };
    let size = (n / 4).clamp(SMALLEST_RESAMPLE.min(n), LARGEST_RESAMPLE);
    let drawn: Vec<Option<f64>> = (0..options.resamples)
        .into_par_iter()
        .map_init(
            || (ChaCha8Rng::seed_from_u64(options.seed), vec![0.0; size]),
            |(rng, resample), draw| {
                rng.set_stream(draw as u64);
                rng.set_word_pos(0);
                resample.fill_with(|| held[below(rng, n)]);
                hall(resample, center)
            },
        )
        .collect();
    let found: Vec<f64> = drawn.iter().copied().flatten().collect();
    let flat = drawn.len() - found.len();
    let rank = RankOf::of(statistic, &found);
    // Adding the flat ones to both sides keeps p at least as large as it could be.
    let share =
        |p: f64| (p * (found.len() + 1) as f64 + flat as f64) / (options.resamples + 1) as f64;
    let p = share(rank.p_abs).min(1.0);
    let equal_tailed = (2.0 * share(rank.p_up).min(share(rank.p_down))).min(1.0);
    let reference = Reference::Resampled { draws: drawn.len(), seed: options.seed };
    Outcome::Applies(
        TestResult::new(ID, statistic, reference, p, n)
            .null("the mean buy-and-hold abnormal return of the events is zero")
            .detail("mean_buy_and_hold", center)
            .detail("resamples", drawn.len() as f64)
            .detail("resample_size", size as f64)
            .detail("resamples_without_spread", flat as f64)
            .detail("p_equal_tailed", equal_tailed),
    )
}

fn hall(values: &[f64], center: f64) -> Option<f64> {
    let (own, sd) = (mean(values), standard_deviation(values)?);
    let skewness = Skewness::default().around(values, own, sd)?;
    Some(hall_statistic(values.len(), (own - center) / sd, skewness))
}

/// A uniform number below `n`; what is uneven about it is of the order of `n / 2^64`.
fn below(rng: &mut ChaCha8Rng, n: usize) -> usize {
    ((u128::from(rng.next_u64()) * n as u128) >> 64) as usize
}
