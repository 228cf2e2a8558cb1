use eventstudy::inference::internals::{RegressionInput, Weighting, weighted_regression};

const ONES: [f64; 4] = [1.0; 4];

#[test]
fn the_moment_estimate_by_hand() {
    // e'e = 14 for 1, 2, 3, 6 about 3; v = 1, 2, 3, 4 and h = 1/4: (14 - 7.5)/3.
    let y = [1.0, 2.0, 3.0, 6.0];
    let input = RegressionInput { y: &y, columns: &[&ONES], clusters: None };
    let v = [1.0, 2.0, 3.0, 4.0];
    let fit = weighted_regression(&input, &v, Weighting::Feasible).unwrap();
    let tau = 6.5 / 3.0;
    assert!((fit.tau_squared - tau).abs() < 1e-14 && !fit.truncated);
    let weights: Vec<f64> = v.iter().map(|v| 1.0 / (v + tau)).collect();
    let total: f64 = weights.iter().sum();
    let mean = weights.iter().zip(&y).map(|(w, y)| w * y).sum::<f64>() / total;
    assert!((fit.coefficients[0] - mean).abs() < 1e-13);
    assert!((fit.standard_errors[0] - total.powf(-0.5)).abs() < 1e-13);
}

#[test]
fn a_negative_estimate_is_zero_and_says_so() {
    let y = [1.0, 1.1, 0.9, 1.05];
    let input = RegressionInput { y: &y, columns: &[&ONES], clusters: None };
    let v = [1.0, 2.0, 3.0, 4.0];
    let feasible = weighted_regression(&input, &v, Weighting::Feasible).unwrap();
    let known = weighted_regression(&input, &v, Weighting::Known).unwrap();
    assert!(feasible.truncated && feasible.tau_squared == 0.0);
    assert_eq!(feasible.coefficients, known.coefficients);
    assert!(weighted_regression(&input, &[1.0, 0.0, 1.0, 1.0], Weighting::Known).is_err());
}
