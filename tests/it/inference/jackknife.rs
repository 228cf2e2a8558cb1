use eventstudy::inference::internals::{Jackknife, mean, standard_deviation};

/// The jackknife of a mean is the mean, with the mean's own standard error.
#[test]
fn of_a_mean() {
    let values = [1.0, 2.0, 4.0, 9.0];
    let result = Jackknife::of(&values, |x| Some(mean(x))).unwrap();
    assert!((result.bias_corrected - 4.0).abs() < 1e-12);
    let se = standard_deviation(&values).unwrap() / 2.0;
    assert!((result.standard_error - se).abs() < 1e-12);
    assert_eq!(result.most_influential, 3);
    assert_eq!(result.left_out[3], 7.0 / 3.0);
    assert!(Jackknife::of(&[1.0], |x| Some(mean(x))).is_none());
}

#[test]
fn running_sums_agree_with_leaving_out() {
    let values = [0.3, -1.2, 2.2, 0.9, 5.0];
    let root = std::f64::consts::SQRT_2;
    let theta = |x: &[f64]| standard_deviation(x).map(|sd| root * (mean(x) / sd / root).asinh());
    let of_sums = Jackknife::of_standardised_mean(&values).unwrap();
    let (a, b) = (of_sums, Jackknife::of(&values, theta).unwrap());
    assert!((a.value / b.value - 1.0).abs() < 1e-12);
    for (x, y) in a.left_out.iter().zip(&b.left_out) {
        assert!((x / y - 1.0).abs() < 1e-12);
    }
    // Without the last value the others are equal.
    assert!(Jackknife::of_standardised_mean(&[1.0, 1.0, 1.0, 4.0]).is_none());
}
