//! Studies of single events on prices with gaps, in disorder, near other events or at the end of the
//! data: mistakes that event-study software has made.

use eventstudy::event::Reason;
use eventstudy::prelude::*;
use eventstudy::prices::Check;
use eventstudy::returns::Leg;

use crate::support::made_up_prices::{DAY, Row, at, csv, event, firm, series, study, windows};
use crate::support::prices::read_prices_by_ticker;

/// Joining on the firm multiplies rows; here two events of a firm are two results.
#[test]
fn events_are_keyed_by_event_and_not_by_firm() {
    let prices =
        read_prices_by_ticker(&[("XYZ", csv(&series(3, 50.0))), ("SPY", csv(&series(9, 400.0)))])
            .unwrap();
    let events = [
        event("a", "2025-06-11T08:00-04:00", &["XYZ"]),
        event("b", "2025-09-10T08:00-04:00", &["XYZ"]),
    ];
    let both = study(&events, &prices);
    assert_eq!(both.abnormal_returns().unwrap().height(), 42);
    assert_eq!(both.events.len(), 2);
    let alone = study(&events[..1], &prices);
    assert_eq!(windows(&both, 0)[0].car, windows(&alone, 0)[0].car);
}

/// The event window moves neither the variance nor the coefficients.
#[test]
fn the_event_window_is_not_seen_by_the_model() {
    let calm = series(3, 50.0);
    let mut wild = series(3, 50.0);
    let zero = at(&wild, DAY);
    for row in &mut wild[zero..] {
        row.open *= 1.5;
        row.close *= 1.5;
    }
    let spy = ("SPY", csv(&series(9, 400.0)));
    let event = [event("a", &format!("{DAY}T08:00-04:00"), &["XYZ"])];
    let a = study(&event, &read_prices_by_ticker(&[("XYZ", csv(&calm)), spy.clone()]).unwrap());
    let b = study(&event, &read_prices_by_ticker(&[("XYZ", csv(&wild)), spy]).unwrap());
    let (a, b) = (firm(&a, 0).daily.as_ref().unwrap(), firm(&b, 0).daily.as_ref().unwrap());
    assert_eq!((a.sigma, &a.coefficients), (b.sigma, &b.coefficients));
    assert!(b.windows[0].car.unwrap().value > a.windows[0].car.unwrap().value + 0.3);
}

/// 250 sessions that end eleven sessions before day 0, both ends counted.
#[test]
fn the_estimation_window_is_neither_long_nor_short_by_one() {
    let rows = series(3, 50.0);
    let zero = at(&rows, DAY);
    let (first, last) = (rows[zero - 260].date, rows[zero - 11].date);
    let prices =
        read_prices_by_ticker(&[("XYZ", csv(&rows)), ("SPY", csv(&series(9, 400.0)))]).unwrap();
    let results = study(&[event("a", &format!("{DAY}T08:00-04:00"), &["XYZ"])], &prices);
    let daily = firm(&results, 0).daily.as_ref().unwrap();
    assert_eq!((daily.estimation_bars, daily.estimation_dates), (250, (first, last)));
    assert_eq!(
        (daily.bars[0].bar.t, daily.bars[20].bar.t, daily.bars[10].date),
        (-10, 10, DAY.parse().unwrap())
    );
}

