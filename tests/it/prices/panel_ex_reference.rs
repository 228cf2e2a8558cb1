use eventstudy::prices::internals::{CorporateAction, fill};

#[test]
fn a_split_divides_and_a_dividend_is_taken_off() {
    let close = [100.0, 101.0, f64::NAN, 50.0, 49.0];
    let mut out = [0.0; 5];
    let action = |session, dividend, split| CorporateAction { session, dividend, split };
    let actions = [action(11, 0.5, 1.0), action(13, 0.0, 2.0), action(14, 50.0, 1.0)];
    fill(&close, 10, &actions, &mut out);
    assert!(out[0].is_nan() && out[3].is_nan() && out[4].is_nan());
    assert_eq!(out[1..3], [99.5, 101.0]);
}
