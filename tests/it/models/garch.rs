//! GARCH models on the DEM/GBP benchmark, and on returns whose process is known.

use eventstudy::models::internals::{Egarch, Garch, VolatilityFit};
use eventstudy::models::model;
use eventstudy::returns::{EstimationSample, EventSample};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// 1974 daily returns of the German mark against the British pound, in per cent.
fn mark_pound() -> Vec<f64> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/garch/dmbp.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.records().map(|r| r.unwrap()[0].parse().unwrap()).collect()
}

fn with_constant(y: &[f64], fit: Fit) -> VolatilityFit {
    fit(&[&vec![1.0; y.len()]], y).unwrap()
}

type Fit = fn(&[&[f64]], &[f64]) -> Result<VolatilityFit, String>;

#[track_caller]
fn digits(actual: &[f64], published: &[f64], relative: f64) {
    assert_eq!(actual.len(), published.len());
    for (a, p) in actual.iter().zip(published) {
        assert!((a / p - 1.0).abs() < relative, "{actual:?} against {published:?}");
    }
}

/// Bollerslev and Ghysels 1996; parameters and Hessian standard errors as in Fiorentini, Calzolari
/// and Panattoni 1996, robust ones as in Brooks, Burke and Persand 2001.
#[test]
fn garch_on_mark_and_pound() {
    let fit = with_constant(&mark_pound(), Garch::fit);
    digits(&fit.parameters, &[-0.00619041, 0.0107613, 0.153134, 0.805974], 1e-5);
    let hessian = [0.00846212, 0.00285271, 0.0265228, 0.0335527];
    digits(&fit.standard_errors, &hessian, 1e-5);
    let robust = [0.00918935, 0.00649319, 0.0535317, 0.0724614];
    digits(&fit.robust_standard_errors, &robust, 1e-5);
    assert!((fit.log_likelihood + 1106.60788).abs() < 5e-6, "{}", fit.log_likelihood);
    // More digits, from an independent computation.
    digits(&fit.parameters, &[-0.00619041, 0.0107614, 0.15313407, 0.80597366], 6e-6);
}

/// mu, omega, sign, size, b; the likelihood is flat around its maximum, and the published start of
/// the recursion is not known.
#[test]
fn egarch_on_mark_and_pound() {
    let fit = with_constant(&mark_pound(), Egarch::fit);
    let published = [-0.01167873487, -0.12633933747, -0.03845788444, 0.33305592776, 0.91265373928];
    digits(&fit.parameters[..1], &published[..1], 1e-2);
    digits(&fit.parameters[1..], &published[1..], 3e-3);
    let independent = [-0.01160925, -0.12662353, -0.0384569, 0.33279331, 0.912493];
    digits(&fit.parameters, &independent, 1e-5);
    assert!((fit.log_likelihood + 1102.25799).abs() < 5e-6, "{}", fit.log_likelihood);
}

/// Returns of a firm with beta 1.2 whose variance is GARCH(1,1).
fn simulated(seed: u64, bars: usize, (omega, a, b): (f64, f64, f64)) -> (Vec<f64>, Vec<f64>) {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut normal = || -> f64 { StandardNormal.sample(&mut random) };
    let (mut h, mut error) = (omega / (1.0 - a - b), 0.0f64);
    (0..bars)
        .map(|_| {
            h = omega + a * error * error + b * h;
            error = h.sqrt() * normal();
            let market = 0.01 * normal();
            (0.0004 + 1.2 * market + error, market)
        })
        .unzip()
}

#[test]
fn the_known_process_is_found() {
    let (firm, market) = simulated(1, 6_000, (2e-5, 0.08, 0.85));
    let fit = Garch::fit(&[&vec![1.0; firm.len()], &market], &firm).unwrap();
    let truth = [0.0004, 1.2, 2e-5, 0.08, 0.85];
    for ((value, error), truth) in fit.parameters.iter().zip(&fit.standard_errors).zip(truth) {
        assert!((value - truth).abs() < 3.0 * error, "{value} (se {error}) against {truth}");
    }
    // Normal errors: both kinds of standard error estimate the same.
    digits(&fit.standard_errors, &fit.robust_standard_errors, 0.1);
}

