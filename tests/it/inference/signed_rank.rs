use eventstudy::inference::internals::{SignedRank, Zeros};

/// |x| = 1, 2, 2, 3 with ranks 1, 2.5, 2.5, 4; W+ = 7.5 of 10. Of the 16 sign vectors the
/// sums 7.5 (2), 9 and 10 are at least 7.5... by hand: {4,2.5,1} twice = 7.5, {4,2.5,2.5} = 9,
/// all = 10, so 4/16 and p = 1/2.
#[test]
fn tied_ranks_by_hand() {
    let test = SignedRank::of(&[1.0, -2.0, 2.0, 3.0, 0.0], Zeros::Drop).unwrap();
    assert_eq!((test.n, test.w_plus, test.mean), (4, 7.5, 5.0));
    assert_eq!(test.variance, (1.0 + 6.25 + 6.25 + 16.0) / 4.0);
    assert_eq!(test.p_exact, Some(0.5));
}

/// 0.1 + 0.2 is not 0.3 in binary, and the two are the same return all the same.
#[test]
fn rounding_does_not_break_a_tie() {
    let sums = SignedRank::of(&[0.1 + 0.2, -0.3, 0.4], Zeros::Drop).unwrap();
    assert_eq!(SignedRank::of(&[0.3, -0.3, 0.4], Zeros::Drop), Some(sums));
    assert_eq!(sums.w_plus, 4.5);
}

/// With one zero Pratt's ranks of 1, 2, 3 are 2, 3, 4.
#[test]
fn pratt_ranks_zeros_and_leaves_them_out() {
    let test = SignedRank::of(&[0.0, 1.0, 2.0, -3.0], Zeros::Pratt).unwrap();
    assert_eq!((test.n, test.w_plus, test.mean, test.variance), (3, 5.0, 4.5, 29.0 / 4.0));
}

#[test]
fn nothing_but_zeros_has_no_ranks() {
    assert_eq!(SignedRank::of(&[0.0, -0.0], Zeros::Drop), None);
    assert_eq!(SignedRank::of(&[], Zeros::Pratt), None);
    assert_eq!(SignedRank::of(&[1.0, f64::NAN], Zeros::Drop), None);
}
