use eventstudy::report::internals::quantiles;

#[test]
fn they_are_those_of_the_sorted_values() {
    let mut values = vec![7.0, 1.0, 3.0, 5.0];
    // Ranks 0, 0.75, 1.5, 2.25, 3 of 1, 3, 5, 7.
    let found = quantiles(&mut values, &[0.0, 0.25, 0.5, 0.75, 1.0]);
    assert_eq!(found, [1.0, 2.5, 4.0, 5.5, 7.0]);
    assert_eq!(quantiles(&mut [2.0], &[0.05, 0.95]), [2.0, 2.0]);
    assert!(quantiles(&mut [], &[0.5]).is_empty());
}
