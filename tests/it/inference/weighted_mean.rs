use crate::support::simulated::event;
use eventstudy::abnormal::internals::CrossSection;
use eventstudy::inference::internals::TestContext;
use eventstudy::inference::internals::parse_weights;
use eventstudy::inference::{TestOptions, WeightedMean};
use eventstudy::returns::Window;

/// By hand: CARs of 1, 2 and 4 per cent, weights 1, 1 and 2, of which one event has none.
#[test]
fn three_weighted_events() {
    let day = Window::new(0, 0).unwrap();
    let mut section = CrossSection::new(day, &[]);
    let residuals = [0.01, -0.01, 0.01, -0.01, 0.01, -0.01];
    for (i, car) in [0.01, 0.02, 0.04, 0.09].into_iter().enumerate() {
        section.push(&event(10 * i, i, &residuals, &[car]));
    }
    let options = TestOptions::default();
    let context = TestContext::new(&section, &options);
    let sample = context.sample(day).unwrap();
    let weights = parse_weights(&["1".into(), " 1 ".into(), "2".into(), "n/a".into()]);
    let found = WeightedMean::of(&sample, &weights).unwrap();
    assert_eq!(found.events, 3);
    // (1 + 2 + 8)/4 = 2.75 per cent.
    assert!((found.mean - 0.0275).abs() < 1e-15);
    // w^2 (x - mean)^2: (1.75^2 + .75^2)/16 + 1.25^2/4 = .6171875, times 3/2.
    let error = (1.5 * 0.617_187_5_f64).sqrt() / 100.0;
    assert!((found.standard_error.unwrap() - error).abs() < 1e-15);
    assert!((found.effective_events - 1.0 / 0.375).abs() < 1e-12);
    let forecast = (0.375 * sample.variance[0]).sqrt();
    assert!((found.forecast_standard_error.unwrap() - forecast).abs() < 1e-15);
    assert!(WeightedMean::of(&sample, &[f64::NAN; 4]).is_none());
    let one = WeightedMean::of(&sample, &[1.0, f64::NAN, f64::NAN, f64::NAN]).unwrap();
    assert_eq!((one.mean, one.standard_error), (0.01, None));
}
