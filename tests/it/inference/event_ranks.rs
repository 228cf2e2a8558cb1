use eventstudy::inference::internals::{AtBar, merge};

/// -1, 0, 0, 0, 2 in two lists: ranks 1, 3, 3, 3, 5.
#[test]
fn ties_share_their_average_rank() {
    let (a, b) = ([(-1.0, 0), (0.0, 1), (2.0, 2)], [(-0.0, 0), (0.0, 1)]);
    let mut seen = Vec::new();
    merge(&a, &b, |tie, x, y| {
        seen.push((tie.doubled_deviation(5), tie.side_of_median(5), x.len(), y.len()));
    });
    assert_eq!(seen, [(-4.0, -1.0, 1, 0), (0.0, 0.0, 1, 2), (4.0, 1.0, 1, 0)]);
}

/// The median of -1, 0, 0, 5 is 0; that of -1, 0, 1, 5 is 0.5.
#[test]
fn sides_of_the_median_of_an_even_sample() {
    let sides = |values: &[f64]| {
        let list: Vec<AtBar> = values.iter().map(|v| (*v, 0)).collect();
        let mut sides = Vec::new();
        merge(&list, &[], |tie, _, _| sides.push(tie.side_of_median(4)));
        sides
    };
    assert_eq!(sides(&[-1.0, 0.0, 0.0, 5.0]), [-1.0, 0.0, 1.0]);
    assert_eq!(sides(&[-1.0, 0.0, 1.0, 5.0]), [-1.0, -1.0, 1.0, 1.0]);
}
