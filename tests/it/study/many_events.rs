//! The study of many events, from files to figures.

use std::fmt::Write as _;

use eventstudy::event::{Announcements, LedgerPart, Reason};
use eventstudy::prelude::*;
use eventstudy::prices::PricePanel;
use eventstudy::study::Overlapping;
use eventstudy::study::many::{CrossSectionResults, CrossSectionStudy};

use crate::support::general_market_model::GeneralMarketModel;
use crate::support::prices::{announcements, read_prices};
use crate::support::random::Xorshift;

const FIRMS: [&str; 6] = ["AA", "BB", "CC", "DD", "EE", "MKT"];

/// Prices of six tickers on every session of 2022 to 2024, simulated; CC has holes, DD ends early.
fn panel(calendar: &TradingCalendar) -> PricePanel {
    let mut random = Xorshift::new(7);
    let mut draw = move || random.uniform();
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
    let prices = read_prices(&[("prices.csv", text)], &FIRMS).unwrap();
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

fn run(
    calendar: &TradingCalendar,
    events: &Announcements,
    spec: StudySpec,
    general: bool,
) -> CrossSectionResults {
    let study = CrossSectionStudy::new(spec, calendar);
    let study = if general { study.with_model(GeneralMarketModel) } else { study };
    study.run(events, &panel(calendar)).unwrap()
}

const EVENTS: &str = "id,date,ticker,kind\n\
    a,2023-03-15,AA,x\nb,2023-03-20,BB,y\nc,2023-04-03,CC,x\nd,2023-06-01,DD,y\n\
    e,2023-06-01,EE,x\nf,2024-05-01,AA,y\ng,2024-02-01,BB,x\nh,2023-09-05,CC,y\n";

#[test]
fn the_closed_form_is_the_general_market_model() {
    let calendar = TradingCalendar::new_york();
    let events = announcements(EVENTS);
    let fast = run(&calendar, &events, spec(), false).section;
    let general = run(&calendar, &events, spec(), true).section;
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
    let events = announcements(&text);
    let results = run(&calendar, &events, spec(), false);
    let rows = text.lines().count() - 1;
    let out: std::collections::BTreeSet<usize> = results
        .ledger
        .iter()
        .filter(|r| r.part == LedgerPart::Event)
        .map(|r| r.row.expect("a row of the file"))
        .collect();
    assert_eq!(results.events.len() + out.len(), rows, "{:#?}", results.ledger);
    for code in [
        Reason::NaiveTime,
        Reason::BadTime,
        Reason::NoData,
        Reason::Overlap,
        Reason::OutsideData,
        Reason::OutsideCalendar,
        Reason::Duplicate,
        Reason::Amendment,
        Reason::NoTicker,
        Reason::ShortEstimation,
    ] {
        assert!(results.ledger_counts.contains_key(&code), "{code}: {:#?}", results.ledger);
    }
    // A Saturday's story belongs to Monday.
    let saturday = results.events.iter().find(|e| e.event == "q").unwrap();
    assert_eq!(saturday.day_zero.to_string(), "2023-12-04");
}

#[test]
fn overlapping_events_can_be_kept() {
    let calendar = TradingCalendar::new_york();
    let events =
        announcements("id,date,ticker\na,2023-03-15,AA\nb,2023-03-20,AA\nc,2023-08-01,BB\n");
    let left = run(&calendar, &events, spec(), false);
    assert_eq!((left.events.len(), left.ledger_counts[&Reason::Overlap]), (2, 1));
    let mut keep = spec();
    keep.cross_section.overlapping = Overlapping::Keep;
    let kept = run(&calendar, &events, keep, false);
    assert_eq!(kept.events.len(), 3);
    assert_eq!(kept.events.iter().filter(|e| e.flags.contains(&"overlap")).count(), 2);
}

#[test]
fn groups_are_studies_of_their_own() {
    let calendar = TradingCalendar::new_york();
    let events = announcements(EVENTS);
    let mut by = spec();
    by.cross_section.by = Some("kind".into());
    let results = run(&calendar, &events, by, false);
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
    let alone = run(&calendar, &announcements(&only_x), spec(), false);
    assert_eq!(results.groups[0].windows[0].mean, alone.windows[0].mean);
}
