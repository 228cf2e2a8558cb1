use eventstudy::report::internals::test_name;

#[test]
fn long_names_are_broken_after_hyphens() {
    assert_eq!(test_name("bmp"), ["bmp"]);
    assert_eq!(test_name("cross-sectional-t"), ["cross-", "sectional-t"]);
    assert_eq!(test_name("corrado-zivney"), ["corrado-", "zivney"]);
}
