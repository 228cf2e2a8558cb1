use eventstudy::models::internals::{descents, simplex_least_squares};
use proptest::prelude::*;

#[test]
fn a_mix_is_found_and_what_lies_outside_is_projected() {
    let (a, b, c) = ([1.0, 0.0, 0.0, 1.0], [0.0, 1.0, 0.0, 1.0], [0.0, 0.0, 1.0, 1.0]);
    let columns: [&[f64]; 3] = [&a, &b, &c];
    let mix = simplex_least_squares(&columns, &[0.5, 0.3, 0.2, 1.0]).unwrap();
    for (w, want) in mix.iter().zip([0.5, 0.3, 0.2]) {
        assert!((w - want).abs() < 1e-14);
    }
    // (0.9, 0.5, -0.4) is nearest to (0.7, 0.3, 0) among the points of the simplex.
    let edge = simplex_least_squares(&columns, &[0.9, 0.5, -0.4, 1.0]).unwrap();
    for (w, want) in edge.iter().zip([0.7, 0.3, 0.0]) {
        assert!((w - want).abs() < 1e-14, "{edge:?}");
    }
    assert_eq!(simplex_least_squares(&columns, &[9.0, 0.0, 0.0, 0.0]).unwrap(), [1.0, 0.0, 0.0]);
}

proptest! {
    #[test]
    fn the_conditions_of_an_optimum_hold(
        y in prop::collection::vec(-1.0f64..1.0, 30),
        x in prop::collection::vec(prop::collection::vec(-1.0f64..1.0, 30), 1..8),
    ) {
        let columns: Vec<&[f64]> = x.iter().map(Vec::as_slice).collect();
        let w = simplex_least_squares(&columns, &y).unwrap();
        prop_assert!(w.iter().all(|w| *w >= 0.0));
        prop_assert!((w.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        for (descent, w) in descents(&columns, &y, &w).iter().zip(&w) {
            prop_assert!(*descent < 1e-9, "{descent}");
            prop_assert!(*w == 0.0 || descent.abs() < 1e-9, "{descent} at {w}");
        }
    }
}
