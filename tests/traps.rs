//! Mistakes that event-study software has made, each with a test that this one does not make it.

use std::fmt::Write as _;

use chrono::NaiveDate;
use eventstudy::event::Reason;
use eventstudy::intraday::{Anchor, Tape, reaction_path};
use eventstudy::prelude::*;
use eventstudy::prices::{Check, PriceError};
use eventstudy::returns::{DailyReturns, Leg};
use eventstudy::study::{CarResult, FirmResult};

/// A small generator, so that the data of these tests is the same everywhere.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 53) as f64 - 0.5
    }

    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.next()).sum()
    }
}

struct Row {
    date: NaiveDate,
    open: f64,
    close: f64,
    dividend: f64,
    split: f64,
}

/// Daily rows of a ticker over the sessions of 2024 and 2025.
fn series(seed: u64, price: f64) -> Vec<Row> {
    let mut noise = Noise(seed);
    let mut last = price;
    TradingCalendar::new_york()
        .days()
        .iter()
        .map(|d| d.date)
        .filter(|d| {
            ("2024-01-01".parse().unwrap().."2026-01-01".parse::<NaiveDate>().unwrap()).contains(d)
        })
        .map(|date| {
            let open = last * (0.006 * noise.normal()).exp();
            last = open * (0.01 * noise.normal()).exp();
            Row { date, open, close: last, dividend: 0.0, split: 1.0 }
        })
        .collect()
}

fn csv(rows: &[Row]) -> String {
    rows.iter().fold("date,open,high,low,close,volume,dividend,split\n".into(), |mut out, r| {
        let (high, low) = (r.open.max(r.close) * 1.001, r.open.min(r.close) * 0.999);
        writeln!(
            out,
            "{},{},{high},{low},{},1000,{},{}",
            r.date, r.open, r.close, r.dividend, r.split
        )
        .unwrap();
        out
    })
}

fn load(files: &[(&str, String)]) -> Result<Prices, PriceError> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(format!("{name}.csv")), text).unwrap();
    }
    let tickers: Vec<Ticker> = files.iter().map(|(name, _)| name.parse().unwrap()).collect();
    let path = folder.path().to_owned();
    let request =
        FileRequest { paths: vec![DataPath { ticker: None, path }], options: Options::default() };
    Prices::from_files(&request, &tickers, &TradingCalendar::new_york())
}

fn event(id: &str, published: &str, tickers: &[&str]) -> Event {
    let tickers: Vec<Ticker> = tickers.iter().map(|t| t.parse().unwrap()).collect();
    let mut event = Event::one_off(published.parse().unwrap(), "a story", &tickers).unwrap();
    event.id = id.parse().unwrap();
    event
}

fn study(events: &[Event], prices: &Prices) -> StudyResults {
    Study::new(StudySpec::default(), &TradingCalendar::new_york()).run(events, prices).unwrap()
}

fn firm(results: &StudyResults, event: usize) -> &FirmResult {
    &results.events[event].firms[0]
}

fn windows(results: &StudyResults, event: usize) -> &[CarResult] {
    &firm(results, event).daily.as_ref().unwrap().windows
}

const DAY: &str = "2025-06-11";

fn at(rows: &[Row], date: &str) -> usize {
    rows.iter().position(|r| r.date == date.parse().unwrap()).unwrap()
}

/// Trap 1: joining on the firm multiplies rows; here two events of a firm are two results.
#[test]
fn events_are_keyed_by_event_and_not_by_firm() {
    let prices = load(&[("XYZ", csv(&series(3, 50.0))), ("SPY", csv(&series(9, 400.0)))]).unwrap();
    let events = [
        event("a", "2025-06-11T08:00-04:00", &["XYZ"]),
        event("b", "2025-09-10T08:00-04:00", &["XYZ"]),
    ];
    let both = study(&events, &prices);
    assert_eq!(both.abnormal_returns().unwrap().height(), 42);
    assert_eq!(both.aggregate[0].averages.events, 2);
    let alone = study(&events[..1], &prices);
    assert_eq!(windows(&both, 0)[0].car, windows(&alone, 0)[0].car);
}

