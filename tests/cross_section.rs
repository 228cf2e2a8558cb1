//! The study of many events, from files to figures.

use std::fmt::Write as _;
use std::path::Path;

use eventstudy::event::Announcements;
use eventstudy::models::{Estimate, ExpectedReturnModel, MarketModel, ModelError};
use eventstudy::prelude::*;
use eventstudy::prices::PricePanel;
use eventstudy::prices::source::{DataPath, FileRequest};
use eventstudy::study::Overlapping;
use eventstudy::study::many::{CrossSectionResults, CrossSectionStudy};

const FIRMS: [&str; 6] = ["AA", "BB", "CC", "DD", "EE", "MKT"];

/// The market model by the general way alone.
struct GeneralMarketModel;

impl ExpectedReturnModel for GeneralMarketModel {
    fn id(&self) -> &str {
        "general-market-model"
    }
    fn name(&self) -> &str {
        "market model by least squares"
    }
    fn needs_market(&self) -> bool {
        true
    }
    fn estimate(&self, sample: &EstimationSample<'_>) -> Result<Box<dyn Estimate>, ModelError> {
        MarketModel.estimate(sample)
    }
}

/// Prices of six tickers on every session of 2022 to 2024, simulated; CC has holes, DD ends early.
fn prices(calendar: &TradingCalendar) -> PricePanel {
    let mut state = 7_u64;
    let mut draw = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64 - 0.5
    };
    let days: Vec<_> = calendar
        .days()
        .iter()
        .filter(|d| ("2022-01-01".."2024-12-31").contains(&d.date.to_string().as_str()))
        .collect();
    let market: Vec<f64> = days.iter().map(|_| 0.03 * draw()).collect();
    let mut text = "date,ticker,close\n".to_owned();
    for (k, firm) in FIRMS.iter().enumerate() {
        let mut price = 100.0;
        for (i, day) in days.iter().enumerate() {
            let own = if *firm == "MKT" { 0.0 } else { 0.05 * draw() };
            price *= 1.0 + 0.0002 + (0.6 + 0.2 * k as f64) * market[i] + own;
            let hole = *firm == "CC" && i % 37 == 5;
            let ended = *firm == "DD" && i > 500;
            if !hole && !ended {
                writeln!(text, "{},{firm},{price}", day.date).unwrap();
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("prices.csv");
    std::fs::write(&file, text).unwrap();
    let request =
        FileRequest { paths: vec![DataPath { ticker: None, path: file }], ..Default::default() };
    let tickers: Vec<Ticker> = FIRMS.iter().map(|f| f.parse().unwrap()).collect();
    let prices = Prices::from_files(&request, &tickers, calendar).unwrap();
    PricePanel::from_prices(prices, calendar).unwrap()
}

fn spec() -> StudySpec {
    StudySpec {
        benchmark: "MKT".parse().unwrap(),
        estimation_length: 120,
        estimation_end: -6,
        window: "-5..5".parse().unwrap(),
        car_windows: ["-1..1", "0..0", "-5..5"].map(|w| w.parse().unwrap()).to_vec(),
        ..StudySpec::default()
    }
}

fn events(text: &str) -> Announcements {
    Announcements::from_csv(Path::new("events.csv"), text.as_bytes()).unwrap()
}

fn run(
    calendar: &TradingCalendar,
    announcements: &Announcements,
    spec: StudySpec,
    general: bool,
) -> CrossSectionResults {
    let study = CrossSectionStudy::new(spec, calendar);
    let study = if general { study.with_model(GeneralMarketModel) } else { study };
    study.run(announcements, &prices(calendar)).unwrap()
}

const EVENTS: &str = "id,date,ticker,kind\n\
    a,2023-03-15,AA,x\nb,2023-03-20,BB,y\nc,2023-04-03,CC,x\nd,2023-06-01,DD,y\n\
    e,2023-06-01,EE,x\nf,2024-05-01,AA,y\ng,2024-02-01,BB,x\nh,2023-09-05,CC,y\n";

#[test]
fn the_closed_form_is_the_general_market_model() {
    let calendar = TradingCalendar::new_york();
    let announcements = events(EVENTS);
    let fast = run(&calendar, &announcements, spec(), false).section;
    let general = run(&calendar, &announcements, spec(), true).section;
    assert_eq!(fast.len(), general.len());
    assert!(fast.len() >= 6);
    let near = |a: f64, b: f64, what: &str| {
        assert!(a.is_nan() == b.is_nan(), "{what}: {a} {b}");
        if a.is_finite() {
            assert!((a - b).abs() <= 1e-12 * b.abs().max(1e-3), "{what}: {a} {b}");
        }
    };
    for i in 0..fast.len() {
        let (a, b) = (fast.measured(i), general.measured(i));
        assert_eq!(a.residual_times, b.residual_times);
        near(a.member.sigma, b.member.sigma, "sigma");
        assert_eq!(a.member.degrees_of_freedom, b.member.degrees_of_freedom);
        for (what, x, y) in [
            ("residual", &a.residuals, &b.residuals),
            ("AR", &a.abnormal, &b.abnormal),
            ("CAR", &a.car, &b.car),
            ("Var(CAR)", &a.variance, &b.variance),
            ("BHAR", &a.buy_and_hold, &b.buy_and_hold),
        ] {
            assert_eq!(x.len(), y.len());
            for (x, y) in x.iter().zip(y) {
                near(*x, *y, what);
            }
        }
    }
}

#[test]
fn every_row_is_in_the_sample_or_in_the_ledger() {
    let calendar = TradingCalendar::new_york();
    let text = format!(
        "{EVENTS}i,2024-12-01T09:00,AA,x\nj,someday,AA,x\nk,2023-03-15,ZZ,x\nl,2023-03-17,AA,x\n\
         m,2024-06-03,DD,x\nn,2022-01-10,AA,x\no,2023-03-15,AA,x\na,2023-03-15,AA,x\n\
         p,1999-01-04,AA,x\nq,2023-12-02T08:00Z,EE,y\nr,2023-06-01,,x\na,2023-03-16,AA,x\n\
         s,2023-12-29,DD,y\n"
    );
    let announcements = events(&text);
    let results = run(&calendar, &announcements, spec(), false);
    let rows = text.lines().count() - 1;
    let out: std::collections::BTreeSet<usize> = results
        .ledger
        .iter()
        .filter(|r| r.part == "event")
        .map(|r| r.row.expect("a row of the file"))
        .collect();
    assert_eq!(results.events.len() + out.len(), rows, "{:#?}", results.ledger);
    for code in [
        "naive_time",
        "bad_time",
        "no_data",
        "overlap",
        "outside_data",
        "outside_calendar",
        "duplicate",
        "amendment",
        "no_ticker",
        "short_estimation",
    ] {
        assert!(results.ledger_counts.contains_key(code), "{code}: {:#?}", results.ledger);
    }
    // A Saturday's story belongs to Monday.
    let saturday = results.events.iter().find(|e| e.event == "q").unwrap();
    assert_eq!(saturday.day_zero.to_string(), "2023-12-04");
}

#[test]
fn overlapping_events_can_be_kept() {
    let calendar = TradingCalendar::new_york();
    let announcements =
        events("id,date,ticker\na,2023-03-15,AA\nb,2023-03-20,AA\nc,2023-08-01,BB\n");
    let left = run(&calendar, &announcements, spec(), false);
    assert_eq!((left.events.len(), left.ledger_counts["overlap"]), (2, 1));
    let mut keep = spec();
    keep.cross_section.overlapping = Overlapping::Keep;
    let kept = run(&calendar, &announcements, keep, false);
    assert_eq!(kept.events.len(), 3);
    assert_eq!(kept.events.iter().filter(|e| e.flags.contains(&"overlap")).count(), 2);
}

#[test]
fn groups_are_studies_of_their_own() {
    let calendar = TradingCalendar::new_york();
    let announcements = events(EVENTS);
    let mut by = spec();
    by.cross_section.by = Some("kind".into());
    let results = run(&calendar, &announcements, by, false);
    assert_eq!(results.groups.len(), 2);
    let total: usize = results.groups.iter().map(|g| g.events).sum();
    assert_eq!(total, results.events.len());
    let only_x: String = EVENTS.lines().filter(|l| l.ends_with('x') || l.starts_with("id")).fold(
        String::new(),
        |mut text, line| {
            writeln!(text, "{line}").unwrap();
            text
        },
    );
    let alone = run(&calendar, &events(&only_x), spec(), false);
    assert_eq!(results.groups[0].windows[0].mean, alone.windows[0].mean);
}
