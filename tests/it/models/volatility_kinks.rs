//! Maxima of the EGARCH likelihood on its kinks, held against a search without derivatives from
//! several starts (Nelder-Mead of scipy 1.17, every start within 1e-9).

use eventstudy::models::internals::Egarch;
use eventstudy::models::model;
use eventstudy::returns::EstimationSample;

/// 300 returns in per cent with an EGARCH variance, from a generator that other languages have too.
fn made_up(seed: u64) -> (Vec<f64>, Vec<f64>) {
    let mut state = seed;
    let mut normal = || {
        let mut sum = 0.0;
        for _ in 0..12 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            sum += (state >> 11) as f64 * 2f64.powi(-53);
        }
        sum - 6.0
    };
    let (mut log_variance, mut z) = (0.5f64, 0.0f64);
    (0..300)
        .map(|_| {
            log_variance = 0.05 - 0.08 * z + 0.15 * (z.abs() - 0.8) + 0.9 * log_variance;
            let market = normal();
            z = normal();
            (0.02 + 1.2 * market + (0.5 * log_variance).exp() * z, market)
        })
        .unzip()
}

#[test]
fn a_maximum_on_a_kink_is_found_to_the_last_digits() {
    for (seed, log_likelihood) in [
        (25, -478.69331151458476),
        (52, -503.2560761108268),
        (74, -493.7306816551737),
        (96, -492.11263642681405),
    ] {
        let (firm, market) = made_up(seed);
        let fit = Egarch::fit(&[&vec![1.0; 300], &market], &firm).unwrap();
        assert!(
            (fit.log_likelihood - log_likelihood).abs() < 1e-9,
            "{seed}: {} against {log_likelihood}",
            fit.log_likelihood
        );
        let zero = fit.residuals.iter().filter(|e| e.abs() < 1e-12).count();
        assert_eq!(zero, 1, "{seed}: the maximum lies where a residual is zero");
        assert!(fit.standard_errors.iter().all(|se| *se > 0.0 && se.is_finite()), "{seed}");
        let sample = EstimationSample { firm: &firm, market: &market, factors: &[] };
        let estimate = model("egarch").unwrap().estimate(&sample).unwrap();
        assert!(!estimate.fell_back(), "{seed}: {:?}", estimate.notes());
    }
}
