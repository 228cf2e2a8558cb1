use eventstudy::returns::ReturnKind;
use eventstudy::returns::internals::multi_bar_returns;

#[test]
fn without_gaps_it_is_the_return_of_each_bar() {
    let closes = [100.0, 102.0, 50.0, 51.0];
    let (splits, dividends) = ([1.0, 1.0, 2.0, 1.0], [0.0, 0.5, 0.0, 0.0]);
    let of = multi_bar_returns(&closes, &splits, &dividends, ReturnKind::Log);
    let by_hand = [102.0 / 99.5, 50.0 / 51.0, 51.0 / 50.0];
    for (r, ratio) in of.returns[1..].iter().zip(by_hand) {
        assert!((r - f64::ln(ratio)).abs() < 1e-15);
    }
    assert_eq!(of.bars_covered[1..], [1.0; 3]);
}

#[test]
fn a_dividend_before_a_split_in_the_gap_is_of_an_old_share() {
    let gap = f64::NAN;
    let of = multi_bar_returns(
        &[100.0, gap, gap, 25.0],
        &[1.0, 1.0, 4.0, 1.0],
        &[0.0, 4.0, 0.0, 0.0],
        ReturnKind::Simple,
    );
    // 96 ex dividend is 24 a new share.
    assert!((of.returns[3] - 1.0 / 24.0).abs() < 1e-15);
    assert_eq!(of.bars_covered[3], 3.0);
}

#[test]
fn a_dividend_as_large_as_the_price_leaves_no_return() {
    let of = multi_bar_returns(&[2.0, 1.0], &[1.0; 2], &[0.0, 2.0], ReturnKind::Simple);
    assert!(of.returns[1].is_nan() && of.bars_covered[1].is_nan());
}
