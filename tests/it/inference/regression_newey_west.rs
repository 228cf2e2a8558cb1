use eventstudy::inference::internals::newey_west;

#[test]
fn two_days_apart_is_two_lags_by_hand() {
    // u = -2, -1, 0, 3 about the mean 3; T = 4 gives floor(4 (.04)^(2/9)) = 1 lag, weight 1/2.
    let y = [1.0, 2.0, 3.0, 6.0];
    let ones = [1.0; 4];
    let together = newey_west(&y, &[&ones], &[0, 1, 2, 3]).unwrap();
    assert_eq!(together.lags, 1);
    let error = |sum: f64| sum.sqrt() / 4.0;
    // 14 + 2 (1/2) (2 + 0 + 0).
    assert!((together.standard_errors[0].unwrap() - error(16.0)).abs() < 1e-14);
    // A day is missing between the first two.
    let apart = newey_west(&y, &[&ones], &[0, 2, 3, 4]).unwrap();
    assert!((apart.standard_errors[0].unwrap() - error(14.0)).abs() < 1e-14);
}
