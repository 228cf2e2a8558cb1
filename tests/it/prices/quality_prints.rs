use eventstudy::prices::internals::{reverting_closes, suspect_wicks};

#[test]
fn a_high_that_no_neighbour_confirms_is_suspect() {
    let mut wicks: Vec<f64> = (0..60).map(|i| 0.004 + 0.003 * f64::from(i % 5)).collect();
    assert!(suspect_wicks(&wicks, 0.04).is_empty());
    wicks[30] = 0.09;
    assert_eq!(suspect_wicks(&wicks, 0.04), [30]);
}

#[test]
fn a_jump_that_stays_is_news_and_one_that_reverts_is_suspect() {
    let mut closes: Vec<f64> = (0..60).map(|i| 100.0 + 0.1 * f64::from(i % 3)).collect();
    closes[40] = 120.0;
    assert_eq!(reverting_closes(&closes), [40]);
    for close in &mut closes[40..] {
        *close = 120.0;
    }
    assert!(reverting_closes(&closes).is_empty());
}
