use eventstudy::prices::internals::CorporateAction;
use eventstudy::study::internals::split_adjusted;

#[test]
fn splits_are_taken_out_of_volume_by_hand() {
    let split = |session, split| CorporateAction { session, dividend: 0.0, split };
    // Two for one at session 12 and one for ten at session 13; a dividend changes nothing.
    let actions = [
        CorporateAction { session: 11, dividend: 0.5, split: 1.0 },
        split(12, 2.0),
        split(13, 0.1),
    ];
    let adjusted = split_adjusted(&[100.0, f64::NAN, 200.0, 20.0], 10, &actions);
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} {b}");
    near(adjusted[0], 100.0 * 2.0 * 0.1);
    assert!(adjusted[1].is_nan());
    near(adjusted[2], 20.0);
    near(adjusted[3], 20.0);
    assert_eq!(split_adjusted(&[5.0], 10, &[split(3, 2.0)]), [5.0]);
}
