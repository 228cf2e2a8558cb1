//! When a path left its band: on its own prices, in its own band, and only where it is known.

use std::fmt::Write as _;

use chrono::NaiveDate;
use eventstudy::prelude::*;
use eventstudy::report::chart::page;
use eventstudy::report::{Language, terminal};

use crate::support::made_up_prices::{event, firm, five_minutes};
use crate::support::plain_words::plain_words;
use crate::support::prices::read_prices_by_ticker;
use crate::support::random::Xorshift;

fn days(first: &str, last: &str) -> Vec<String> {
    let within = first.parse().unwrap()..=last.parse::<NaiveDate>().unwrap();
    let calendar = TradingCalendar::new_york();
    let dates = calendar.days().iter().map(|d| d.date).filter(|d| within.contains(d));
    dates.map(|d| d.to_string()).collect()
}

/// The rows from this stamp on at another level.
fn scaled_from(text: &str, stamp: &str, factor: f64) -> String {
    let mut out = String::new();
    for (k, line) in text.lines().enumerate() {
        let cells: Vec<&str> = line.split(',').collect();
        if k == 0 || cells[0] < stamp {
            writeln!(out, "{line}").unwrap();
            continue;
        }
        let price = |i: usize| factor * cells[i].parse::<f64>().unwrap();
        let (open, high, low, close) = (price(1), price(2), price(3), price(4));
        writeln!(out, "{},{open},{high},{low},{close},{}", cells[0], cells[5]).unwrap();
    }
    out
}

fn run(events: &[Event], prices: &Prices) -> StudyResults {
    Study::new(StudySpec::default(), &TradingCalendar::new_york()).run(events, prices).unwrap()
}

fn text(results: &StudyResults) -> String {
    let calendar = TradingCalendar::new_york();
    plain_words(&terminal::summary(results, &calendar, Language::English))
}

/// The baseline stands for a quarter of an hour as the price after the news. It is no price *after*
/// the news: where the first trade comes the next morning, outside the band, nobody knows when the
/// path left it.
#[test]
fn a_carried_baseline_is_not_the_first_price_after_the_news() {
    let names = days("2025-04-22", "2025-06-11");
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let text_of = five_minutes(&names, 0, false);
    let prices =
        read_prices_by_ticker(&[("XYZ", scaled_from(&text_of, "2025-06-11T00", 1.2))]).unwrap();
    let results = run(&[event("a", "2025-06-10T16:02-04:00", &["XYZ"])], &prices);
    let intraday = firm(&results, 0).intraday.as_ref().unwrap();
    let raw = intraday.raw.as_ref().unwrap();
    assert!(intraday.path[0].raw == Some(0.0) && raw.onset.is_some());
    assert_eq!(intraday.times, None);
    let words = text(&results);
    assert!(words.contains("outside the band at its first price, 09:35 ET"), "{words}");
    assert!(
        words.contains("the raw path is outside its band at its first price after the news"),
        "{words}"
    );
    assert!(!words.contains(" min)"), "{words}");
}