/// Traps 20 and 21: the event window moves neither the variance nor the coefficients.
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
    let a = study(&event, &load(&[("XYZ", csv(&calm)), spy.clone()]).unwrap());
    let b = study(&event, &load(&[("XYZ", csv(&wild)), spy]).unwrap());
    let (a, b) = (firm(&a, 0).daily.as_ref().unwrap(), firm(&b, 0).daily.as_ref().unwrap());
    assert_eq!((a.sigma, &a.coefficients), (b.sigma, &b.coefficients));
    assert!(b.windows[0].car.unwrap().value > a.windows[0].car.unwrap().value + 0.3);
}

/// Trap 22: 250 sessions that end eleven sessions before day 0, both ends counted.
#[test]
fn the_estimation_window_is_neither_long_nor_short_by_one() {
    let rows = series(3, 50.0);
    let zero = at(&rows, DAY);
    let (first, last) = (rows[zero - 260].date, rows[zero - 11].date);
    let prices = load(&[("XYZ", csv(&rows)), ("SPY", csv(&series(9, 400.0)))]).unwrap();
    let results = study(&[event("a", &format!("{DAY}T08:00-04:00"), &["XYZ"])], &prices);
    let daily = firm(&results, 0).daily.as_ref().unwrap();
    assert_eq!((daily.estimation_bars, daily.estimation_dates), (250, (first, last)));
    assert_eq!(
        (daily.bars[0].bar.t, daily.bars[20].bar.t, daily.bars[10].date),
        (-10, 10, DAY.parse().unwrap())
    );
}

/// Trap 36: looking at every bar of a path and stopping at the first that stands out rejects far
/// too often; the band holds for the whole path.
#[test]
fn the_band_of_the_path_has_its_size() {
    let mut noise = Noise(11);
    let mut path = || {
        let mut s = 0.0;
        (0..40)
            .map(|_| {
                s += noise.normal();
                Some(s)
            })
            .collect::<Vec<Option<f64>>>()
    };
    const RUNS: usize = 1_000;
    let rejected = (0..RUNS)
        .filter(|_| {
            let reference: Vec<_> = (0..39).map(|_| path()).collect();
            let result = reaction_path(&path(), &reference, 0.05).unwrap();
            assert_eq!(result.onset.is_some(), result.p_path <= 0.05);
            result.p_path <= 0.05
        })
        .count();
    // Two standard errors of a share of 5% in a thousand runs are 1.4 points.
    assert!((30..=70).contains(&rejected), "{rejected} of {RUNS}");
}

/// Traps 43 and 46: the return divides by the previous price, dividends and splits are in it.
#[test]
fn returns_are_total_returns_over_the_previous_price() {
    let mut rows = series(3, 50.0);
    let zero = at(&rows, DAY);
    rows[zero - 1].close = 100.0;
    (rows[zero].open, rows[zero].close, rows[zero].dividend) = (101.0, 102.4, 0.5);
    rows[zero + 1].split = 2.0;
    (rows[zero + 1].open, rows[zero + 1].close) = (51.0, 51.2);
    let prices = load(&[("XYZ", csv(&rows))]).unwrap();
    let calendar = TradingCalendar::new_york();
    let returns = DailyReturns::of(&prices.daily[&"XYZ".parse().unwrap()], &calendar).unwrap();
    let day = calendar.index_of(DAY.parse().unwrap()).unwrap();
    let simple = returns.total(day, ReturnKind::Simple);
    assert!((simple - (102.4 / 99.5 - 1.0)).abs() < 1e-14, "{simple}");
    assert!(returns.total(day + 1, ReturnKind::Simple).abs() < 1e-14);
    assert!((returns.total(day, ReturnKind::Log) - simple.ln_1p()).abs() < 1e-14);
}

/// Traps 47, 49 and 50: a missing price makes two returns missing and no window zero; a holiday is
/// no bar at all.
#[test]
fn missing_is_missing_and_never_zero() {
    let mut rows = series(3, 50.0);
    let gap = at(&rows, "2025-06-13");
    rows.remove(gap);
    let prices = load(&[("XYZ", csv(&rows)), ("SPY", csv(&series(9, 400.0)))]).unwrap();
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

/// Trap 51: rows in any order give the same returns, and the disorder is reported.
#[test]
fn rows_are_put_in_order_before_anything_else() {
    let rows = series(3, 50.0);
    let text = csv(&rows);
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].reverse();
    let spy = ("SPY", csv(&series(9, 400.0)));
    let event = [event("a", &format!("{DAY}T08:00-04:00"), &["XYZ"])];
    let sorted = load(&[("XYZ", text.clone()), spy.clone()]).unwrap();
    let reversed = load(&[("XYZ", lines.join("\n")), spy]).unwrap();
    assert_eq!(
        windows(&study(&event, &sorted), 0)[3].car,
        windows(&study(&event, &reversed), 0)[3].car
    );
    assert!(reversed.findings.iter().any(|f| f.check == Check::Disorder));
}

