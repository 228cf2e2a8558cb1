//! What must hold for the parametric tests of many events, whatever the data.

use std::collections::HashMap;

use eventstudy::abnormal::AbnormalReturns;
use eventstudy::abnormal::internals::{
    CrossSection, EventOfFirm, Measured, Measuring, MissingBars, measure, portfolio_samples,
};
use eventstudy::inference::internals::{TestContext, single_event};
use eventstudy::inference::{Outcome, TestOptions};
use eventstudy::models::model;
use eventstudy::returns::internals::Samples;
use eventstudy::returns::{ReturnKind, Window};
use proptest::prelude::*;

use crate::support::random::Xorshift;

/// Those whose statistic is a mean over its standard error, in whatever unit returns are.
const OF_MEANS: [&str; 16] = [
    "j1",
    "cross-sectional-t",
    "patell",
    "patell-csar",
    "adjusted-patell",
    "bmp",
    "kolari-pynnonen",
    "portfolio",
    "crude-dependence-adjustment",
    "cluster-date",
    "cluster-firm-and-date",
    "skewness-johnson",
    "skewness-hall",
    "precision-weighted",
    "hartung-knapp",
    "crude-dependence-forecast",
];

/// An event of the tests: day 0, firm and samples.
type Event = (usize, usize, Samples);

fn window() -> Window {
    Window::new(-1, 2).unwrap()
}

/// Events whose returns share the market and a second source of correlation; some of the same firm,
/// some with their own missing bars and some without any.
fn events(seed: u64, count: usize, day: impl Fn(usize, f64) -> usize) -> Vec<Event> {
    events_with(0.2, seed, count, day)
}

/// The same where so many bars are missing for about half of them.
fn events_with(
    share_missing: f64,
    seed: u64,
    count: usize,
    day: impl Fn(usize, f64) -> usize,
) -> Vec<Event> {
    let mut draws = Xorshift::from_seed(seed);
    let market: Vec<f64> = (0..2_000).map(|_| 0.02 * draws.uniform()).collect();
    let shared: Vec<f64> = (0..2_000).map(|_| 0.02 * draws.uniform()).collect();
    (0..count)
        .map(|i| {
            let day_zero = day(i, draws.uniform() + 0.5);
            let missing = if draws.uniform() > 0.0 { share_missing } else { 0.0 };
            let at = |t: i32| (day_zero as i32 + t) as usize;
            let times: Vec<i32> = (-60..-5).filter(|_| draws.uniform() + 0.5 >= missing).collect();
            let mut firm = |t: i32| market[at(t)] + 0.5 * shared[at(t)] + 0.03 * draws.uniform();
            let samples = Samples {
                estimation_firm: times.iter().map(|t| firm(*t)).collect(),
                estimation_market: times.iter().map(|t| market[at(*t)]).collect(),
                event_firm: (-1..=2).map(&mut firm).collect(),
                event_market: (-1..=2).map(|t| market[at(t)]).collect(),
                estimation_times: times,
                steps: 5,
                ..Samples::default()
            };
            (day_zero, i % (count.div_ceil(2)), samples)
        })
        .collect()
}

/// `None` where the firm does nothing but follow the market.
fn measured(event: &Event, section: &CrossSection) -> Option<Measured> {
    let (day_zero, firm, samples) = event;
    let estimate = model("market-model").unwrap().estimate(&samples.estimation()).ok()?;
    let how = Measuring {
        event_window: section.event_window(),
        windows: section.windows(),
        missing: MissingBars::Complete,
        returns: ReturnKind::Simple,
    };
    Some(measure(
        estimate.as_ref(),
        samples,
        EventOfFirm { day_zero: *day_zero, firm: *firm, cluster: *day_zero },
        &how,
    ))
}

fn section(events: &[Event]) -> CrossSection {
    let mut section = CrossSection::new(window(), &[window()]);
    for event in events {
        let event = measured(event, &section).unwrap();
        section.push(&event);
    }
    if events.iter().all(|e| e.0 == events[0].0) {
        let all: Vec<&Samples> = events.iter().map(|e| &e.2).collect();
        let portfolio = (events[0].0, 0, portfolio_samples(&all).unwrap());
        let portfolio = measured(&portfolio, &section);
        section.set_portfolio(portfolio);
    }
    section
}

fn options() -> TestOptions {
    TestOptions { resamples: 99, minimum_common_bars: 20, ..TestOptions::default() }
}

fn outcomes(section: &CrossSection, window: Window) -> HashMap<&'static str, Outcome> {
    let options = options();
    let context = TestContext::new(section, &options);
    let all = context.sample(window).unwrap().tests(|_| true);
    all.into_iter().map(|outcome| (outcome.test().id(), outcome)).collect()
}

fn statistics(section: &CrossSection, window: Window) -> HashMap<&'static str, Option<f64>> {
    let all = outcomes(section, window);
    all.into_iter().map(|(id, o)| (id, o.result().map(|r| r.statistic))).collect()
}

fn close(a: Option<f64>, b: Option<f64>, tolerance: f64) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= tolerance * a.abs().max(1.0),
        (None, None) => true,
        _ => false,
    }
}

