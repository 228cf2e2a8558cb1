use eventstudy::inference::TestOptions;
use eventstudy::inference::internals::bootstrap;

fn spread(n: usize, shift: f64) -> Vec<f64> {
    (0..n).map(|i| shift + ((i * 37 % 101) as f64 - 50.0).powi(3) / 1e5).collect()
}

#[test]
fn the_seed_decides_the_draws_and_a_large_mean_is_found() {
    let options = TestOptions { resamples: 999, ..TestOptions::default() };
    let outcome = bootstrap(&spread(101, 0.0), &options);
    assert_eq!(outcome, bootstrap(&spread(101, 0.0), &options));
    assert!(outcome.p_value().unwrap() > 0.5, "{outcome:?}");
    assert!(bootstrap(&spread(101, 0.5), &options).p_value().unwrap() < 0.01);
    let other = TestOptions { seed: 1, ..options };
    let near = spread(101, 0.1);
    assert_ne!(bootstrap(&near, &options).p_value(), bootstrap(&near, &other).p_value());
}

/// Resamples of five values of which four are the same often have no spread.
#[test]
fn resamples_without_spread_count_against_the_event() {
    let options = TestOptions { resamples: 999, ..TestOptions::default() };
    let result = bootstrap(&[1.0, 1.0, 1.0, 1.0, 1.1], &options);
    let p = result.p_value().unwrap();
    let flat = result.result().unwrap().details[3].value;
    // (4/5)^5 + (1/5)^5 of them.
    assert!((flat / 999.0 - 0.328).abs() < 0.06 && p >= (1.0 + flat) / 1000.0, "{result:?}");
    assert_eq!(bootstrap(&[1.0; 9], &options).p_value(), None);
    assert_eq!(bootstrap(&[1.0, 2.0, 3.0, 4.0], &options).p_value(), None);
}
