use eventstudy::inference::internals::synthetic_control_placebo;
use eventstudy::models::ExpectedReturnModel;
use eventstudy::models::internals::SyntheticControl;
use eventstudy::returns::Window;
use eventstudy::returns::internals::Samples;

/// Five columns of pseudo-random returns; the first is the firm's.
fn samples(jump: f64) -> Samples {
    let mut state = 7u64;
    let mut draw = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((state >> 33) as f64 / (1u64 << 31) as f64 - 0.5) * 0.02
    };
    let columns: Vec<Vec<f64>> = (0..6).map(|_| (0..63).map(|_| draw()).collect()).collect();
    let mut event_firm = columns[0][60..].to_vec();
    event_firm[1] += jump;
    Samples {
        estimation_firm: columns[0][..60].to_vec(),
        event_firm,
        estimation_factors: columns[1..].iter().map(|c| c[..60].to_vec()).collect(),
        event_factors: columns[1..].iter().map(|c| c[60..].to_vec()).collect(),
        ..Samples::default()
    }
}

#[test]
fn a_large_move_is_first_of_six_and_never_better() {
    let window = Window::new(-1, 1).unwrap();
    let p = |jump| synthetic_control_placebo(&samples(jump), window, window).p_value();
    assert_eq!(p(0.5), Some(1.0 / 6.0));
    assert_eq!(p(-0.5), Some(1.0 / 6.0));
    // The jump that leaves no abnormal return at all: every donor moved at least as much.
    let still = samples(0.0);
    let estimate = SyntheticControl.estimate(&still.estimation()).unwrap();
    let expected: f64 = estimate.expected(&still.event()).iter().sum();
    assert_eq!(p(expected - still.event_firm.iter().sum::<f64>()), Some(1.0));
}

#[test]
fn what_is_missing_is_said() {
    let window = Window::new(-1, 1).unwrap();
    let mut one = samples(0.1);
    one.event_factors[2][0] = f64::NAN;
    assert_eq!(synthetic_control_placebo(&one, window, window).p_value(), None);
    one.estimation_factors.truncate(1);
    one.event_factors.truncate(1);
    assert_eq!(synthetic_control_placebo(&one, window, window).p_value(), None);
}
