use eventstudy::report::internals::{NONE, count, p, percent, tick};

#[test]
fn numbers_keep_their_sign_and_never_say_nan() {
    assert_eq!(percent(0.01834), "+1.83%");
    assert_eq!(percent(-0.0104), "\u{2212}1.04%");
    assert_eq!(percent(-0.000001), "0.00%");
    assert_eq!(percent(f64::NAN), NONE);
    assert_eq!(p(f64::NAN), "p n/a");
    assert_eq!(
        (p(0.0478), p(0.65), p(0.0001)),
        ("p 0.048".into(), "p 0.65".into(), "p < 0.001".into())
    );
}

#[test]
fn counts_are_grouped_in_threes() {
    let shown = [0, 999, 1_000, 123_456, 1_000_000].map(count);
    assert_eq!(shown, ["0", "999", "1,000", "123,456", "1,000,000"]);
}

#[test]
fn ticks_have_the_digits_of_their_step() {
    assert_eq!((tick(0.02, 0.01), tick(-0.005, 0.005)), ("+2%".into(), "\u{2212}0.5%".into()));
    assert_eq!((tick(0.0, 0.01), tick(0.0002, 0.0002)), ("0%".into(), "+0.02%".into()));
}
