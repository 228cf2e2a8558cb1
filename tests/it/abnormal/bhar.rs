use eventstudy::abnormal::internals::growth_over_gaps;
use eventstudy::returns::ReturnKind;

const GAP: f64 = f64::NAN;

#[test]
fn a_position_is_held_through_bars_without_a_price() {
    // The third return covers the second bar, too.
    let (returns, covered) = ([0.1, GAP, 0.2, -0.5], [1.0, GAP, 2.0, 1.0]);
    let held = |bars| growth_over_gaps(&returns, &covered, bars, ReturnKind::Simple);
    assert!((held(0..4) - 1.1 * 1.2 * 0.5).abs() < 1e-15);
    assert!((held(1..3) - 1.2).abs() < 1e-15);
    // Bought where there is no price, sold where there is none.
    assert!(held(2..4).is_nan() && held(0..2).is_nan());
    let log = growth_over_gaps(&returns, &covered, 0..4, ReturnKind::Log);
    assert!((log - f64::exp(0.1 + 0.2 - 0.5)).abs() < 1e-15);
}