#[test]
fn units_do_not_matter() {
    let (firm, market) = simulated(2, 600, (2e-5, 0.1, 0.8));
    let ones = vec![1.0; firm.len()];
    let scaled = |v: &[f64], by: f64| v.iter().map(|r| r * by).collect::<Vec<f64>>();
    for fit in [Garch::fit as Fit, Egarch::fit] {
        let plain = fit(&[&ones, &market], &firm).unwrap();
        for scale in [1e-4, -100.0] {
            let other = fit(&[&ones, &scaled(&market, scale)], &scaled(&firm, scale)).unwrap();
            digits(&other.parameters[1..2], &plain.parameters[1..2], 1e-7);
            digits(&scaled(&plain.parameters[..1], scale), &other.parameters[..1], 1e-6);
            if scale > 0.0 {
                digits(
                    &scaled(&plain.standard_errors[..1], scale),
                    &other.standard_errors[..1],
                    1e-6,
                );
                digits(&[plain.forecast(7) * scale * scale], &[other.forecast(7)], 1e-7);
            }
        }
    }
}

#[test]
fn the_event_window_is_forecast_over_the_gap() {
    let (firm, market) = simulated(3, 400, (2e-5, 0.1, 0.8));
    for (id, fit) in [("garch", Garch::fit as Fit), ("egarch", Egarch::fit)] {
        let fit: VolatilityFit = fit(&[&vec![1.0; 400], &market], &firm).unwrap();
        let sample = EstimationSample { firm: &firm, market: &market, factors: &[] };
        let estimate = model(id).unwrap().estimate(&sample).unwrap();
        assert!(estimate.notes().is_empty() && !estimate.fell_back());
        assert_eq!(estimate.degrees_of_freedom(), f64::INFINITY);
        let window = [0.01, -0.02, 0.005];
        let event = EventSample { market: &window, factors: &[], bars: 3, steps: 11 };
        // What the error of the mean adds does not depend on the gap.
        let at = |steps| {
            estimate.forecast_variance(&EventSample { steps, ..event }, &[1.0; 3])
                - (0..3).map(|i| fit.forecast(steps + i)).sum::<f64>()
        };
        assert!((at(11) / at(1) - 1.0).abs() < 1e-6 && at(11) > 0.0, "{id}");
        let level = estimate.residual_variance();
        assert!((fit.forecast(2_000) / level - 1.0).abs() < 0.3, "{id}");
    }
}

#[test]
fn the_fallback_is_said_aloud() {
    // Too short; and small errors after large ones, where the variance would have to fall with the
    // last error.
    let (firm, market) = simulated(4, 249, (2e-5, 0.1, 0.8));
    let (noise, other) = simulated(5, 300, (1e-4, 0.0, 0.0));
    let size = |i: usize| if i.is_multiple_of(2) { 0.01f64 } else { 0.002 };
    let alternating: Vec<f64> =
        noise.iter().enumerate().map(|(i, r)| size(i).copysign(*r)).collect();
    for (firm, market) in [(&firm, &market), (&alternating, &other)] {
        let sample = EstimationSample { firm, market, factors: &[] };
        let plain = model("market-model").unwrap().estimate(&sample).unwrap();
        let estimate = model("garch").unwrap().estimate(&sample).unwrap();
        assert!(estimate.fell_back());
        assert!(estimate.notes()[0].text.contains("least squares"), "{:?}", estimate.notes());
        assert_eq!(estimate.coefficients(), plain.coefficients());
        assert_eq!(estimate.degrees_of_freedom(), plain.degrees_of_freedom());
    }
}
