//! The reaction within the day: its baseline, its windows and the band of its path.

use chrono::NaiveDate;
use eventstudy::intraday::Anchor;
use eventstudy::intraday::internals::{Tape, reaction_path};
use eventstudy::prelude::*;

use crate::support::made_up_prices::{event, firm, five_minutes, study};
use crate::support::prices::{read_prices, read_prices_by_ticker};
use crate::support::random::Xorshift;

/// The baseline closed before the news, the bar of the news is the reaction; news after
/// the close belongs to the next session.
#[test]
fn the_baseline_never_knows_the_news() {
    let calendar = TradingCalendar::new_york();
    let prices =
        read_prices_by_ticker(&[("XYZ", five_minutes(&["2025-06-10", "2025-06-11"], 0, true))])
            .unwrap();
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

/// Looking at every bar of a path and stopping at the first that stands out rejects far
/// too often; the band holds for the whole path.
#[test]
fn the_band_of_the_path_has_its_size() {
    let mut noise = Xorshift::new(11);
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
    let prices = read_prices(&[("XYZ.csv", quiet.join("\n"))], &["XYZ"]).unwrap();
    let results = study(&[event("a", "2025-06-11T08:00-04:00", &["XYZ"])], &prices);
    let intraday = firm(&results, 0).intraday.as_ref().unwrap();
    let hour = intraday.windows.iter().find(|w| w.window.to_string() == "[0,60) min").unwrap();
    assert_eq!(hour.value, None);
    assert_eq!(hour.missing.as_deref(), Some("no trade in the window, or none near its end"));
    let close = intraday.windows.iter().find(|w| w.window.to_string() == "to close").unwrap();
    assert!(close.value.is_some() && close.rank.is_some());
}
