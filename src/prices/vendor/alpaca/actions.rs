//! Dividends and splits beside raw daily bars.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::Value;

use super::super::rows::{asked_actions, is_asked, new_york_date};
use super::super::{Action, At, BarLength, BarPage, VendorAdjustment, json};
use super::account::{ORIGIN, with_keys};
use crate::event::Ticker;
use crate::prices::excerpt::excerpt;
use crate::prices::vendor::{Chunk, HttpRequest, Problem};

pub(super) const PATH: &str = "/v1/corporate-actions";
/// What changes the price of a share that stays the same share, and what else is worth a sentence.
const KINDS: &str = "cash_dividend,stock_dividend,forward_split,reverse_split,unit_split,spin_off";
/// Actions in one answer.
const PAGE: &str = "1000";
/// A longer span is not answered.
const SPAN: TimeDelta = TimeDelta::days(364);
/// The bounds of a request are dates of processing: a split may be processed before its ex-date, a
/// dividend is when it is paid, weeks after it.
const BEFORE: TimeDelta = TimeDelta::days(30);
const AFTER: TimeDelta = TimeDelta::days(120);

/// The requests that make raw daily bars complete: a year at a time, all symbols together.
pub(super) fn requests(chunk: &Chunk, length: BarLength) -> Vec<Chunk> {
    let raw = chunk.request.value("adjustment") == Some(VendorAdjustment::Raw.id());
    if !raw || length != BarLength::Day {
        return Vec::new();
    }
    let (first, last) = (chunk.from - BEFORE, chunk.until - TimeDelta::seconds(1) + AFTER);
    let starts = std::iter::successors(Some(first), |start| Some(*start + SPAN));
    starts.take_while(|start| *start <= last).map(|start| request(chunk, start, last)).collect()
}

fn request(chunk: &Chunk, start: DateTime<Utc>, last: DateTime<Utc>) -> Chunk {
    let names: Vec<&str> = chunk.symbols.iter().map(Ticker::as_str).collect();
    // Both ends are included.
    let end = new_york_date(start + SPAN) - TimeDelta::days(1);
    let request = HttpRequest::get(ORIGIN, PATH)
        .query("symbols", names.join(","))
        .query("types", KINDS)
        .query("start", new_york_date(start).to_string())
        .query("end", end.min(new_york_date(last)).to_string())
        .query("limit", PAGE)
        .query("sort", "asc");
    chunk.with(with_keys(request))
}

/// The actions of an answer, without the pages that follow it.
pub(super) fn read(value: &Value, chunk: &Chunk) -> Result<BarPage, Problem> {
    let kinds = match value.get("corporate_actions") {
        Some(Value::Object(kinds)) => kinds,
        _ => return Err(Problem::malformed("it has no `corporate_actions`")),
    };
    let mut page = BarPage::default();
    let mut actions = Vec::new();
    for (kind, list) in kinds {
        let list = list.as_array().ok_or_else(|| {
            Problem::malformed(format!("its `{}` are no list", excerpt(kind, 40)))
        })?;
        for (i, row) in list.iter().enumerate() {
            if let Some((of, what)) =
                UNCORRECTED.iter().find_map(|(k, of, what)| (k == kind).then_some((of, what)))
            {
                page.notes.extend(uncorrected(row, of, what, chunk));
                continue;
            }
            let Some(symbol) = requested_ticker(row, "symbol", chunk) else { continue };
            let broken = || {
                let number = i + 1;
                Problem::malformed(format!(
                    "{number} of its {kind}, of {symbol}, has no date or rate"
                ))
            };
            let ex_date = ex_date(row).ok_or_else(broken)?;
            if !is_asked(chunk, At::Day(ex_date)) {
                continue;
            }
            let number = |name: &str| json::number(row.get(name)).filter(|n| *n >= 0.0);
            let (dividend, split) = match kind.as_str() {
                "cash_dividends" => (number("rate").ok_or_else(broken)?, 1.0),
                "stock_dividends" => (0.0, 1.0 + number("rate").ok_or_else(broken)?),
                "forward_splits" | "reverse_splits" => {
                    let rates = number("old_rate").zip(number("new_rate"));
                    let rates = rates.filter(|(old, new)| *old > 0.0 && *new > 0.0);
                    let (old, new) = rates.ok_or_else(broken)?;
                    (0.0, new / old)
                }
                _ => continue,
            };
            actions.push(Action { symbol, ex_date, dividend, split });
        }
    }
    page.actions = asked_actions(chunk, actions);
    page.actions.sort_by(|a, b| (&a.symbol, a.ex_date).cmp(&(&b.symbol, b.ex_date)));
    Ok(page)
}

/// The ticker of a row, if it was asked for.
fn requested_ticker(row: &Value, name: &str, chunk: &Chunk) -> Option<Ticker> {
    let symbol: Ticker = json::text(row.get(name))?.parse().ok()?;
    chunk.symbols.contains(&symbol).then_some(symbol)
}

fn ex_date(row: &Value) -> Option<NaiveDate> {
    json::text(row.get("ex_date"))?.parse().ok()
}

/// What changes a price by an amount that no row of actions says: the kind, where its ticker stands, and
/// what it is.
const UNCORRECTED: [(&str, &str, &str); 2] = [
    ("spin_offs", "source_symbol", "spun off a company"),
    ("unit_splits", "old_symbol", "was split into units of several securities"),
];

fn uncorrected(row: &Value, of: &str, what: &str, chunk: &Chunk) -> Option<String> {
    let symbol = requested_ticker(row, of, chunk)?;
    let date = ex_date(row).or_else(|| json::text(row.get("effective_date"))?.parse().ok())?;
    is_asked(chunk, At::Day(date)).then(|| {
        format!(
            "{symbol} {what} on {date}: raw bars change by its worth on that day, and no return \
             makes up for it"
        )
    })
}
