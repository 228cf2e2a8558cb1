//! Sessions cut into spans that a vendor answers in one request.

use chrono::{DateTime, TimeDelta, Utc};

use super::rows::{midnight, new_york_date};
use super::{BarLength, BarRequest};
use crate::calendar::TradingDay;

/// A span of sessions as instants, UTC, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
}

/// Cuts the sessions into spans of at most `days` calendar days: for intraday bars from the start of
/// the first session to the end of the last, for daily bars from midnight to midnight in New York.
pub fn spans(request: &BarRequest, days: i64) -> Vec<Span> {
    let mut spans: Vec<(TradingDay, TradingDay)> = Vec::new();
    for day in &request.days {
        match spans.last_mut() {
            Some((first, last)) if (day.date - first.date).num_days() < days.max(1) => *last = *day,
            _ => spans.push((*day, *day)),
        }
    }
    spans.iter().map(|(first, last)| span(request.length, first, last)).collect()
}

fn span(length: BarLength, first: &TradingDay, last: &TradingDay) -> Span {
    match length {
        BarLength::Day => Span {
            from: midnight(first.date),
            until: last.date.succ_opt().map_or(last.post_end, midnight),
        },
        BarLength::Minutes(_) => {
            Span { from: first.overnight_open.unwrap_or(first.pre_open), until: last.post_end }
        }
    }
}

/// What of a request is older than so many days, as `1-minute bars of 2025-12-10` and the first
/// date that is not; `None` if nothing is.
pub fn too_old(request: &BarRequest, days: i64, now: DateTime<Utc>) -> Option<(String, String)> {
    let earliest = now.checked_sub_signed(TimeDelta::days(days))?;
    let starts = request.days.first()?.pre_open;
    (starts < earliest).then(|| {
        let reached = request.days.iter().find(|d| d.pre_open >= earliest).map(|d| d.date);
        let first = reached.or(new_york_date(earliest).succ_opt()).unwrap_or_default();
        (asked(request), first.to_string())
    })
}

/// What was asked for, in words: `1-minute bars of META, BABA from 2025-12-08 to 2025-12-10`.
pub(super) fn asked(request: &BarRequest) -> String {
    let symbols: Vec<&str> = request.symbols.iter().map(|s| s.as_str()).collect();
    let (first, last) = (request.first(), request.last());
    let when = match first == last {
        true => format!("of {first}"),
        false => format!("from {first} to {last}"),
    };
    format!("{} bars of {} {when}", request.length.words(), symbols.join(", "))
}
