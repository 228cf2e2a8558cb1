//! Made-up prices of a ticker, by day and in five minutes, and the single study of events on them.

use std::fmt::Write as _;

use chrono::NaiveDate;
use eventstudy::prelude::*;
use eventstudy::study::{CarResult, FirmResult};

use crate::support::random::Xorshift;

pub struct Row {
    pub date: NaiveDate,
    pub open: f64,
    pub close: f64,
    pub dividend: f64,
    pub split: f64,
}

/// Daily rows of a ticker over the sessions of 2024 and 2025.
pub fn series(seed: u64, price: f64) -> Vec<Row> {
    let mut noise = Xorshift::new(seed);
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

pub fn csv(rows: &[Row]) -> String {
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

pub fn event(id: &str, published: &str, tickers: &[&str]) -> Event {
    let tickers: Vec<Ticker> = tickers.iter().map(|t| t.parse().unwrap()).collect();
    let mut event = Event::one_off(published.parse().unwrap(), "a story", &tickers).unwrap();
    event.id = id.parse().unwrap();
    event
}

pub fn study(events: &[Event], prices: &Prices) -> StudyResults {
    Study::new(StudySpec::default(), &TradingCalendar::new_york()).run(events, prices).unwrap()
}

pub fn firm(results: &StudyResults, event: usize) -> &FirmResult {
    &results.events[event].firms[0]
}

pub fn windows(results: &StudyResults, event: usize) -> &[CarResult] {
    &firm(results, event).daily.as_ref().unwrap().windows
}

pub const DAY: &str = "2025-06-11";

pub fn at(rows: &[Row], date: &str) -> usize {
    rows.iter().position(|r| r.date == date.parse().unwrap()).unwrap()
}

/// Five-minute rows of the regular session, labelled by start (or end), with some premarket.
pub fn five_minutes(days: &[&str], shift: i64, premarket: bool) -> String {
    let calendar = TradingCalendar::new_york();
    let mut noise = Xorshift::new(21);
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
