use eventstudy::report::internals::{Digits, digits_count as count, share};

#[test]
fn numbers_read_well() {
    assert_eq!(
        ["0", "999", "1,000", "1,234,567"],
        [0, 999, 1_000, 1_234_567].map(count).as_slice()
    );
    assert_eq!(Digits(3).percent(Some(-0.000_001)), "+0.000%");
    assert_eq!(Digits(3).percent(Some(-0.000_01)), "-0.001%");
    assert_eq!(Digits(2).size(Some(0.0293)), "2.93%");
    assert_eq!(
        [share(0.0), share(0.000_1), share(0.5), share(0.9999)],
        ["0.0%", "<0.1%", "50.0%", ">99.9%"]
    );
}
