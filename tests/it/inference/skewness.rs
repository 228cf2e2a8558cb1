use eventstudy::inference::internals::Skewness;

/// By hand: mean 2; deviations -2, -1, -1, 4; squares 22, cubes 54.
#[test]
fn skewness_of_four_values() {
    let values = [0.0, 1.0, 1.0, 6.0];
    let sd = (22.0_f64 / 3.0).sqrt();
    let close = |a: Option<f64>, b: f64| assert!((a.unwrap() - b).abs() < 1e-14, "{a:?} {b}");
    close(Skewness::LyonBarberTsai.of(&values), 54.0 / (4.0 * sd.powi(3)));
    close(Skewness::Moment.of(&values), 13.5 / 5.5_f64.powf(1.5));
    close(Skewness::Adjusted.of(&values), 13.5 / 5.5_f64.powf(1.5) * 12.0_f64.sqrt() / 2.0);
    assert_eq!(Skewness::Adjusted.of(&values[..2]), None);
    assert_eq!(Skewness::Moment.of(&[1.0, 1.0, 1.0]), None);
}
