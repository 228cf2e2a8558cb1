//! Which cell of the size certificate is quoted beside a test.

use eventstudy::inference::{SampleShape, TestId, size_cells};

fn shape(events: usize, bars: usize) -> SampleShape {
    SampleShape { events, bars, common_date: false, skewness: 0.0 }
}

#[test]
fn the_cell_is_the_nearest_to_the_sample() {
    for (events, bars, wanted) in [
        (8, 1, (8, 1)),
        (12, 5, (8, 3)),
        (20, 6, (30, 11)),
        (45, 2, (30, 3)),
        (5_000, 60, (100, 21)),
        (2, 11, (1, 11)),
    ] {
        let test = if events == 2 { TestId::SingleEventT } else { TestId::Bmp };
        let cell = shape(events, bars).cell(test).unwrap();
        assert_eq!((cell.events, cell.bars), wanted, "{events} events, {bars} bars");
        assert_eq!((cell.scenario, cell.test), ("normal", test));
    }
}

#[test]
fn dates_and_skewness_choose_the_scenario() {
    let normal = shape(30, 3);
    assert_eq!(SampleShape { skewness: 0.6, ..normal }.scenario(), "skewed");
    assert_eq!(SampleShape { skewness: -1.9, ..normal }.scenario(), "skewed-2");
    let crowded = SampleShape { common_date: true, skewness: 1.9, ..normal };
    assert_eq!(crowded.scenario(), "common-date");
    // Correlated events are what BMP does not allow for.
    let note = crowded.note(TestId::Bmp).unwrap();
    assert!(note.contains("30 events, 3 bars, on one date with correlation 0.1"), "{note}");
    assert!(note.contains("of true nulls instead of 5%"), "{note}");
    assert_eq!(normal.note(TestId::Bmp), None);
}

/// A figure is the certificate's own, so that none can be quoted that is not there.
#[test]
fn rates_are_those_of_the_table() {
    let table = include_str!("../../../docs/certificate.csv");
    let sizes = table.lines().filter(|line| line.starts_with("size,")).count();
    assert_eq!(size_cells().len(), sizes);
    for scenario in ["normal", "common-date", "skewed", "skewed-2"] {
        assert!(size_cells().iter().any(|cell| cell.scenario == scenario), "{scenario}");
    }
    let cell = &size_cells()[0];
    let line = table.lines().nth(1).unwrap();
    assert!(line.starts_with(&format!("size,{},{},", cell.scenario, cell.events)), "{line}");
    assert!(line.contains(&format!("{},{},", cell.test, cell.replications)), "{line}");
}