/// The average correlation by its definition, pair by pair.
fn rbar(section: &CrossSection, length: usize, minimum: usize) -> (f64, u64, u64) {
    let n = section.len();
    let day = |i: usize| section.members()[i].day_zero;
    let by_calendar = |i: usize| -> HashMap<i64, f64> {
        let times = section.residual_times(i).iter().map(|t| day(i) as i64 + i64::from(*t));
        times.zip(section.residuals(i).iter().copied()).collect()
    };
    let (mut sum, mut pairs, mut unestimated) = (0.0, 0, 0);
    for i in 0..n {
        for j in i + 1..n {
            let overlap = length.saturating_sub(day(i).abs_diff(day(j)));
            if overlap == 0 {
                continue;
            }
            pairs += 1;
            let (a, b) = (by_calendar(i), by_calendar(j));
            let mut bars: Vec<&i64> = a.keys().filter(|bar| b.contains_key(bar)).collect();
            bars.sort();
            if bars.len() < minimum {
                unestimated += 1;
                continue;
            }
            let m = bars.len() as f64;
            let mean = |of: &HashMap<i64, f64>| bars.iter().map(|bar| of[bar]).sum::<f64>() / m;
            let (x, y) = (mean(&a), mean(&b));
            let product = |f: &dyn Fn(&i64) -> f64| bars.iter().map(|bar| f(bar)).sum::<f64>();
            let xy = product(&|bar| (a[bar] - x) * (b[bar] - y));
            let xx = product(&|bar| (a[bar] - x).powi(2));
            let yy = product(&|bar| (b[bar] - y).powi(2));
            sum += xy / (xx * yy).sqrt() * overlap as f64 / length as f64;
        }
    }
    (2.0 * sum / (n * (n - 1)) as f64, pairs, unestimated)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whole groups at once, single events, days near and far, and too few common bars.
    #[test]
    fn the_average_correlation_is_that_of_all_pairs(seed in 1u64..10_000, count in 2usize..24, days in 1usize..40, minimum in 3usize..50) {
        let section = section(&events(seed, count, |_, u| 100 + (u * days as f64) as usize));
        let options = TestOptions { minimum_common_bars: minimum, ..options() };
        let context = TestContext::new(&section, &options);
        for window in [window(), Window::new(0, 0).unwrap()] {
            let got = context.sample(window).unwrap().mean_correlation().unwrap();
            let (want, pairs, unestimated) = rbar(&section, window.len(), minimum);
            prop_assert!((got.rbar - want).abs() < 1e-12, "{got:?} {want}");
            prop_assert_eq!((got.pairs, got.pairs_unestimated, got.sampled), (pairs, unestimated, None));
        }
    }

    #[test]
    fn events_that_do_not_overlap_are_not_correlated(seed in 1u64..10_000, count in 2usize..12) {
        let section = section(&events(seed, count, |i, _| 100 + 4 * i));
        let all = statistics(&section, window());
        prop_assert_eq!(all["kolari-pynnonen"], all["bmp"]);
        prop_assert_eq!(all["adjusted-patell"], all["patell"]);
        prop_assert!(all["bmp"].is_some() && all["patell"].is_some());
    }

    /// With as many bars for each event: otherwise they weight degrees of freedom differently.
    #[test]
    fn on_a_single_day_the_forms_of_patells_test_agree(seed in 1u64..10_000, count in 1usize..12, t in -1i32..=2) {
        let section = section(&events_with(0.0, seed, count, |_, u| 100 + (u * 5.0) as usize));
        let all = statistics(&section, Window::new(t, t).unwrap());
        prop_assert!(all["patell"].is_some() && close(all["patell"], all["patell-csar"], 1e-13));
    }

    #[test]
    fn scale_does_not_matter_and_signs_do(seed in 1u64..10_000, count in 3usize..12, days in 1usize..20, scale in 0.01f64..50.0, flip in any::<bool>()) {
        let scale = if flip { -scale } else { scale };
        let events = events(seed, count, |_, u| 100 + (u * days as f64) as usize);
        let mut scaled = events.clone();
        for (_, _, samples) in &mut scaled {
            let Samples { estimation_firm, estimation_market, event_firm, event_market, .. } = samples;
            for column in [estimation_firm, estimation_market, event_firm, event_market] {
                column.iter_mut().for_each(|r| *r *= scale);
            }
        }
        let (plain, scaled) = (section(&events), section(&scaled));
        let (plain, scaled) = (statistics(&plain, window()), statistics(&scaled, window()));
        for id in OF_MEANS {
            let want = plain[id].map(|t| t * scale.signum());
            prop_assert!(close(want, scaled[id], 1e-8), "{id}: {want:?} {:?}", scaled[id]);
        }
    }

    #[test]
    fn the_order_of_events_does_not_matter(seed in 1u64..10_000, count in 3usize..12, days in 1usize..20, turn in 1usize..11) {
        let mut events = events(seed, count, |_, u| 100 + (u * days as f64) as usize);
        let before = section(&events);
        events.rotate_left(turn % count);
        events.swap(0, count - 1);
        let after = section(&events);
        let (before, after) = (statistics(&before, window()), statistics(&after, window()));
        for id in OF_MEANS {
            prop_assert!(close(before[id], after[id], 1e-9), "{id}: {:?} {:?}", before[id], after[id]);
        }
    }

    #[test]
    fn a_portfolio_of_one_firm_is_that_firm(seed in 1u64..10_000) {
        let events = events(seed, 1, |_, _| 100);
        let estimate = model("market-model").unwrap().estimate(&events[0].2.estimation()).unwrap();
        let car = AbnormalReturns::new(estimate.as_ref(), &events[0].2, window(), &[]).cumulative(window()).unwrap();
        let single = single_event(car.value, car.standard_error, estimate.degrees_of_freedom());
        let portfolio = outcomes(&section(&events), window()).remove("portfolio").unwrap();
        let (single, portfolio) = (single.result().unwrap().clone(), portfolio.result().unwrap().clone());
        prop_assert!((single.statistic - portfolio.statistic).abs() < 1e-12);
        prop_assert!((single.p_value - portfolio.p_value).abs() < 1e-12);
    }

    #[test]
    fn clusters_of_one_event_are_the_cross_sectional_t(seed in 1u64..10_000, count in 3usize..12) {
        let section = section(&events(seed, count, |i, _| 100 + i));
        let all = statistics(&section, window());
        prop_assert!(close(all["cluster-date"], all["cross-sectional-t"], 1e-12));
    }

    /// Nothing that is told is anything but a number, whatever the number of events.
    #[test]
    fn figures_are_finite_or_there_is_a_reason(seed in 1u64..10_000, count in 1usize..5, days in 1usize..3) {
        let section = section(&events(seed, count, |_, u| 100 + (u * days as f64) as usize));
        for (id, outcome) in outcomes(&section, window()) {
            match outcome {
                Outcome::Applies(result) => {
                    let figures = result.details.iter().map(|d| d.value);
                    prop_assert!(figures.chain([result.statistic]).all(f64::is_finite), "{id}: {result:?}");
                    prop_assert!((0.0..=1.0).contains(&result.p_value), "{id}: {result:?}");
                }
                Outcome::NotApplicable { reason, .. } => prop_assert!(reason.len() > 10, "{id}"),
            }
        }
    }
}

