use eventstudy::inference::internals::RankOf;

#[test]
fn flipping_all_signs_swaps_the_sides() {
    let reference = [-3.0, -1.0, 0.5, 2.0, 2.5];
    let flipped: Vec<f64> = reference.iter().map(|r| -r).collect();
    let (a, b) = (RankOf::of(2.0, &reference), RankOf::of(-2.0, &flipped));
    assert_eq!((a.p_up, a.p_down, a.p_abs), (b.p_down, b.p_up, b.p_abs));
    assert_eq!(a.p_up, 0.5);
}

#[test]
fn ties_count_against_the_event() {
    assert_eq!(RankOf::of(1.0, &[1.0; 9]).p_up, 1.0);
    assert_eq!(RankOf::of(0.0, &[]).p_two, 1.0);
}
