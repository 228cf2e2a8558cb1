use eventstudy::models::internals::{Equation, VarianceEquation, exponential_moment};

#[test]
fn the_moment_is_that_of_the_normal() {
    // Without the size it is the moment of z itself, and without the sign that of |z|.
    assert!((exponential_moment(0.3, 0.0) - (0.045f64).exp()).abs() < 1e-14);
    let simpson = |f: &dyn Fn(f64) -> f64| {
        let step = 16.0 / 20_000.0;
        (0..=20_000)
            .map(|i| {
                let x = -8.0 + f64::from(i) * step;
                let weight = if i % 2 == 0 { 2.0 } else { 4.0 };
                weight * f(x) * (-0.5 * x * x).exp()
            })
            .sum::<f64>()
            * step
            / 3.0
            / (2.0 * std::f64::consts::PI).sqrt()
    };
    let numeric = simpson(&|z: f64| (0.2 * z + 0.4 * z.abs()).exp());
    assert!((exponential_moment(0.2, 0.4) / numeric - 1.0).abs() < 1e-8);
}

#[test]
fn without_shocks_the_forecast_decays_in_logarithms() {
    let at = |bars| Equation::forecast(&[-0.1, 0.0, 0.0, 0.9], 1.0, 0.5, bars);
    assert!((at(1) - 0.8f64.exp()).abs() < 1e-14);
    assert!((at(2) - (0.9f64 * 0.8 - 0.1).exp()).abs() < 1e-14);
    assert!((at(300) - (-1.0f64).exp()).abs() < 1e-12);
}
