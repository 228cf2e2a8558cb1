use eventstudy::report::internals::{format_percent as percent, p_value, size};

#[test]
fn numbers_read_well() {
    assert_eq!(percent(Some(-0.010_396)), "-1.04%");
    assert_eq!(percent(Some(-0.000_001)), "+0.00%");
    assert_eq!(percent(None), "–");
    assert_eq!((p_value(Some(0.0001)), p_value(Some(0.25))), ("<0.001".into(), "0.250".into()));
    assert_eq!(size(Some(0.0293)), "2.93%");
}
