use std::fmt::Write as _;

use eventstudy::prices::Check;
use eventstudy::prices::internals::{reverting_closes, suspect_wicks};

use crate::support::made_up_prices::series;
use crate::support::prices::read_prices_by_ticker;

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

/// A calm stock of some 100, with this bar on this day of it.
fn with_bar(day: usize, [open, high, low, close]: [f64; 4], next: [f64; 4]) -> Option<String> {
    let rows = series(3, 50.0);
    let mut text = "date,open,high,low,close\n".to_owned();
    for (i, row) in rows.iter().enumerate() {
        let wave = 0.4 * f64::from((i % 7) as u32);
        let usual = [100.0 + wave, 101.0 + wave, 99.5 + wave, 100.5 + wave];
        let bar = match i {
            i if i == day => [open, high, low, close],
            i if i == day + 1 => next,
            _ => usual,
        };
        writeln!(text, "{},{},{},{},{}", row.date, bar[0], bar[1], bar[2], bar[3]).unwrap();
    }
    let prices = read_prices_by_ticker(&[("XYZ", text)]).unwrap();
    let found = prices.findings.into_iter().find(|f| f.check == Check::BadPrint);
    found.map(|f| f.examples.join("; "))
}

/// A lone high on an ordinary day is suspect; a swing is not: the rest of its day is wild as well, or
/// the next day trades there.
#[test]
fn a_genuine_extreme_is_no_suspect_print() {
    let usual = [100.0, 101.0, 99.5, 100.5];
    let lone = with_bar(200, [100.0, 110.0, 99.2, 100.4], usual);
    assert!(lone.as_ref().is_some_and(|f| f.ends_with("high 110")), "{lone:?}");
    let low = with_bar(200, [100.0, 100.9, 91.0, 100.4], usual);
    assert!(low.as_ref().is_some_and(|f| f.ends_with("low 91")), "{low:?}");
    // Down by four per cent, up by seven, and back, as in a panic.
    assert_eq!(with_bar(200, [100.0, 107.0, 96.3, 99.4], usual), None);
    // A flash low in the middle of a wide day.
    assert_eq!(with_bar(200, [101.0, 102.5, 95.0, 100.0], usual), None);
    // The next day opens there.
    assert_eq!(with_bar(200, [100.0, 110.0, 99.2, 100.4], [109.0, 111.0, 104.0, 105.0]), None);
}
