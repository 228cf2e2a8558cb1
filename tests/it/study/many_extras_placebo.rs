use eventstudy::study::internals::middle;

#[test]
fn the_middle_leaves_as_many_on_either_side() {
    assert_eq!(middle((0..200).rev().map(f64::from).collect()), Some((5.0, 194.0)));
    assert_eq!(middle(vec![1.0]), Some((1.0, 1.0)));
    assert_eq!(middle(Vec::new()), None);
}
