//! What every model must do, by being in the list.

use eventstudy::abnormal::AbnormalReturns;
use eventstudy::models::{MODELS, ModelError};
use eventstudy::returns::{EstimationSample, Samples, Window};
use proptest::prelude::*;

fn window() -> Window {
    Window::new(-2, 2).unwrap()
}

fn samples(seed: u64, scale: f64, shift: f64) -> Samples {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut draw = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1u64 << 53) as f64 - 0.5
    };
    let market: Vec<f64> = (0..65).map(|_| 0.02 * draw()).collect();
    let firm: Vec<f64> = market.iter().map(|m| 0.0005 + 1.2 * m + 0.03 * draw()).collect();
    let scaled = |v: &[f64]| v.iter().map(|r| scale * r).collect::<Vec<f64>>();
    let moved = |v: &[f64]| v.iter().map(|r| scale * r + shift).collect::<Vec<f64>>();
    Samples {
        estimation_firm: moved(&firm[..60]),
        estimation_market: scaled(&market[..60]),
        estimation_times: (-62..-2).collect(),
        event_firm: moved(&firm[60..]),
        event_market: scaled(&market[60..]),
        steps: 1,
        ..Samples::default()
    }
}

/// CAR over the event window and its t.
fn figures(id: &str, samples: &Samples) -> (f64, f64) {
    let estimate = eventstudy::models::model(id).unwrap().estimate(&samples.estimation()).unwrap();
    let car =
        AbnormalReturns::of(estimate.as_ref(), samples, window()).cumulative(window()).unwrap();
    (car.value, car.value / car.standard_error)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn scaling_all_returns_leaves_every_t(seed in 1u64..10_000, scale in 0.01f64..50.0) {
        for entry in MODELS {
            let (car, t) = figures(entry.id, &samples(seed, 1.0, 0.0));
            let (scaled_car, scaled_t) = figures(entry.id, &samples(seed, scale, 0.0));
            prop_assert!((t - scaled_t).abs() < 1e-8 * t.abs().max(1.0), "{}: {t} {scaled_t}", entry.id);
            prop_assert!((scale * car - scaled_car).abs() < 1e-10 * scale);
        }
    }

    #[test]
    fn a_constant_added_to_the_firm_is_absorbed_by_an_intercept(seed in 1u64..10_000, shift in -0.01f64..0.01) {
        for id in ["market-model", "constant-mean"] {
            let (car, _) = figures(id, &samples(seed, 1.0, 0.0));
            let (moved, _) = figures(id, &samples(seed, 1.0, shift));
            prop_assert!((car - moved).abs() < 1e-12, "{id}");
        }
    }

    #[test]
    fn flipping_all_signs_flips_the_abnormal_return(seed in 1u64..10_000) {
        for entry in MODELS {
            let (car, t) = figures(entry.id, &samples(seed, 1.0, 0.0));
            let (other, other_t) = figures(entry.id, &samples(seed, -1.0, 0.0));
            prop_assert!((car + other).abs() < 1e-12 && (t + other_t).abs() < 1e-8, "{}", entry.id);
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
    for id in ["market-model", "constant-mean"] {
        let s = samples(7, 1.0, 0.0);
        let estimate = eventstudy::models::model(id).unwrap().estimate(&s.estimation()).unwrap();
        assert!(estimate.residuals().iter().sum::<f64>().abs() < 1e-13, "{id}");
        // The variance of their whole sum is zero as well.
        assert!(estimate.residual_sum_variance(0, 60).abs() < 1e-12, "{id}");
    }
}

#[test]
fn degenerate_samples_are_refused_and_never_infinite() {
    let flat = [0.01; 60];
    let market: Vec<f64> = (0..60).map(|i| 0.001 * f64::from(i % 7)).collect();
    for entry in MODELS {
        let model = (entry.make)();
        let estimate = |firm: &[f64], market: &[f64]| {
            model.estimate(&EstimationSample { firm, market, factors: &[] }).err()
        };
        let no_variance = if entry.id == "market-adjusted" { &market[..] } else { &flat[..] };
        assert!(
            matches!(estimate(no_variance, &market), Some(ModelError::ZeroVariance { .. })),
            "{}: a firm without residual variance was accepted",
            entry.id
        );
        assert!(estimate(&[], &[]).is_some(), "{}: an empty sample was accepted", entry.id);
    }
    let model = eventstudy::models::model("market-model").unwrap();
    let dependent =
        model.estimate(&EstimationSample { firm: &market, market: &flat, factors: &[] });
    assert!(matches!(dependent.err(), Some(ModelError::Singular { .. })));
    let missing = model.estimate(&EstimationSample { firm: &market, market: &[], factors: &[] });
    assert!(matches!(missing.err(), Some(ModelError::NoMarket { .. })));
}

#[test]
fn the_readme_lists_every_model() {
    let readme =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    for entry in MODELS {
        assert!(readme.contains(&format!("`{}`", entry.id)), "{} is not in the README", entry.id);
    }
    for entry in eventstudy::inference::TESTS {
        assert!(readme.contains(&format!("`{}`", entry.id)), "{} is not in the README", entry.id);
    }
}
