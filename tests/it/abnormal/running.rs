use eventstudy::abnormal::internals::{CrossSection, Measured, Member, Running};
use eventstudy::returns::Window;

fn sums(abnormal: [f64; 4], bars_covered: &[f64]) -> Vec<f64> {
    let mut section = CrossSection::new(Window::new(0, 3).unwrap(), &[]);
    section.push(&Measured {
        member: Member { day_zero: 0, firm: 0, cluster: 0, degrees_of_freedom: 9.0, sigma: 1.0 },
        residuals: Vec::new(),
        residual_times: Vec::new(),
        abnormal: abnormal.to_vec(),
        car: abnormal.to_vec(),
        variance: vec![1.0; 4],
        standardised_variance: Vec::new(),
        buy_and_hold: vec![f64::NAN; 4],
        bars_covered: bars_covered.to_vec(),
    });
    let mut running = Running::default();
    (0..4).map(|bar| running.add(&section, 0, bar)).collect()
}

#[test]
fn a_gap_ends_the_sum_unless_a_return_covers_it() {
    let gap = f64::NAN;
    let plain = sums([1.0, gap, 2.0, 4.0], &[]);
    assert!(plain[0] == 1.0 && plain[1..].iter().all(|s| s.is_nan()));
    let bridged = sums([1.0, gap, 2.0, 4.0], &[1.0, gap, 2.0, 1.0]);
    assert!(bridged[1].is_nan() && bridged[2..] == [3.0, 7.0]);
    // A return that began before the window has days in it that the window has not.
    assert!(sums([1.0, 1.0, 2.0, 4.0], &[2.0, 1.0, 1.0, 1.0]).iter().all(|s| s.is_nan()));
}
