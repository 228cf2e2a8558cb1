use eventstudy::intraday::internals::{Pair, Point, abnormal_paths};

#[test]
fn a_firm_that_is_its_benchmark_has_no_abnormal_path() {
    let points: Vec<Point> = (1..=8).map(Point::Bar).collect();
    let day = |seed: i32| -> Pair {
        let mut s = 0.0;
        let path: Vec<Option<f64>> = (0..8)
            .map(|k| {
                s += 0.001 * f64::from((seed * 7 + k * 3) % 11 - 5);
                Some(s)
            })
            .collect();
        Pair { firm: path.iter().map(|v| v.map(|v| 1.5 * v)).collect(), market: path }
    };
    let reference: Vec<Pair> = (1..20).map(day).collect();
    let paths = abnormal_paths(&day(40), &reference, &points, true).unwrap();
    assert!((paths.beta - 1.5).abs() < 1e-12);
    assert!(paths.event.iter().all(Option::is_some));
    let largest = paths.event.iter().flatten().fold(0.0_f64, |m, v| m.max(v.abs()));
    assert!(largest < 1e-12, "{largest}");
}

#[test]
fn a_benchmark_that_wakes_up_later_costs_only_the_points_before() {
    let points: Vec<Point> = (1..=6).map(Point::Bar).collect();
    let day = |seed: i32, late: usize| -> Pair {
        let path: Vec<f64> =
            (0..6).map(|k| 0.002 * f64::from((seed * 5 + k * k * 3) % 13 - 6)).collect();
        Pair {
            firm: path.iter().map(|v| Some(2.0 * v)).collect(),
            market: path.iter().enumerate().map(|(k, v)| (k >= late).then_some(*v)).collect(),
        }
    };
    let reference: Vec<Pair> = (1..25).map(|seed| day(seed, (seed % 3) as usize)).collect();
    let paths = abnormal_paths(&day(40, 2), &reference, &points, true).unwrap();
    assert_eq!(paths.event[1], None);
    assert!(
        paths.event[2..].iter().all(|v| v.is_some_and(|v| v.abs() < 1e-12)),
        "{:?}",
        paths.event
    );
}
