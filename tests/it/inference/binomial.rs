use eventstudy::inference::internals::{TIE, binomial_two_sided};

/// By hand: 3 of 4 at one half is (1 + 4 + 4 + 1)/16; at 0.475 the masses of 0..4 are 0.0760,
/// 0.2750, 0.3731, 0.2251, 0.0509, of which those up to 0.2251 are 0, 3 and 4.
#[test]
fn small_cases() {
    assert!((binomial_two_sided(3, 4, 0.5).unwrap() - 0.625).abs() < 1e-14);
    assert!((binomial_two_sided(2, 4, 0.5).unwrap() - 1.0).abs() < 1e-14);
    let q: f64 = 0.525;
    let want = q.powi(4) + 4.0 * 0.475_f64.powi(3) * q + 0.475_f64.powi(4);
    assert!((binomial_two_sided(3, 4, 0.475).unwrap() - want).abs() < 1e-14);
    assert_eq!(binomial_two_sided(0, 0, 0.5), None);
    assert_eq!(binomial_two_sided(1, 2, 1.0), None);
}

#[test]
fn all_outcomes_of_small_samples_agree_with_the_sum_over_masses() {
    for n in 1..=30_usize {
        for p in [0.02, 0.3, 0.475, 0.5, 0.9] {
            let mut masses = vec![1.0_f64];
            for _ in 0..n {
                let mut next = vec![0.0; masses.len() + 1];
                for (k, m) in masses.iter().enumerate() {
                    next[k] += m * (1.0 - p);
                    next[k + 1] += m * p;
                }
                masses = next;
            }
            for w in 0..=n {
                let limit = masses[w] * (1.0 + TIE);
                let want: f64 = masses.iter().filter(|m| **m <= limit).sum();
                let got = binomial_two_sided(w, n, p).unwrap();
                assert!((got - want).abs() < 1e-12, "{w} of {n} at {p}: {got} {want}");
            }
        }
    }
}

/// Sums of all masses in fifty decimal digits.
#[test]
fn large_samples_keep_their_digits() {
    for (w, n, p, want) in [
        (50_400, 100_000, 0.5, 0.011_514_925_490_228_948),
        (23_500, 50_000, 0.475, 0.025_164_871_211_891_874),
        (12, 400, 0.05, 0.066_210_860_441_727_25),
        (9, 400, 0.05, 0.007_997_292_474_136_074),
    ] {
        let got = binomial_two_sided(w, n, p).unwrap();
        assert!((got / want - 1.0).abs() < 1e-9, "{w} of {n} at {p}: {got} {want}");
    }
}
