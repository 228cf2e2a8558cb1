use eventstudy::models::internals::{GarchEquation as Equation, VarianceEquation};

/// omega 0.1, a 0.1, b 0.8: the level is 1; from h = 2 and e = 1 the next variance is 1.8.
#[test]
fn forecasts_return_to_the_level() {
    let at = |bars| Equation::forecast(&[0.1, 0.1, 0.8], 2.0f64.ln(), 1.0, bars);
    assert!((at(1) - 1.8).abs() < 1e-14);
    assert!((at(2) - (0.1 + 0.9 * 1.8)).abs() < 1e-14);
    assert!((at(500) - 1.0).abs() < 1e-12);
}
