use eventstudy::claims::internals::deadband;
use eventstudy::claims::{Verdict, check, read};

#[test]
fn a_strong_word_for_a_small_move_is_right_in_direction_only() {
    let reference: Vec<f64> = (0..39).map(|j| if j % 2 == 0 { 0.010 } else { -0.010 }).collect();
    let reading = read("X jumped").unwrap();
    let result = check(&reading, 0.011, &reference, &reference, 0.0002, 0.05, 19).unwrap();
    assert_eq!(
        (result.verdict, result.fact, result.signal),
        (Verdict::SupportedDirectionOnly, true, true)
    );
    // Nineteen days can reach 5% and no less.
    assert!(check(&reading, 0.011, &reference[..19], &reference[..19], 0.0002, 0.05, 19).is_some());
    assert!(check(&reading, 0.011, &reference, &reference, 0.0002, 0.01, 19).is_none());
}

#[test]
fn the_deadband_is_a_tick_or_two_basis_points() {
    assert_eq!(deadband(10.0), 0.001);
    assert_eq!(deadband(650.0), 0.0002);
}
