use eventstudy::certificate::internals::position;
use eventstudy::certificate::internals::{Position, half_width, tolerance};

#[test]
fn the_band_at_ten_thousand_replications() {
    // 3 sqrt(.05 .95/10000) + .006 = .0125384
    assert!((half_width(0.05, 10_000) - 0.012_538_348_415_311).abs() < 1e-12);
    assert_eq!(position(0.0625, 0.05, 10_000), Position::Within);
    assert_eq!(position(0.0626, 0.05, 10_000), Position::TooOften);
    assert_eq!(position(0.0374, 0.05, 10_000), Position::TooRare);
    assert!((tolerance(0.01) - 0.0027391892769097).abs() < 1e-15);
}