/// A missing price makes two returns missing and no window zero; a holiday is
/// no bar at all.
#[test]
fn missing_is_missing_and_never_zero() {
    let mut rows = series(3, 50.0);
    let gap = at(&rows, "2025-06-13");
    rows.remove(gap);
    let prices =
        read_prices_by_ticker(&[("XYZ", csv(&rows)), ("SPY", csv(&series(9, 400.0)))]).unwrap();
    let results = study(&[event("a", &format!("{DAY}T08:00-04:00"), &["XYZ"])], &prices);
    let daily = firm(&results, 0).daily.as_ref().unwrap();
    let missing: Vec<i32> =
        daily.bars.iter().filter(|b| b.bar.abnormal.is_none()).map(|b| b.bar.t).collect();
    assert_eq!(missing, [2, 3]);
    let by = |first, last| {
        daily.windows.iter().find(|w| (w.window.first(), w.window.last()) == (first, last)).unwrap()
    };
    assert!(by(0, 1).car.is_some() && by(-5, 5).car.is_none() && by(1, 5).car.is_none());
    assert_eq!(by(1, 5).missing.as_deref(), Some("no return on day +2, +3"));
    assert!(results.exclusions.iter().any(|e| e.code == Reason::MissingEventBar));
    assert!(prices.findings.iter().any(|f| f.check == Check::Gap && f.count == 1));
    // 19 June 2025 was a holiday: no bar of the window falls on it.
    assert!(daily.bars.iter().all(|b| b.date != "2025-06-19".parse().unwrap()));
}

/// Rows in any order give the same returns, and the disorder is reported.
#[test]
fn rows_are_put_in_order_before_anything_else() {
    let rows = series(3, 50.0);
    let text = csv(&rows);
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].reverse();
    let spy = ("SPY", csv(&series(9, 400.0)));
    let event = [event("a", &format!("{DAY}T08:00-04:00"), &["XYZ"])];
    let sorted = read_prices_by_ticker(&[("XYZ", text.clone()), spy.clone()]).unwrap();
    let reversed = read_prices_by_ticker(&[("XYZ", lines.join("\n")), spy]).unwrap();
    assert_eq!(
        windows(&study(&event, &sorted), 0)[3].car,
        windows(&study(&event, &reversed), 0)[3].car
    );
    assert!(reversed.findings.iter().any(|f| f.check == Check::Disorder));
}

/// Firm and benchmark join on the date and not on the row number.
#[test]
fn series_join_on_dates() {
    let spy = series(9, 400.0);
    let later: Vec<Row> = series(9, 400.0).into_iter().skip(37).collect();
    let xyz = ("XYZ", csv(&series(3, 50.0)));
    let event = [event("a", &format!("{DAY}T08:00-04:00"), &["XYZ"])];
    let a = study(&event, &read_prices_by_ticker(&[xyz.clone(), ("SPY", csv(&spy))]).unwrap());
    let b = study(&event, &read_prices_by_ticker(&[xyz, ("SPY", csv(&later))]).unwrap());
    assert_eq!(windows(&a, 0)[0].car, windows(&b, 0)[0].car);
}

/// A firm is never part of its own benchmark.
#[test]
fn a_firm_is_not_its_own_benchmark() {
    let prices = read_prices_by_ticker(&[
        ("XYZ", csv(&series(3, 50.0))),
        ("AAA", csv(&series(5, 20.0))),
        ("SPY", csv(&series(9, 400.0))),
    ])
    .unwrap();
    let spec = StudySpec { benchmark: "XYZ,AAA,SPY".parse().unwrap(), ..StudySpec::default() };
    let calendar = TradingCalendar::new_york();
    let events = [event("a", &format!("{DAY}T08:00-04:00"), &["XYZ"])];
    let results = Study::new(spec, &calendar).run(&events, &prices).unwrap();
    assert_eq!(firm(&results, 0).benchmark, "equal-weighted AAA, SPY");
}

