use eventstudy::intraday::internals::growing_window;
use eventstudy::intraday::internals::reaction_path;

fn full(path: &[f64]) -> Vec<Option<f64>> {
    path.iter().map(|s| Some(*s)).collect()
}

#[test]
fn a_path_like_the_others_has_no_onset() {
    let reference: Vec<_> =
        (0..39).map(|j| full(&[f64::from(j % 7) - 3.0, f64::from(j % 5) - 2.0])).collect();
    let path = reaction_path(&full(&[0.5, -0.5]), &reference, 0.05).unwrap();
    assert!(path.p_path > 0.5);
    assert_eq!((path.onset, path.half_life, path.peak), (None, None, None));
}

#[test]
fn a_jump_that_half_reverts_overshoots() {
    let reference: Vec<_> = (0..39).map(|j| full(&[0.1 * f64::from(j % 7 - 3); 4])).collect();
    let path = reaction_path(&full(&[0.0, 8.0, 6.0, 4.0]), &reference, 0.05).unwrap();
    assert_eq!((path.onset, path.half_life, path.peak), (Some(1), Some(1), Some(1)));
    assert_eq!(path.overshoot, Some(2.0));
    assert_eq!(path.p_path, 1.0 / 40.0);
}

#[test]
fn too_few_reference_days_give_no_band() {
    let reference: Vec<_> = (0..18).map(|j| full(&[f64::from(j) - 9.0])).collect();
    let path = reaction_path(&full(&[50.0]), &reference, 0.05).unwrap();
    assert_eq!((path.band, path.onset), (None, None));
    assert!(reaction_path(&full(&[1.0]), &[], 0.05).is_none());
}

#[test]
fn the_window_grows_while_the_move_stands_out() {
    let reference: Vec<_> = (0..39).map(|j| full(&[f64::from(j % 7) - 3.0; 6])).collect();
    let event = full(&[9.0, 9.0, 9.0, 9.0, 1.0, 9.0]);
    assert_eq!(growing_window(&event, &reference, 0.05, 2), Some(5));
    assert_eq!(growing_window(&full(&[1.0; 6]), &reference, 0.05, 2), Some(0));
    assert_eq!(growing_window(&full(&[9.0; 6]), &reference, 0.05, 2), None);
    assert_eq!(growing_window(&event, &reference[..10], 0.05, 2), None);
}

#[test]
fn missing_points_take_no_part() {
    let reference: Vec<_> = (0..20).map(|j| vec![None, Some(f64::from(j) - 9.5)]).collect();
    let path = reaction_path(&[None, Some(1.0)], &reference, 0.05).unwrap();
    assert_eq!(path.scale[0], None);
    assert!(path.scale[1].is_some());
}
