use eventstudy::inference::internals::{TestedMean, minimum_detectable_mean, power};

fn test(standard_error: f64, degrees_of_freedom: f64) -> TestedMean {
    TestedMean { standard_error, degrees_of_freedom, alpha: 0.05 }
}

/// SciPy: effects, in standard errors, that the noncentral t finds with 80%.
const SHIFTS: [(f64, f64); 3] =
    [(1.0, 16.334008869920982), (9.0, 3.1496328864506173), (19.0, 2.95358486981905)];

/// SciPy: `t.ppf(0.975, nu) + t.ppf(0.8, nu)`.
const QUANTILES: [(f64, f64); 5] = [
    (1.0, 14.082586656645868),
    (9.0, 3.1455610224837396),
    (19.0, 2.9539746046772373),
    (247.0, 2.8126936364148314),
    (398.0, 2.808467607823445),
];

#[test]
fn the_power_is_that_of_the_noncentral_t() {
    for (nu, shift) in SHIFTS {
        let found = test(0.003, nu).power_of(shift * 0.003).unwrap();
        assert!((found - 0.8).abs() < 1e-8, "{nu}: {found}");
    }
    let normal = test(0.02 / 50_f64.sqrt(), f64::INFINITY).power_of(0.005).unwrap();
    assert!((normal - power(0.005, 0.02, 50, 1, 0.0)).abs() < 1e-14);
}

#[test]
fn the_smallest_effect_is_two_quantiles_of_its_own_distribution() {
    for (nu, quantiles) in QUANTILES {
        let smallest = test(0.003, nu).minimum_detectable_effect().unwrap();
        assert!((smallest / (0.003 * quantiles) - 1.0).abs() < 1e-9, "{nu}: {smallest}");
    }
    let normal = test(0.02 / 50_f64.sqrt(), f64::INFINITY).minimum_detectable_effect().unwrap();
    assert!((normal / minimum_detectable_mean(0.02, 50, 1, 0.0) - 1.0).abs() < 1e-12);
    let strict = TestedMean { alpha: 0.01, ..test(0.003, 30.0) };
    assert!(strict.minimum_detectable_effect() > test(0.003, 30.0).minimum_detectable_effect());
}

#[test]
fn what_cannot_be_is_none() {
    for bad in [test(0.0, 9.0), test(f64::NAN, 9.0), test(0.003, 0.0), test(0.003, f64::NAN)] {
        assert_eq!(bad.minimum_detectable_effect(), None, "{bad:?}");
        assert_eq!(bad.power_of(0.01), None, "{bad:?}");
    }
}
