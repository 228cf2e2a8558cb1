//! What every model must do, by being in the list.

use eventstudy::abnormal::AbnormalReturns;
use eventstudy::models::{ExpectedReturnModel, MODELS, ModelError};
use eventstudy::returns::internals::Samples;
use eventstudy::returns::{EstimationSample, Regressor, Window};
use proptest::prelude::*;

use crate::support::random::Xorshift;

fn window() -> Window {
    Window::new(-2, 2).unwrap()
}

const BARS: usize = 60;
/// Bars before the first and after the last one that leads and lags may ask for.
const MARGIN: usize = 3;
const DONORS: usize = 4;

/// The model with this id, with a prior where it needs one.
fn model(id: &str) -> Box<dyn ExpectedReturnModel> {
    let model = eventstudy::models::model(id).unwrap();
    let betas = [(0.7, 0.01), (1.4, 0.02), (1.1, 0.015), (0.4, 0.01)];
    model.with_prior(&betas).unwrap_or(model)
}

/// Samples with every regressor that the model asks for.
fn samples_for(id: &str, seed: u64, scale: f64, shift: f64) -> Samples {
    let mut samples = samples(seed, scale, shift);
    // Of another seed, so that no column is the firm's own noise.
    let (_, mut draw) = market(seed + 20_000);
    let (market, _) = market(seed);
    let mut noise = || 0.02 * draw();
    let bars = BARS + window().len();
    let mut columns: Vec<Vec<f64>> = Vec::new();
    for regressor in model(id).factors() {
        let own = |t: usize| market[MARGIN + t];
        match regressor {
            Regressor::MarketAt(k) => columns.push(
                (0..bars)
                    .map(|t| scale * market[(MARGIN + t).strict_add_signed(k as isize)])
                    .collect(),
            ),
            Regressor::Factor(name) => {
                let size = if name == "RF" { 0.002 } else { 0.5 };
                columns.push((0..bars).map(|_| scale * size * noise()).collect());
            }
            Regressor::Peers => {
                columns.push((0..bars).map(|t| scale * (0.8 * own(t) + noise())).collect());
            }
            Regressor::Donors => columns.extend((0..DONORS).map(|j| {
                let beta = 0.6 + 0.3 * j as f64;
                (0..bars).map(|t| scale * (beta * own(t) + noise())).collect()
            })),
            Regressor::BarsCovered => {
                columns.push(vec![1.0; bars]);
                samples.event_bars_covered = vec![1.0; window().len()];
            }
            Regressor::MarketOverBarsCovered => {
                columns.push((0..bars).map(|t| scale * own(t)).collect());
            }
        }
    }
    for column in columns {
        samples.estimation_factors.push(column[..BARS].to_vec());
        samples.event_factors.push(column[BARS..].to_vec());
    }
    samples
}

/// The benchmark with its margins, and the source of what comes after it.
fn market(seed: u64) -> (Vec<f64>, impl FnMut() -> f64) {
    let mut random = Xorshift::from_seed(seed);
    let mut draw = move || random.uniform();
    let bars = BARS + window().len() + 2 * MARGIN;
    let market = (0..bars).map(|_| 0.02 * draw()).collect();
    (market, draw)
}

fn samples(seed: u64, scale: f64, shift: f64) -> Samples {
    let (market, mut draw) = market(seed);
    let market = &market[MARGIN..MARGIN + BARS + window().len()];
    let firm: Vec<f64> = market.iter().map(|m| 0.0005 + 1.2 * m + 0.03 * draw()).collect();
    let scaled = |v: &[f64]| v.iter().map(|r| scale * r).collect::<Vec<f64>>();
    let moved = |v: &[f64]| v.iter().map(|r| scale * r + shift).collect::<Vec<f64>>();
    Samples {
        estimation_firm: moved(&firm[..BARS]),
        estimation_market: scaled(&market[..BARS]),
        estimation_times: (-62..-2).collect(),
        event_firm: moved(&firm[BARS..]),
        event_market: scaled(&market[BARS..]),
        steps: 1,
        ..Samples::default()
    }
}

