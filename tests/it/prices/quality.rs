//! Rows, files and labels that would give wrong prices or returns.

use std::fmt::Write as _;

use eventstudy::prelude::*;
use eventstudy::prices::{Check, PriceError, PricePanel};
use eventstudy::returns::ReturnPanel;
use eventstudy::returns::internals::DailyReturns;

use crate::support::made_up_prices::{DAY, at, csv, five_minutes, series};
use crate::support::prices::{read_prices, read_prices_by_ticker};

fn panel(prices: &Prices) -> PricePanel {
    PricePanel::from_prices(prices.clone(), &TradingCalendar::new_york()).unwrap()
}

/// The return of the only ticker on a session.
fn return_on(prices: &Prices, kind: ReturnKind, session: usize) -> f64 {
    ReturnPanel::of(&panel(prices), kind).series(0).at(session)
}

/// Bad rows are counted and left out: nothing is repaired in silence.
#[test]
fn bad_rows_are_counted_and_left_out() {
    let rows = series(3, 50.0);
    let mut lines: Vec<String> = csv(&rows).lines().map(str::to_owned).collect();
    let (a, b, c) =
        (at(&rows, "2025-03-03") + 1, at(&rows, "2025-03-05") + 1, at(&rows, "2025-03-07") + 1);
    lines[a] = "2025-03-03,-1,2,1,1.5,1000,0,1".into();
    lines[b] = "2025-03-05,50,40,60,50,1000,0,1".into();
    lines[c] = "2025-03-07,50,51,49,50,0,0,1".into();
    lines.push("2025-03-08,50,51,49,50,1000,0,1".into());
    lines.push(lines[10].clone());
    let prices = read_prices_by_ticker(&[("XYZ", lines.join("\n"))]).unwrap();
    for check in [
        Check::NonPositive,
        Check::InconsistentRange,
        Check::NoVolume,
        Check::OutsideSessions,
        Check::Duplicate,
        Check::Disorder,
    ] {
        let found = prices.findings.iter().find(|f| f.check == check);
        assert!(
            found.is_some_and(|f| f.count >= 1 && !f.examples.is_empty()),
            "{check:?} was not found"
        );
    }
    let close =
        prices.daily[&"XYZ".parse().unwrap()].frame.column("close").unwrap().f64().unwrap().clone();
    assert_eq!(close.null_count(), 3);
}

/// Files are one series only if one goes on where the other ends; two vendors or two bar lengths are
/// never mixed, because a longer bar would know what comes after a shorter one.
#[test]
fn overlapping_files_are_not_one_series() {
    let rows = series(3, 50.0);
    let (first, second) = (csv(&rows[..200]), csv(&rows[200..]));
    let whole = read_prices(&[("XYZ_1.csv", first), ("XYZ_2.csv", second)], &["XYZ"]).unwrap();
    let height = |p: &Prices| p.daily[&"XYZ".parse().unwrap()].frame.height();
    assert_eq!(height(&whole), rows.len());
    let other = csv(&series(77, 500.0));
    let mixed =
        read_prices(&[("XYZ_1.csv", csv(&rows[..200])), ("XYZ_2.csv", other)], &["XYZ"]).unwrap();
    assert_eq!(height(&mixed), 200);
    assert!(
        mixed.files[1].used_for.contains("not used") && mixed.files[1].used_for.contains("overlap")
    );
}

/// Prices that are adjusted already are not adjusted once more.
#[test]
fn adjusted_prices_are_not_adjusted_twice() {
    let rows = series(3, 50.0);
    let zero = at(&rows, DAY);
    let mut text = String::from("Date,Open,High,Low,Close,Volume,Dividends,Stock Splits\n");
    for (i, r) in rows.iter().enumerate() {
        let dividend = if i == zero { 2.5 } else { 0.0 };
        let (high, low) = (r.open.max(r.close) * 1.001, r.open.min(r.close) * 0.999);
        writeln!(text, "{},{},{high},{low},{},1000,{dividend},0", r.date, r.open, r.close).unwrap();
    }
    let calendar = TradingCalendar::new_york();
    let day = calendar.index_of(DAY.parse().unwrap()).unwrap();
    let simple = |p: &Prices| return_on(p, ReturnKind::Simple, day);
    let plain = rows[zero].close / rows[zero - 1].close - 1.0;
    let auto = read_prices(&[("XYZ.csv", text)], &["XYZ"]).unwrap();
    assert!((simple(&auto) - plain).abs() < 1e-12, "{} {plain}", simple(&auto));
    let mut split = series(3, 50.0);
    split[zero].split = 10.0;
    let shown = read_prices(&[("XYZ.csv", csv(&split))], &["XYZ"]).unwrap();
    assert!((simple(&shown) - plain).abs() < 1e-12);
    assert!(shown.findings.iter().any(|f| f.check == Check::SplitMismatch));
    let mut huge = series(3, 50.0);
    huge[zero].dividend = 500.0;
    let impossible = read_prices(&[("XYZ.csv", csv(&huge))], &["XYZ"]).unwrap();
    assert!(simple(&impossible).is_nan());
    assert!(impossible.findings.iter().any(|f| f.check == Check::ImpossibleDividend));
}

