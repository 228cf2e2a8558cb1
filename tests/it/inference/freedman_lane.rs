//! The permutation test of a window of several bars, held against numpy, and how often it rejects.

use eventstudy::inference::internals::{NullModel, Rearrangements};
use eventstudy::inference::{Reference, TestOptions, TestResult};

/// Uniform sums from a generator that other languages have too.
fn normal(state: &mut u64) -> f64 {
    let mut sum = 0.0;
    for _ in 0..12 {
        *state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        sum += (*state >> 11) as f64 * 2f64.powi(-53);
    }
    sum - 6.0
}

/// Tests of `effect` a bar over the last `length` of 120 and these bars, by the market model.
fn tested(seed: u64, length: usize, effect: f64, options: &TestOptions) -> [TestResult; 2] {
    let mut state = seed;
    let bars = 120 + length;
    let (mut x, mut y) = (Vec::new(), Vec::new());
    for t in 0..bars {
        let market = normal(&mut state);
        let shift = if t < 120 { 0.0 } else { effect };
        y.push(0.1 + 1.2 * market + shift + normal(&mut state));
        x.push(market);
    }
    let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
    let (mx, my) = (mean(&x[..120]), mean(&y[..120]));
    let cross: f64 = (0..120).map(|t| (x[t] - mx) * (y[t] - my)).sum();
    let beta = cross / (0..120).map(|t| (x[t] - mx).powi(2)).sum::<f64>();
    let errors: Vec<f64> = (0..bars).map(|t| y[t] - my - beta * (x[t] - mx)).collect();
    let columns = |from: usize, to: usize| [vec![1.0; to - from], x[from..to].to_vec()];
    let (estimation, window) = (columns(0, 120), columns(120, bars));
    let model = NullModel {
        estimation: &estimation,
        window: &window,
        residuals: &errors[..120],
        abnormal: &errors[120..],
    };
    Rearrangements::new(model, options).unwrap().tests().map(|test| test.result().unwrap().clone())
}

/// Statistic and p of the shifts from numpy (least squares by `lstsq` for every shift); the
/// permutations of numpy are others, so that their p agrees within the error of the draws.
#[test]
fn the_figures_are_those_of_refitting_in_full() {
    for (seed, length, effect, statistic, shifted, permuted) in [
        (3, 3, 0.0, 0.3451538478605249, 0.7642276422764228, 0.7264),
        (4, 11, 0.5, 1.8271353480358075, 0.12213740458015267, 0.08),
        (5, 21, -0.3, -1.3255135993386937, 0.2553191489361702, 0.1688),
    ] {
        let [by_order, by_shift] = tested(seed, length, effect, &TestOptions::default());
        assert!((by_order.statistic - statistic).abs() < 1e-9, "{}", by_order.statistic);
        assert_eq!(by_order.statistic.to_bits(), by_shift.statistic.to_bits());
        assert!((by_shift.p_value - shifted).abs() < 1e-9, "{}", by_shift.p_value);
        let p: f64 = permuted;
        let room = 5.0 * (p * (1.0 - p) / 4_999.0 * 2.0).sqrt() + 1e-3;
        assert!((by_order.p_value - p).abs() < room, "{} against {p}", by_order.p_value);
        assert_eq!(by_order.reference, Reference::Resampled { draws: 4_999, seed: 20_251_210 });
        let again = tested(seed, length, effect, &TestOptions::default());
        assert_eq!(again[0].p_value, by_order.p_value);
    }
}

/// 5% of 600 samples without event; ranks of overlapping sums would reject 9.6% of them.
#[test]
fn permutations_keep_their_level_at_21_bars() {
    let rejected = (0..600u64)
        .filter(|k| {
            tested(
                1_000 + 7_919 * k,
                21,
                0.0,
                &TestOptions { seed: *k, resamples: 199, ..TestOptions::default() },
            )[0]
            .p_value
                <= 0.05
        })
        .count();
    // Four standard errors around 5% would reach 8.6%; three reach 7.7%.
    assert!((14..=46).contains(&rejected), "{rejected} of 600");
}

/// The sum of the window's returns less a constant is the CAR up to what is fitted: large effects have
/// the smallest p there is, and figures that the order cannot move have p 1.
#[test]
fn a_figure_of_returns_is_ranked_among_permutations() {
    let columns = [vec![1.0; 30]];
    let window = [vec![1.0; 3]];
    let residuals: Vec<f64> = (0..30).map(|i| if i % 2 == 0 { 0.01 } else { -0.01 }).collect();
    let abnormal = [0.05, 0.06, 0.07];
    let model = NullModel {
        estimation: &columns,
        window: &window,
        residuals: &residuals,
        abnormal: &abnormal,
    };
    let options = TestOptions { resamples: 199, ..TestOptions::default() };
    let grown = |r: &[f64]| r.iter().map(|r| 1.0 + r).product::<f64>() - 1.0;
    let drawn = Rearrangements::new(model, &options).unwrap();
    let (p, draws) = drawn.figure(&abnormal, grown).unwrap();
    assert_eq!((p, draws), (2.0 / 200.0, 199));
    assert_eq!(drawn.figure(&abnormal, |_| 1.0).unwrap().0, 1.0);
}