/// The abnormal path has times of its own, in the terminal, on the page and in the table, and the
/// band that is drawn is that of the path which decides.
#[test]
fn the_abnormal_path_has_its_own_times_and_its_own_band() {
    let mut noise = Xorshift::new(5);
    let (mut market, mut own) = (100.0, 50.0);
    let header = "ts_utc,open,high,low,close,volume\n";
    let (mut spy, mut xyz) = (header.to_owned(), header.to_owned());
    let calendar = TradingCalendar::new_york();
    for day in days("2025-04-22", "2025-06-11") {
        let day = calendar.day(day.parse().unwrap()).unwrap();
        let mut t = day.open;
        while t < day.close {
            let common = 0.001 * noise.normal();
            let before = (market, own);
            market *= common.exp();
            own *= (common + 0.0004 * noise.normal()).exp();
            let stamp = t.format("%Y-%m-%dT%H:%M:%SZ");
            for (out, open, close) in [(&mut spy, before.0, market), (&mut xyz, before.1, own)] {
                let (high, low) = (f64::max(open, close), f64::min(open, close));
                writeln!(out, "{stamp},{open},{high},{low},{close},5000").unwrap();
            }
            t += chrono::TimeDelta::minutes(5);
        }
    }
    // The benchmark rises by a tenth at noon, and the firm does not follow.
    let spy = scaled_from(&spy, "2025-06-11T16:00", 1.1);
    let prices = read_prices_by_ticker(&[("XYZ", xyz), ("SPY", spy)]).unwrap();
    let results = run(&[event("a", "2025-06-11T10:00-04:00", &["XYZ"])], &prices);
    let intraday = firm(&results, 0).intraday.as_ref().unwrap();
    let abnormal = intraday.abnormal.as_ref().unwrap();
    assert_eq!((intraday.raw.as_ref().unwrap().onset, intraday.times), (None, None));
    assert_eq!(abnormal.times.unwrap().onset_minutes, 125.0);
    let words = text(&results);
    assert!(words.contains("outside the band by 12:05 ET (125 min)"), "{words}");
    assert!(words.contains("never outside the band"), "{words}");
    assert!(!words.contains("at its first price"), "{words}");

    let answer = &firm(&results, 0).answer;
    assert_eq!(answer.path_more_than_noise, Some(true));
    let table = results.intraday_paths().unwrap();
    let column = |name: &str| table.column(name).unwrap().f64().unwrap().clone();
    let outside: Vec<bool> = column("abnormal")
        .iter()
        .zip(column("band").iter())
        .map(|(path, band)| path.unwrap().abs() > band.unwrap())
        .collect();
    assert_eq!(outside.iter().position(|out| *out), abnormal.path.onset);
    // Without a verdict on the half hour the card is about the path.
    let mut results = results.clone();
    results.events[0].firms[0].answer.half_hour_more_than_noise = None;
    let drawn =
        page(&results.events[0], &results.provenance, &calendar, Language::English).unwrap();
    for words in [
        "PATH MORE THAN NOISE",
        "leaves the band by 12:05",
        "abnormal paths of",
        "market model of the same clock on SPY",
        "abnormal, from the news to the close",
    ] {
        assert!(drawn.svg.contains(words), "the page lacks {words:?}");
    }
}

/// Where an hour before the news cannot be tested, the quarter of an hour is no hour.
#[test]
fn the_minutes_before_the_news_are_named() {
    let names = days("2025-04-22", "2025-06-11");
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    // News at 09:50: an hour before it the market was closed to this feed.
    let prices = read_prices_by_ticker(&[("XYZ", five_minutes(&names, 0, false))]).unwrap();
    let results = run(&[event("a", "2025-06-11T09:50-04:00", &["XYZ"])], &prices);
    let pre = firm(&results, 0).intraday.as_ref().unwrap().pre_news.clone().unwrap();
    assert_eq!(pre.minutes, 15);
    let words = text(&results);
    assert!(words.contains("in the last 15 minutes") && !words.contains("last hour"), "{words}");
}

/// A path without a band was not inside it either.
#[test]
fn a_path_without_a_band_is_not_called_inside_it() {
    let names = days("2025-04-22", "2025-06-11");
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let prices = read_prices_by_ticker(&[("XYZ", five_minutes(&names, 0, false))]).unwrap();
    // At 1% a band needs 99 days.
    let spec = StudySpec { alpha: 0.01, ..StudySpec::default() };
    let events = [event("a", "2025-06-11T10:00-04:00", &["XYZ"])];
    let calendar = TradingCalendar::new_york();
    let words = text(&Study::new(spec, &calendar).run(&events, &prices).unwrap());
    assert!(words.contains("too few days for a band"), "{words}");
    assert!(!words.contains("outside the band"), "{words}");
}