/// Bars that stop in the middle of a day have no close.
#[test]
fn data_that_stops_early_has_no_close() {
    let text = five_minutes(&["2025-06-10", "2025-06-11"], 0, false);
    let lines: Vec<&str> = text.lines().collect();
    let prices =
        read_prices(&[("XYZ.csv", lines[..lines.len() - 30].join("\n"))], &["XYZ"]).unwrap();
    let close =
        prices.daily[&"XYZ".parse().unwrap()].frame.column("close").unwrap().f64().unwrap().clone();
    assert_eq!((close.get(0).is_some(), close.get(1)), (true, None));
}

/// Bars labelled by their end are noticed, and understood when said; premarket bars do not
/// enter the daily bar.
#[test]
fn bar_labels_and_sessions_are_not_mixed_up() {
    let days = ["2025-06-09", "2025-06-10", "2025-06-11"];
    let error = read_prices_by_ticker(&[("XYZ", five_minutes(&days, 5, false))]).unwrap_err();
    assert!(matches!(error, PriceError::EndLabels { .. }), "{error}");
    assert!(error.hint().contains("labelled by their end"));
    let regular = read_prices_by_ticker(&[("XYZ", five_minutes(&days, 0, false))]).unwrap();
    let calendar = TradingCalendar::new_york();
    let bars = &regular.daily[&"XYZ".parse().unwrap()];
    let panel = panel(&regular);
    let panel = ReturnPanel::of(&panel, ReturnKind::Simple);
    let returns = DailyReturns::new(&panel, 0);
    let day = calendar.index_of(days[1].parse().unwrap()).unwrap();
    assert!(bars.from_intraday && returns.open(day).is_finite());
    let extended = read_prices_by_ticker(&[("XYZ", five_minutes(&days, 0, true))]).unwrap();
    let frame = &extended.daily[&"XYZ".parse().unwrap()].frame;
    assert_eq!(frame.column("volume").unwrap().f64().unwrap().get(0), Some(78.0 * 5000.0));
}

/// A half day ends at 13:00 and the night after it is no bar.
#[test]
fn a_half_day_is_short() {
    let prices =
        read_prices_by_ticker(&[("XYZ", five_minutes(&["2025-11-26", "2025-11-28"], 0, false))])
            .unwrap();
    let finding = prices.findings.iter().find(|f| f.check == Check::Gap);
    assert!(finding.is_none(), "{finding:?}");
    assert_eq!(prices.intraday[&"XYZ".parse().unwrap()].frame.height(), 78 + 42);
}

/// Bars and events without a zone are refused.
#[test]
fn naive_times_are_refused() {
    let text = five_minutes(&["2025-06-10"], 0, false).replace("Z,", ",");
    assert!(matches!(
        read_prices_by_ticker(&[("XYZ", text)]),
        Err(PriceError::NaiveTimestamp { row: 2, .. })
    ));
    assert!("2025-06-10T09:30".parse::<Published>().is_err());
}

/// The return divides by the previous price, dividends and splits are in it.
#[test]
fn returns_are_total_returns_over_the_previous_price() {
    let mut rows = series(3, 50.0);
    let zero = at(&rows, DAY);
    rows[zero - 1].close = 100.0;
    (rows[zero].open, rows[zero].close, rows[zero].dividend) = (101.0, 102.4, 0.5);
    rows[zero + 1].split = 2.0;
    (rows[zero + 1].open, rows[zero + 1].close) = (51.0, 51.2);
    let prices = read_prices_by_ticker(&[("XYZ", csv(&rows))]).unwrap();
    let calendar = TradingCalendar::new_york();
    let returns = |kind, day| return_on(&prices, kind, day);
    let day = calendar.index_of(DAY.parse().unwrap()).unwrap();
    let simple = returns(ReturnKind::Simple, day);
    assert!((simple - (102.4 / 99.5 - 1.0)).abs() < 1e-14, "{simple}");
    assert!(returns(ReturnKind::Simple, day + 1).abs() < 1e-14);
    assert!((returns(ReturnKind::Log, day) - simple.ln_1p()).abs() < 1e-14);
}

/// A file with many tickers is one file.
#[test]
fn a_file_is_counted_once_however_many_tickers_it_has() {
    let rows = series(3, 50.0);
    let mut text = String::from("date,ticker,close\n");
    for row in &rows {
        for (k, name) in ["AAA", "BBB", "CCC"].iter().enumerate() {
            writeln!(text, "{},{name},{}", row.date, row.close * (1.0 + k as f64)).unwrap();
        }
    }
    let names = ["AAA", "BBB", "CCC"];
    let one = read_prices(&[("all.csv", text.clone())], &names).unwrap();
    assert_eq!((one.files.len(), one.daily.len()), (3, 3));
    assert!(one.description.starts_with("1 price file; "), "{}", one.description);
    let two = [("all.csv", text.clone()), ("DDD.csv", csv(&rows))];
    let two = read_prices(&two, &["AAA", "BBB", "CCC", "DDD"]).unwrap();
    assert!(two.description.starts_with("2 price files; "), "{}", two.description);
    let lacking = read_prices(&[("all.csv", text)], &["ZZZ"]).unwrap_err();
    assert!(lacking.to_string().contains("1 file was looked at"), "{lacking}");
}
