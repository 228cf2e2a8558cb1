use eventstudy::inference::internals::{PowerDesign, minimum_detectable_mean, power};

#[test]
fn few_events_need_more_than_the_normal_says() {
    // SciPy: roots of the noncentral t for 80%.
    for (events, shift) in SHIFTS {
        let design = PowerDesign::new(0.02, events, 1, 0.0);
        let smallest = design.minimum_detectable_mean().unwrap();
        let want = shift * 0.02 / (events as f64).sqrt();
        assert!((smallest / want - 1.0).abs() < 1e-8, "{events}: {smallest} {want}");
        assert!((design.power_of(smallest).unwrap() - 0.8).abs() < 1e-12);
        assert!(smallest > minimum_detectable_mean(0.02, events, 1, 0.0));
    }
}

const SHIFTS: [(usize, f64); 3] =
    [(2, 16.334008869920982), (10, 3.1496328864506173), (20, 2.95358486981905)];

#[test]
fn many_events_are_normal_and_have_a_floor() {
    let design = PowerDesign::new(0.02, 50, 3, 0.02);
    assert!((design.power_of(0.01).unwrap() - power(0.01, 0.02, 50, 3, 0.02)).abs() < 1e-15);
    let many = PowerDesign { events: 100_000_000, ..design }.minimum_detectable_mean().unwrap();
    assert!((many / design.limit().unwrap() - 1.0).abs() < 1e-6);
    // The two-sided power counts findings of the wrong sign, the closed form does not.
    let smallest = design.minimum_detectable_mean().unwrap();
    assert!((smallest / minimum_detectable_mean(0.02, 50, 3, 0.02) - 1.0).abs() < 1e-5);
}

#[test]
fn what_cannot_be_is_none() {
    assert_eq!(PowerDesign::new(0.02, 1, 1, 0.0).power_of(0.01), None);
    assert_eq!(PowerDesign::new(0.0, 10, 1, 0.0).minimum_detectable_mean(), None);
    // 1 + (N - 1) rho below zero is no correlation matrix.
    assert_eq!(PowerDesign::new(0.02, 10, 1, -0.2).power_of(0.01), None);
    assert_eq!(PowerDesign::new(0.02, 10, 1, 0.0).limit(), None);
    let sure = PowerDesign { power: 1.0, ..PowerDesign::new(0.02, 10, 1, 0.0) };
    assert_eq!(sure.minimum_detectable_mean(), None);
}