/// Models that subtract no mean of the firm: a constant added to the firm shows as abnormal.
const WITHOUT_INTERCEPT: [&str; 6] = [
    "market-adjusted",
    "market-adjusted-zero-mean",
    "capm-no-alpha",
    "capm-through-origin",
    "matched",
    "synthetic-control",
];

fn with_intercept() -> impl Iterator<Item = &'static str> {
    MODELS.iter().map(|entry| entry.id).filter(|id| !WITHOUT_INTERCEPT.contains(id))
}

/// Equal but for rounding; NaN, which says that there is no figure, equals itself.
fn same(a: f64, b: f64, tolerance: f64) -> bool {
    (a.is_nan() && b.is_nan()) || (a - b).abs() < tolerance
}

/// CAR over the event window and its t; NaN for a model without a standard error, and for returns
/// on which the model has no estimate, such as a benchmark that is all reversal.
fn figures(id: &str, samples: &Samples) -> (f64, f64) {
    let estimate = match model(id).estimate(&samples.estimation()) {
        Ok(estimate) => estimate,
        Err(ModelError::Undefined { .. }) => return (f64::NAN, f64::NAN),
        Err(error) => panic!("{id}: {error}"),
    };
    let car = AbnormalReturns::new(estimate.as_ref(), samples, window(), &[])
        .cumulative(window())
        .unwrap();
    (car.value, car.value / car.standard_error)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn scaling_all_returns_leaves_every_t(seed in 1u64..10_000, scale in 0.01f64..50.0) {
        for entry in MODELS {
            let (car, t) = figures(entry.id, &samples_for(entry.id, seed, 1.0, 0.0));
            let (scaled_car, scaled_t) = figures(entry.id, &samples_for(entry.id, seed, scale, 0.0));
            prop_assert!(same(t, scaled_t, 1e-8 * t.abs().max(1.0)), "{}: {t} {scaled_t}", entry.id);
            prop_assert_eq!(t.is_nan(), car.is_nan() || entry.id == "synthetic-control");
            prop_assert!(same(scale * car, scaled_car, 1e-10 * scale), "{}", entry.id);
        }
    }

    #[test]
    fn a_constant_added_to_the_firm_is_absorbed_by_an_intercept(seed in 1u64..10_000, shift in -0.01f64..0.01) {
        for id in with_intercept() {
            let (car, _) = figures(id, &samples_for(id, seed, 1.0, 0.0));
            let (moved, _) = figures(id, &samples_for(id, seed, 1.0, shift));
            prop_assert!(same(car, moved, 1e-11), "{id}");
        }
    }

    #[test]
    fn flipping_all_signs_flips_the_abnormal_return(seed in 1u64..10_000) {
        for entry in MODELS {
            let (car, t) = figures(entry.id, &samples_for(entry.id, seed, 1.0, 0.0));
            let (other, other_t) = figures(entry.id, &samples_for(entry.id, seed, -1.0, 0.0));
            prop_assert!(same(car, -other, 1e-11) && same(t, -other_t, 1e-8), "{}", entry.id);
        }
    }

    #[test]
    fn closed_forms_equal_the_matrix_form(seed in 1u64..10_000) {
        let s = samples(seed, 1.0, 0.0);
        let (m, l) = (60.0, 5.0);
        let mean = s.estimation_market.iter().sum::<f64>() / m;
        let ssx: f64 = s.estimation_market.iter().map(|x| (x - mean) * (x - mean)).sum();
        let deviation = s.event_market.iter().sum::<f64>() - l * mean;
        for (id, factor) in [
            ("market-model", l + l * l / m + deviation * deviation / ssx),
            ("constant-mean", l + l * l / m),
            ("market-adjusted", l),
        ] {
            let estimate = eventstudy::models::model(id).unwrap().estimate(&s.estimation()).unwrap();
            let variance = estimate.forecast_variance(&s.event(), &[1.0; 5]);
            let closed = estimate.residual_variance() * factor;
            prop_assert!((variance / closed - 1.0).abs() < 1e-10, "{id}: {variance} {closed}");
        }
    }
}

