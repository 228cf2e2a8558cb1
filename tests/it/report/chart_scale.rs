use eventstudy::report::internals::{Scale, range_with_zero};

#[test]
fn ticks_are_round_and_inside() {
    let scale = Scale::new((-0.031, 0.047), (0.0, 100.0));
    let (ticks, step) = scale.ticks(5);
    assert_eq!(step, 0.02);
    assert_eq!(ticks.len(), 4);
}

#[test]
fn a_series_that_never_moved_has_finite_places() {
    for domain in [(0.0, 0.0), (f64::NAN, f64::INFINITY), (1.0, 1.0)] {
        assert!(Scale::new(domain, (0.0, 10.0)).at(0.5).is_finite());
    }
    let (low, high) = range_with_zero([f64::NAN, f64::INFINITY]);
    assert!(low < 0.0 && high > 0.0);
}
