use eventstudy::inference::TestId;

#[test]
fn every_name_is_read_back() {
    for test in TestId::ALL {
        assert_eq!(test.id().parse(), Ok(*test));
    }
    assert!("no-test".parse::<TestId>().is_err());
}
