use eventstudy::models::internals::Blume;

#[test]
fn the_rule_can_be_estimated_anew() {
    let pairs = [(0.5, 0.7), (1.0, 1.0), (1.5, 1.3), (2.0, 1.6)];
    let rule = Blume::estimated(&pairs).unwrap();
    assert!((rule.constant - 0.4).abs() < 1e-14 && (rule.slope - 0.6).abs() < 1e-14);
    assert!(Blume::estimated(&pairs[..2]).is_err());
}