/// A weekend story and one before Monday's open are the same event, estimation
/// window and all.
#[test]
fn a_weekend_story_is_moved_with_all_its_windows() {
    let prices =
        read_prices_by_ticker(&[("XYZ", csv(&series(3, 50.0))), ("SPY", csv(&series(9, 400.0)))])
            .unwrap();
    let events = [
        event("sat", "2025-06-14T12:00-04:00", &["XYZ"]),
        event("mon", "2025-06-16T07:00-04:00", &["XYZ"]),
        event("fri", "2025-06-13T16:00:00-04:00", &["XYZ"]),
    ];
    let spec = StudySpec::default();
    let calendar = TradingCalendar::new_york();
    let run = |e: &Event| {
        Study::new(spec.clone(), &calendar).run(std::slice::from_ref(e), &prices).unwrap()
    };
    let results: Vec<StudyResults> = events.iter().map(run).collect();
    for other in &results[1..] {
        assert_eq!(windows(&results[0], 0)[3].car, windows(other, 0)[3].car);
        assert_eq!(other.events[0].timing.as_ref().unwrap().day_zero.to_string(), "2025-06-16");
    }
    assert!(results[0].events[0].timing.as_ref().unwrap().day_zero_reason.contains("Saturday"));
}

/// An event after the data is left out with its reason and never moved to the last bar;
/// it does not stop the others.
#[test]
fn one_bad_event_is_left_out_with_its_reason() {
    let prices =
        read_prices_by_ticker(&[("XYZ", csv(&series(3, 50.0))), ("SPY", csv(&series(9, 400.0)))])
            .unwrap();
    let events = [
        event("late", "2026-03-11T08:00-04:00", &["XYZ"]),
        event("good", &format!("{DAY}T08:00-04:00"), &["XYZ"]),
        event("nobody", &format!("{DAY}T08:00-04:00"), &["QQQ"]),
        event("early", "2024-02-14T08:00-05:00", &["XYZ"]),
    ];
    let results = study(&events, &prices);
    assert!(firm(&results, 0).daily.is_none() && firm(&results, 1).daily.is_some());
    let code = |id: &str| results.exclusions.iter().find(|e| e.event == id).map(|e| e.code);
    assert_eq!(code("late"), Some(Reason::MissingEventBar));
    assert_eq!(code("nobody"), Some(Reason::NoData));
    assert_eq!(code("early"), Some(Reason::ShortEstimation));
    assert!(results.exclusions.iter().all(|e| !e.reason.is_empty()));
}

/// Other events of the firm are reported in the event window and kept out of the
/// estimation window.
#[test]
fn overlapping_events_are_reported_and_kept_out() {
    let prices =
        read_prices_by_ticker(&[("XYZ", csv(&series(3, 50.0))), ("SPY", csv(&series(9, 400.0)))])
            .unwrap();
    let events = [
        event("a", &format!("{DAY}T08:00-04:00"), &["XYZ"]),
        event("near", "2025-06-05T08:00-04:00", &["XYZ"]),
        event("before", "2025-02-12T08:00-05:00", &["XYZ"]),
    ];
    let results = study(&events, &prices);
    let a = firm(&results, 0);
    assert!(a.notes.iter().any(|n| n.contains("near, is at day -4")), "{:?}", a.notes);
    assert_eq!(a.daily.as_ref().unwrap().estimation_bars, 247);
    assert_eq!(a.daily.as_ref().unwrap().left_out_near_other_events, 3);
}

/// Legs add up to the day, raw and abnormal, on every kind of day.
#[test]
fn legs_add_up() {
    let prices =
        read_prices_by_ticker(&[("XYZ", csv(&series(3, 50.0))), ("SPY", csv(&series(9, 400.0)))])
            .unwrap();
    let results = study(&[event("a", &format!("{DAY}T08:00-04:00"), &["XYZ"])], &prices);
    let legs = firm(&results, 0).legs.as_ref().unwrap();
    let get = |l: Leg| legs.get(l).unwrap();
    let sum = |f: &dyn Fn(Leg) -> f64| f(Leg::Overnight) + f(Leg::Intraday) - f(Leg::CloseClose);
    assert!(sum(&|l| get(l).log.unwrap()).abs() < 1e-15);
    assert!(sum(&|l| get(l).abnormal.unwrap()).abs() < 1e-15);
    assert!(get(Leg::Premarket).log.is_none() && get(Leg::Premarket).missing.is_some());
}