#[track_caller]
fn reason(all: &HashMap<&'static str, Outcome>, id: &str) -> String {
    match &all[id] {
        Outcome::NotApplicable { reason, .. } => reason.clone(),
        Outcome::Applies(result) => panic!("{result:?}"),
    }
}

#[test]
fn one_event_has_no_test_across_events() {
    let all = outcomes(&section(&events(1, 1, |_, _| 100)), window());
    for id in OF_MEANS {
        // What one event has on its own is enough for these.
        if ![
            "patell",
            "patell-csar",
            "portfolio",
            "crude-dependence-adjustment",
            "crude-dependence-forecast",
        ]
        .contains(&id)
        {
            reason(&all, id);
        }
    }
    assert!(all["portfolio"].result().is_some());
}

/// The same event again and again: no spread, and a correlation of one.
#[test]
fn events_that_copy_each_other() {
    let one = events(1, 1, |_, _| 100);
    let copies = vec![one[0].clone(), one[0].clone(), one[0].clone()];
    let all = outcomes(&section(&copies), window());
    for id in ["cross-sectional-t", "bmp", "kolari-pynnonen", "skewness-johnson", "skewness-hall"] {
        reason(&all, id);
    }
    assert!(reason(&all, "cluster-date").contains("two clusters"));
    // Three copies are one observation.
    let patell = |all: &HashMap<_, Outcome>, id| all[id].result().unwrap().statistic;
    let alone = outcomes(&section(&one), window());
    let (adjusted, single) = (patell(&all, "adjusted-patell"), patell(&alone, "patell"));
    assert!((adjusted - single).abs() < 1e-12, "{adjusted} {single}");
}

#[test]
fn a_correlation_that_leaves_no_variance_is_refused() {
    let mut pair = events(3, 2, |_, _| 100);
    let mirrored = pair[0].2.clone();
    // Around the same market, one firm's surprises are the other's with the sign turned.
    let turn = |own: &[f64], market: &[f64]| {
        own.iter().zip(market).map(|(r, m)| 2.0 * m - r).collect::<Vec<f64>>()
    };
    pair[1].2 = Samples {
        estimation_firm: turn(&mirrored.estimation_firm, &mirrored.estimation_market),
        event_firm: mirrored.event_firm.iter().map(|r| 2.0 * r + 0.01).collect(),
        ..mirrored
    };
    let all = outcomes(&section(&pair), window());
    // 1 + (N - 1) rbar is 1 - 1, up to rounding.
    for id in ["kolari-pynnonen", "adjusted-patell"] {
        assert!(reason(&all, id).contains("too negative"), "{id}");
    }
}

#[test]
fn events_on_several_days_have_no_portfolio() {
    let all = outcomes(&section(&events(1, 5, |i, _| 100 + i)), window());
    assert!(reason(&all, "portfolio").contains("do not share day 0"));
}