#[test]
fn residuals_of_models_with_an_intercept_sum_to_nothing() {
    for id in with_intercept() {
        let s = samples_for(id, 7, 1.0, 0.0);
        let estimate = model(id).estimate(&s.estimation()).unwrap();
        assert!(estimate.residuals().iter().sum::<f64>().abs() < 1e-13, "{id}");
        // The variance of their whole sum is zero as well.
        assert!(estimate.residual_sum_variance(0, 60).abs() < 1e-12, "{id}");
    }
}

#[test]
fn degenerate_samples_are_refused_and_never_infinite() {
    for entry in MODELS {
        let own = model(entry.id);
        let mut s = samples_for(entry.id, 3, 1.0, 0.0);
        let rate = own.factors().iter().position(|f| *f == Regressor::Factor("RF".into()));
        let rate = rate.map_or(vec![0.0; BARS], |i| s.estimation_factors[i].clone());
        // What the model explains without error.
        s.estimation_firm = match entry.id {
            "market-adjusted" | "market-adjusted-zero-mean" => s.estimation_market.clone(),
            "matched" | "synthetic-control" => s.estimation_factors[0].clone(),
            "capm-through-origin" => rate,
            _ => rate.iter().map(|rf| rf + 0.01).collect(),
        };
        let error = own.estimate(&s.estimation()).err();
        assert!(
            matches!(error, Some(ModelError::ZeroVariance { .. })),
            "{}: a firm without residual variance was accepted: {error:?}",
            entry.id
        );
        let empty = own.estimate(&EstimationSample::default());
        assert!(empty.is_err(), "{}: an empty sample was accepted", entry.id);
        // Without its columns a model says which of them is missing.
        let (firm, market) = (&s.estimation_firm, &s.estimation_market);
        let bare = own.estimate(&EstimationSample { firm, market, factors: &[] }).err();
        match own.factors().first() {
            Some(first) => assert!(
                matches!(&bare, Some(ModelError::NoRegressor { regressor, .. }) if regressor == first),
                "{}: {bare:?}",
                entry.id
            ),
            None => assert!(!matches!(bare, Some(ModelError::NoRegressor { .. }))),
        }
        if own.needs_market() {
            let missing = own.estimate(&EstimationSample { market: &[], ..s.estimation() }).err();
            assert!(matches!(missing, Some(ModelError::NoMarket { .. })), "{}", entry.id);
        }
    }
    let flat = [0.01; BARS];
    let firm: Vec<f64> = (0..BARS).map(|i| 0.001 * (i % 7) as f64).collect();
    let sample = EstimationSample { firm: &firm, market: &flat, factors: &[] };
    let dependent = model("market-model").estimate(&sample);
    assert!(matches!(dependent.err(), Some(ModelError::Singular { .. })));
}

#[test]
fn every_id_is_its_own() {
    let ids: std::collections::BTreeSet<&str> = MODELS.iter().map(|entry| entry.id).collect();
    assert_eq!(ids.len(), MODELS.len());
    for entry in MODELS {
        assert_eq!((entry.make)().id(), entry.id);
    }
}

#[test]
fn the_documentation_lists_every_model_and_every_test() {
    let page = |name: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        std::fs::read_to_string(path).unwrap()
    };
    let (models, tests) = (page("docs/methods.md"), page("docs/tests.md"));
    for entry in MODELS {
        assert!(models.contains(&format!("`{}`", entry.id)), "{} is not in its page", entry.id);
    }
    for entry in eventstudy::inference::TESTS {
        assert!(tests.contains(&format!("`{}`", entry.id)), "{} is not in its page", entry.id);
    }
}
