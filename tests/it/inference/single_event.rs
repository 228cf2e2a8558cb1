use eventstudy::inference::internals::single_event;
use eventstudy::inference::{Outcome, Reference};

#[test]
fn no_variance_is_no_test_and_not_infinite() {
    for standard_error in [0.0, f64::NAN, f64::INFINITY] {
        assert_eq!(single_event(0.01, standard_error, 8.0).p_value(), None);
    }
    assert_eq!(single_event(0.01, 0.01, 0.0).p_value(), None);
}

#[test]
fn infinite_degrees_of_freedom_are_the_normal() {
    let Outcome::Applies(result) = single_event(0.02, 0.01, f64::INFINITY) else { panic!() };
    assert_eq!((result.reference, result.observations), (Reference::Normal, 1));
    assert!((result.p_value - 0.045_500_263_896_358_4).abs() < 1e-15);
}

#[test]
fn the_test_is_two_sided() {
    let p = single_event(0.02, 0.01, 8.0).p_value().unwrap();
    assert!((p - 0.080_516_237_957_262_62).abs() < 1e-12);
    assert_eq!(Some(p), single_event(-0.02, 0.01, 8.0).p_value());
}