/// Trap 52: firm and benchmark join on the date and not on the row number.
#[test]
fn series_join_on_dates() {
    let spy = series(9, 400.0);
    let later: Vec<Row> = series(9, 400.0).into_iter().skip(37).collect();
    let xyz = ("XYZ", csv(&series(3, 50.0)));
    let event = [event("a", &format!("{DAY}T08:00-04:00"), &["XYZ"])];
    let a = study(&event, &load(&[xyz.clone(), ("SPY", csv(&spy))]).unwrap());
    let b = study(&event, &load(&[xyz, ("SPY", csv(&later))]).unwrap());
    assert_eq!(windows(&a, 0)[0].car, windows(&b, 0)[0].car);
}

/// Trap 54: a firm is never part of its own benchmark.
#[test]
fn a_firm_is_not_its_own_benchmark() {
    let prices = load(&[
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

/// Traps 55 and 56: a weekend story and one before Monday's open are the same event, estimation
/// window and all.
#[test]
fn a_weekend_story_is_moved_with_all_its_windows() {
    let prices = load(&[("XYZ", csv(&series(3, 50.0))), ("SPY", csv(&series(9, 400.0)))]).unwrap();
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

/// Trap 66: an event after the data is left out with its reason and never moved to the last bar;
/// trap 67: it does not stop the others.
#[test]
fn one_bad_event_is_left_out_with_its_reason() {
    let prices = load(&[("XYZ", csv(&series(3, 50.0))), ("SPY", csv(&series(9, 400.0)))]).unwrap();
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

/// Trap 69: other events of the firm are reported in the event window and kept out of the
/// estimation window.
#[test]
fn overlapping_events_are_reported_and_kept_out() {
    let prices = load(&[("XYZ", csv(&series(3, 50.0))), ("SPY", csv(&series(9, 400.0)))]).unwrap();
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

/// Trap 43 again, and the checks of bad rows: nothing is repaired in silence.
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
    let prices = load(&[("XYZ", lines.join("\n"))]).unwrap();
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

/// Five-minute rows of the regular session, labelled by start (or end), with some premarket.
fn five_minutes(days: &[&str], shift: i64, premarket: bool) -> String {
    let calendar = TradingCalendar::new_york();
    let mut noise = Noise(21);
    let mut price = 100.0;
    let mut out = String::from("ts_utc,open,high,low,close,volume\n");
    for day in days {
        let day = calendar.day(day.parse().unwrap()).unwrap();
        let from = if premarket { day.pre_open } else { day.open };
        let mut t = from;
        while t < day.close {
            let open = price;
            price *= (0.001 * noise.normal()).exp();
            let label = (t + chrono::TimeDelta::minutes(shift)).format("%Y-%m-%dT%H:%M:%SZ");
            writeln!(out, "{label},{open},{},{},{price},5000", open.max(price), open.min(price))
                .unwrap();
            t += chrono::TimeDelta::minutes(5);
        }
    }
    out
}

/// Trap 57: the baseline closed before the news, the bar of the news is the reaction; news after
/// the close belongs to the next session.
#[test]
fn the_baseline_never_knows_the_news() {
    let calendar = TradingCalendar::new_york();
    let prices = load(&[("XYZ", five_minutes(&["2025-06-10", "2025-06-11"], 0, true))]).unwrap();
    let tape = Tape::of(&prices.intraday[&"XYZ".parse().unwrap()], &calendar).unwrap();
    let anchor = |time: &str| {
        let t = chrono::DateTime::parse_from_rfc3339(time).unwrap().timestamp();
        Anchor::of(&tape, t, &calendar).unwrap()
    };
    let clock = |t: chrono::DateTime<chrono::Utc>| calendar.local(t).format("%d %H:%M").to_string();
    let exact = anchor("2025-06-11T10:00:00-04:00");
    assert_eq!(
        (clock(exact.baseline_time), clock(exact.first_bar), exact.partial),
        ("11 10:00".into(), "11 10:00".into(), false)
    );
    // The nearest bar to 10:04:59 starts at 10:05; the one that contains the news starts at 10:00.
    let within = anchor("2025-06-11T10:04:59-04:00");
    assert_eq!(
        (clock(within.baseline_time), clock(within.first_bar), within.partial),
        ("11 10:00".into(), "11 10:00".into(), true)
    );
    let night = anchor("2025-06-10T22:00:00-04:00");
    assert_eq!(
        (clock(night.baseline_time), clock(night.first_bar), night.age_waived),
        ("10 16:00".into(), "11 04:00".into(), true)
    );
}

/// Trap 63: bars labelled by their end are noticed, and understood when said; premarket bars do not
/// enter the daily bar.
#[test]
fn bar_labels_and_sessions_are_not_mixed_up() {
    let days = ["2025-06-09", "2025-06-10", "2025-06-11"];
    let error = load(&[("XYZ", five_minutes(&days, 5, false))]).unwrap_err();
    assert!(matches!(error, PriceError::EndLabels { .. }), "{error}");
    assert!(error.hint().contains("--bar-label end"));
    let regular = load(&[("XYZ", five_minutes(&days, 0, false))]).unwrap();
    let calendar = TradingCalendar::new_york();
    let bars = &regular.daily[&"XYZ".parse().unwrap()];
    let returns = DailyReturns::of(bars, &calendar).unwrap();
    let day = calendar.index_of(days[1].parse().unwrap()).unwrap();
    assert!(bars.from_intraday && returns.price("open", day).is_some());
    let extended = load(&[("XYZ", five_minutes(&days, 0, true))]).unwrap();
    let frame = &extended.daily[&"XYZ".parse().unwrap()].frame;
    assert_eq!(frame.column("volume").unwrap().f64().unwrap().get(0), Some(78.0 * 5000.0));
}

/// Trap 58: a half day ends at 13:00 and the night after it is no bar.
#[test]
fn a_half_day_is_short() {
    let prices = load(&[("XYZ", five_minutes(&["2025-11-26", "2025-11-28"], 0, false))]).unwrap();
    let finding = prices.findings.iter().find(|f| f.check == Check::Gap);
    assert!(finding.is_none(), "{finding:?}");
    assert_eq!(prices.intraday[&"XYZ".parse().unwrap()].frame.height(), 78 + 42);
}

/// Trap 59: bars and events without a zone are refused.
#[test]
fn naive_times_are_refused() {
    let text = five_minutes(&["2025-06-10"], 0, false).replace("Z,", ",");
    assert!(matches!(load(&[("XYZ", text)]), Err(PriceError::NaiveTimestamp { row: 2, .. })));
    assert!("2025-06-10T09:30".parse::<Published>().is_err());
}

/// Legs add up to the day, raw and abnormal, on every kind of day.
#[test]
fn legs_add_up() {
    let prices = load(&[("XYZ", csv(&series(3, 50.0))), ("SPY", csv(&series(9, 400.0)))]).unwrap();
    let results = study(&[event("a", &format!("{DAY}T08:00-04:00"), &["XYZ"])], &prices);
    let legs = firm(&results, 0).legs.as_ref().unwrap();
    let get = |l: Leg| legs.get(l).unwrap();
    let sum = |f: &dyn Fn(Leg) -> f64| f(Leg::Overnight) + f(Leg::Intraday) - f(Leg::CloseClose);
    assert!(sum(&|l| get(l).log.unwrap()).abs() < 1e-15);
    assert!(sum(&|l| get(l).abnormal.unwrap()).abs() < 1e-15);
    assert!(get(Leg::Premarket).log.is_none() && get(Leg::Premarket).missing.is_some());
}

fn prices_of(files: &[(&str, String)], tickers: &[&str]) -> Prices {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let tickers: Vec<Ticker> = tickers.iter().map(|t| t.parse().unwrap()).collect();
    let path = folder.path().to_owned();
    let request =
        FileRequest { paths: vec![DataPath { ticker: None, path }], options: Options::default() };
    Prices::from_files(&request, &tickers, &TradingCalendar::new_york()).unwrap()
}

/// Files are one series only if one goes on where the other ends; two vendors or two bar lengths are
/// never mixed, because a longer bar would know what comes after a shorter one.
#[test]
fn overlapping_files_are_not_one_series() {
    let rows = series(3, 50.0);
    let (first, second) = (csv(&rows[..200]), csv(&rows[200..]));
    let whole = prices_of(&[("XYZ_1.csv", first), ("XYZ_2.csv", second)], &["XYZ"]);
    let height = |p: &Prices| p.daily[&"XYZ".parse().unwrap()].frame.height();
    assert_eq!(height(&whole), rows.len());
    let other = csv(&series(77, 500.0));
    let mixed = prices_of(&[("XYZ_1.csv", csv(&rows[..200])), ("XYZ_2.csv", other)], &["XYZ"]);
    assert_eq!(height(&mixed), 200);
    assert!(
        mixed.files[1].used_for.contains("not used") && mixed.files[1].used_for.contains("overlap")
    );
}

/// Trap 46 again: prices that are adjusted already are not adjusted once more.
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
    let simple = |p: &Prices| {
        DailyReturns::of(&p.daily[&"XYZ".parse().unwrap()], &calendar)
            .unwrap()
            .total(day, ReturnKind::Simple)
    };
    let plain = rows[zero].close / rows[zero - 1].close - 1.0;
    let auto = prices_of(&[("XYZ.csv", text)], &["XYZ"]);
    assert!((simple(&auto) - plain).abs() < 1e-12, "{} {plain}", simple(&auto));
    let mut split = series(3, 50.0);
    split[zero].split = 10.0;
    let shown = prices_of(&[("XYZ.csv", csv(&split))], &["XYZ"]);
    assert!((simple(&shown) - plain).abs() < 1e-12);
    assert!(shown.findings.iter().any(|f| f.check == Check::SplitMismatch));
    let mut huge = series(3, 50.0);
    huge[zero].dividend = 500.0;
    let impossible = prices_of(&[("XYZ.csv", csv(&huge))], &["XYZ"]);
    assert!(simple(&impossible).is_nan());
    assert!(impossible.findings.iter().any(|f| f.check == Check::ImpossibleDividend));
}

/// Bars that stop in the middle of a day have no close.
#[test]
fn data_that_stops_early_has_no_close() {
    let text = five_minutes(&["2025-06-10", "2025-06-11"], 0, false);
    let lines: Vec<&str> = text.lines().collect();
    let prices = prices_of(&[("XYZ.csv", lines[..lines.len() - 30].join("\n"))], &["XYZ"]);
    let close =
        prices.daily[&"XYZ".parse().unwrap()].frame.column("close").unwrap().f64().unwrap().clone();
    assert_eq!((close.get(0).is_some(), close.get(1)), (true, None));
}

/// Windows in minutes follow the clock and not the first trade: a quiet hour after the news does not
/// stretch the window into busier hours.
#[test]
fn windows_follow_the_clock_on_every_day() {
    let calendar = TradingCalendar::new_york();
    let days: Vec<String> = calendar
        .days()
        .iter()
        .map(|d| d.date)
        .filter(|d| {
            ("2025-04-22".parse().unwrap()..="2025-06-11".parse::<NaiveDate>().unwrap()).contains(d)
        })
        .map(|d| d.to_string())
        .collect();
    let names: Vec<&str> = days.iter().map(String::as_str).collect();
    let text = five_minutes(&names, 0, true);
    // No trade from 08:00 to 09:00 New York time (12:00 to 13:00 UTC) on the event day.
    let quiet: Vec<&str> = text.lines().filter(|l| !l.starts_with("2025-06-11T12:")).collect();
    let prices = prices_of(&[("XYZ.csv", quiet.join("\n"))], &["XYZ"]);
    let results = study(&[event("a", "2025-06-11T08:00-04:00", &["XYZ"])], &prices);
    let intraday = firm(&results, 0).intraday.as_ref().unwrap();
    let hour = intraday.windows.iter().find(|w| w.window.to_string() == "[0,60) min").unwrap();
    assert_eq!(hour.value, None);
    assert_eq!(hour.missing.as_deref(), Some("no trade in the window, or none near its end"));
    let close = intraday.windows.iter().find(|w| w.window.to_string() == "to close").unwrap();
    assert!(close.value.is_some() && close.rank.is_some());
}
