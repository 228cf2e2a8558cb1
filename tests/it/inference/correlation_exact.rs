use eventstudy::inference::internals::{center, outside, over};

#[test]
fn what_runs_leave_over() {
    assert_eq!(outside(&[(2, 3), (7, 1)], 10), [(0, 2), (5, 2), (8, 2)]);
    assert_eq!(outside(&[(0, 10)], 10), []);
    assert_eq!(outside(&[], 3), [(0, 3)]);
}

/// Both ways to the moments over part of the bars, with an outlier inside and outside of it.
#[test]
fn moments_of_part_of_the_bars() {
    for outlier in [1.0, 1e3, 1e9] {
        let values = [outlier, 0.1, 0.4, -0.2, 0.3, 0.25];
        let got = over(&values, center(&values), &[(1, 5)], &[(0, 1)], 5).unwrap();
        let (mean, squares) = center(&values[1..]);
        let shift = center(&values).0;
        assert!((got.0 + shift - mean).abs() < 1e-15 * outlier.max(10.0), "{got:?}");
        assert!((got.1 / squares.sqrt() - 1.0).abs() < 1e-12, "{got:?}");
    }
}
