use eventstudy::inference::internals::Narrow;

#[test]
fn missing_values_are_left_out_and_smaller_ones_counted() {
    let values: Vec<f64> = (0..70).map(|i| f64::from(i * 37 % 70)).collect();
    let (mut all, mut some, mut counts) = (Narrow::default(), Narrow::default(), Vec::new());
    all.fill(&values);
    all.count_below(&all, &mut counts);
    assert!(counts.iter().zip(&values).all(|(n, v)| f64::from(*n) == *v));
    some.fill(&[f64::NAN, 3.5, -1.0, f64::INFINITY, 100.0]);
    assert_eq!((some.count(), some.places()), (3, &[1, 2, 4][..]));
    some.count_below(&all, &mut counts);
    assert_eq!(counts[..3], [4, 0, 70]);
}
