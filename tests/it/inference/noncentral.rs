use eventstudy::inference::internals::noncentral_outside as outside;

/// Values of SciPy: `nct.sf(c, nu, d) + nct.cdf(-c, nu, d)` with `c = t.ppf(.975, nu)`.
#[test]
fn it_agrees_with_scipy() {
    for (critical, nu, shift, want) in SCIPY {
        let got = outside(critical, nu, shift);
        assert!((got - want).abs() < 1e-9, "{nu} {shift}: {got} {want}");
    }
}

const SCIPY: [(f64, f64, f64, f64); 6] = [
    (12.706204736174694, 1.0, 0.0, 0.050000000000000044),
    (12.706204736174694, 1.0, 3.0, 0.18613206160658757),
    (2.7764451051977934, 4.0, 2.0, 0.3359651039111674),
    (2.262157162798205, 9.0, 2.5, 0.6061383742015277),
    (2.0930240544083087, 19.0, 2.236, 0.5644790710941263),
    (2.0484071417952454, 28.0, 3.0, 0.8252955126016343),
];
