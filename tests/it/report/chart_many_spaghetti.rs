use eventstudy::report::internals::{chosen, inside};

#[test]
fn a_path_is_cut_where_it_leaves_and_comes_back() {
    let path = vec![(0, 0.0), (1, 2.0), (2, 0.0), (3, -4.0), (4, 4.0)];
    let pieces = inside(&path, (-1.0, 1.0));
    assert_eq!(
        pieces,
        [
            vec![(0.0, 0.0), (0.5, 1.0)],
            vec![(1.5, 1.0), (2.0, 0.0), (2.25, -1.0)],
            vec![(3.375, -1.0), (3.625, 1.0)],
        ]
    );
}

#[test]
fn a_sample_of_the_events_is_spread_evenly() {
    assert_eq!(chosen(3), [0, 1, 2]);
    let drawn = chosen(2_000);
    assert_eq!((drawn.len(), drawn[0], drawn[149]), (150, 0, 1_986));
    assert!(chosen(0).is_empty());
}
