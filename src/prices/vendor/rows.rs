//! What every parser owes: bars of the asked symbols in the asked span, each once, on the grid.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::America::New_York;

use super::{Action, At, BarLength, BarPage, BarRow, Chunk, Problem};
use crate::event::Ticker;

/// Collects the bars of an answer.
pub struct Rows<'a> {
    chunk: &'a Chunk,
    length: BarLength,
    kept: BTreeMap<(Ticker, At), BarRow>,
    outside: usize,
}

impl<'a> Rows<'a> {
    /// For the bars of this length that a chunk asks for.
    pub fn new(chunk: &'a Chunk, length: BarLength) -> Self {
        Self { chunk, length, kept: BTreeMap::new(), outside: 0 }
    }

    /// Takes a bar. One without any price is none, one outside of what was asked is left out, and
    /// of two with the same label the later one counts, because vendors append corrections.
    ///
    /// # Errors
    /// A label that no bar of this length can have: the vendor answered with other bars.
    pub fn push(&mut self, mut row: BarRow) -> Result<(), Problem> {
        if !self.on_grid(row.at) {
            let (label, wanted) = (label(row.at), self.length.words());
            return Err(Problem::Refused {
                reason: format!(
                    "it answered with a bar of {} at {label}, where no {wanted} bar begins",
                    row.symbol
                ),
            });
        }
        for number in [
            &mut row.open,
            &mut row.high,
            &mut row.low,
            &mut row.close,
            &mut row.adjusted_close,
            &mut row.volume,
            &mut row.trades,
            &mut row.vwap,
        ] {
            *number = number.filter(|n| n.is_finite());
        }
        let priced = [row.open, row.high, row.low, row.close].iter().any(Option::is_some);
        if !(self.chunk.symbols.contains(&row.symbol) && is_asked(self.chunk, row.at)) {
            self.outside += 1;
        } else if priced {
            self.kept.insert((row.symbol.clone(), row.at), row);
        }
        Ok(())
    }

    /// The bars by symbol and time, and how many were not asked for.
    pub fn page(self) -> BarPage {
        BarPage {
            bars: self.kept.into_values().collect(),
            not_asked: self.outside,
            ..BarPage::default()
        }
    }

    fn on_grid(&self, at: At) -> bool {
        match (self.length, at) {
            (BarLength::Day, At::Day(_)) => true,
            (BarLength::Minutes(n), At::Instant(start)) => is_start(start, n),
            _ => false,
        }
    }
}

/// Whether a bar of so many minutes can begin at an instant: hours begin on the hour, and with the
/// session at half past.
pub(super) fn is_start(start: DateTime<Utc>, minutes: u32) -> bool {
    let grid = if minutes == 60 { 30 } else { i64::from(minutes.max(1)) };
    start.timestamp_subsec_nanos() == 0 && start.timestamp().rem_euclid(60 * grid) == 0
}

/// Whether a label lies in the span that a chunk asks for; a date by the calendar of New York.
pub fn is_asked(chunk: &Chunk, at: At) -> bool {
    match at {
        At::Instant(start) => chunk.from <= start && start < chunk.until,
        At::Day(date) => {
            let last = chunk.until.checked_sub_signed(TimeDelta::seconds(1));
            new_york_date(chunk.from) <= date && last.is_some_and(|t| date <= new_york_date(t))
        }
    }
}

/// Dividends and splits of the asked span that say something.
pub(super) fn asked_actions(chunk: &Chunk, actions: Vec<Action>) -> Vec<Action> {
    let says = |a: &Action| {
        let fine = a.dividend.is_finite() && a.dividend >= 0.0 && a.split.is_finite();
        fine && a.split > 0.0 && (a.dividend > 0.0 || a.split != 1.0)
    };
    actions.into_iter().filter(|a| says(a) && is_asked(chunk, At::Day(a.ex_date))).collect()
}

/// The date in New York at an instant.
pub(super) fn new_york_date(instant: DateTime<Utc>) -> NaiveDate {
    // The extreme instants have no local time; their own date is as good.
    match instant.timestamp().abs() > 8_000_000_000_000 {
        true => instant.date_naive(),
        false => instant.with_timezone(&New_York).date_naive(),
    }
}

/// Midnight in New York at the beginning of a date, UTC. The clocks never change at midnight.
pub fn midnight(date: NaiveDate) -> DateTime<Utc> {
    let naive = date.and_time(NaiveTime::MIN);
    New_York.from_local_datetime(&naive).earliest().map_or(naive.and_utc(), |t| t.to_utc())
}

fn label(at: At) -> String {
    match at {
        At::Day(date) => date.to_string(),
        At::Instant(start) => start.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
    }
}
