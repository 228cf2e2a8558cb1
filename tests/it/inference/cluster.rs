use eventstudy::inference::internals::{is_positive, variance};

/// By hand: deviations -3, -1, 1, 3; sums -4 and 4, so `2/1 * 32/16`.
#[test]
fn variance_of_two_clusters_of_two() {
    let values = [1.0, 3.0, 5.0, 7.0];
    assert_eq!(variance(&values, [0, 0, 1, 1].into_iter()), Some((4.0, 2)));
    // Every event its own cluster: the usual variance of a mean.
    let usual = 20.0 / 3.0 / 4.0;
    assert!((variance(&values, 0..4).unwrap().0 - usual).abs() < 1e-15);
    assert_eq!(variance(&values, [7; 4].into_iter()), None);
    assert!(!is_positive(variance(&values, [0, 1, 1, 0].into_iter()).unwrap().0, &values));
}

/// By hand: deviations -3, -2, 0, 5; by firm 50/8, by date 18/8, by both 4/3 * 38/16.
#[test]
fn variances_of_two_kinds_of_clusters() {
    let values = [1.0, 2.0, 4.0, 9.0];
    let of = |clusters: [(usize, usize); 4]| variance(&values, clusters.into_iter()).unwrap().0;
    let firm = of([(0, 0), (0, 0), (1, 0), (1, 0)]);
    let date = of([(0, 0), (0, 1), (0, 0), (0, 1)]);
    let both = of([(0, 0), (0, 1), (1, 0), (1, 1)]);
    assert!((firm + date - both - 16.0 / 3.0).abs() < 1e-14);
}
