//! Massive (Polygon.io until October 2025), aggregates version 2: minutes with premarket, daily bars,
//! dividends and splits.
//!
//! On a free key a span that begins too early is clipped without a word and with status 200, so the
//! first bar is held against the first session that was asked for.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::Value;

use super::rows::{Rows, asked_actions, new_york_date};
use super::spans::{Span, asked, spans};
use super::{
    Access, Action, Answer, At, BarLength, BarPage, BarRequest, BarRow, BarVendor, Capabilities,
    Chunk, Depth, ExtendedHours, HttpRequest, Key, Place, Plan, Problem, Refusal, VendorAdjustment,
    json,
};
use crate::event::Ticker;
use crate::prices::excerpt::excerpt;

const ORIGIN: &str = "https://api.massive.com";
const HOSTS: &[&str] = &["api.massive.com", "api.polygon.io"];
/// A page counts minutes, whatever the length of the bars made of them.
const PAGE: usize = 50_000;
/// Calendar days of which every minute from 04:00 to 20:00 fits into a page.
const MINUTE_SPAN: i64 = 50;
const WHOLE_LIFE: i64 = 100_000;
/// A thin share may have no bar on its first days; a longer gap looks like a clipped answer.
const GAP_THAT_SPEAKS: TimeDelta = TimeDelta::days(4);
/// Dividends or splits in one answer.
const ACTIONS_PAGE: &str = "1000";
const DIVIDENDS: &str = "dividends";
const SPLITS: &str = "splits";

static CAPABILITIES: Capabilities = Capabilities {
    access: Access {
        id: "massive",
        name: "Massive (Polygon)",
        hosts: HOSTS,
        keys: &[Key {
            name: "key",
            environment: &["EVENTSTUDY_MASSIVE_KEY", "MASSIVE_API_KEY", "POLYGON_API_KEY"],
        }],
        // The free plan has five calls a minute.
        pace: Duration::from_millis(12_500),
        concurrency: 1,
        user_agent: None,
        sign_up: "a key comes with an account at https://massive.com; minutes may need a paid plan",
        terms: "an individual plan is for personal use; do not pass the data on",
    },
    lengths: &[
        (BarLength::Minutes(1), Depth::Year(2004)),
        (BarLength::Minutes(5), Depth::Year(2004)),
        (BarLength::Minutes(15), Depth::Year(2004)),
        (BarLength::Minutes(30), Depth::Year(2004)),
        (BarLength::Day, Depth::Year(2004)),
    ],
    feeds: &["default"],
    daily_adjustments: &[VendorAdjustment::Raw, VendorAdjustment::Split],
    intraday_adjustments: &[VendorAdjustment::Raw, VendorAdjustment::Split],
    actions: true,
    extended_hours: ExtendedHours::Full,
    bars_per_page: PAGE,
    final_after: 10 * 3600,
};

/// The vendor.
pub struct Massive;

impl BarVendor for Massive {
    fn capabilities(&self) -> &Capabilities {
        &CAPABILITIES
    }

    fn plan(&self, request: &BarRequest, _: DateTime<Utc>) -> Result<Plan, Refusal> {
        let refused = |why: &str| {
            Err(Refusal { vendor: CAPABILITIES.access.id, what: asked(request), why: why.into() })
        };
        if request.adjustment == VendorAdjustment::All {
            return refused("it adjusts for splits only; ask for the adjustment `raw` or `split`");
        }
        let Some((_, Depth::Year(year))) =
            CAPABILITIES.lengths.iter().find(|(length, _)| *length == request.length)
        else {
            return refused("bars of this length mix premarket and regular hours there");
        };
        if NaiveDate::from_ymd_opt(*year, 1, 1).is_some_and(|first| request.first() < first) {
            return refused(&format!("its history begins in {year}"));
        }
        let most = match request.length {
            BarLength::Minutes(_) => MINUTE_SPAN,
            BarLength::Day => WHOLE_LIFE,
        };
        let mut plan = Plan::default();
        for symbol in &request.symbols {
            for span in spans(request, most) {
                plan.chunks.push(chunk(request, symbol, span));
            }
        }
        Ok(plan)
    }

    fn parse(&self, answer: &Answer, chunk: &Chunk) -> Result<BarPage, Problem> {
        let value = json::body(answer)?;
        if let Some(problem) = vendor_error(&value, answer).or_else(|| answer.usual_problem()) {
            return Err(problem);
        }
        let results = results(&value)?;
        let mut page = match chunk.step.as_str() {
            DIVIDENDS | SPLITS => BarPage {
                actions: asked_actions(chunk, actions(results, chunk)?),
                ..BarPage::default()
            },
            _ => bars(&value, results, chunk)?,
        };
        match json::text(value.get("next_url")) {
            Some(address) => {
                let next = chunk.request.following(address, HOSTS).ok_or_else(|| {
                    Problem::malformed("its next page is at an address that is not the vendor's")
                })?;
                page.next.push(chunk.with(next));
            }
            None if wants_actions(chunk) => page.next.extend(followers(chunk)),
            None => {}
        }
        Ok(page)
    }
}

fn chunk(request: &BarRequest, symbol: &Ticker, span: Span) -> Chunk {
    let last = span.until - TimeDelta::milliseconds(1);
    let (range, from, to) = match request.length {
        BarLength::Minutes(n) => (
            format!("{n}/minute"),
            span.from.timestamp_millis().to_string(),
            last.timestamp_millis().to_string(),
        ),
        BarLength::Day => {
            let [from, to] = [span.from, last].map(|t| new_york_date(t).to_string());
            ("1/day".to_owned(), from, to)
        }
    };
    let adjusted = request.adjustment == VendorAdjustment::Split;
    let path = format!("/v2/aggs/ticker/{symbol}/range/{range}/{from}/{to}");
    Chunk {
        step: format!("{} {}", request.length, request.adjustment),
        ..Chunk::new(
            with_key(HttpRequest::get(ORIGIN, path))
                .query("adjusted", adjusted.to_string())
                .query("sort", "asc")
                .query("limit", PAGE.to_string()),
            std::slice::from_ref(symbol),
            span.from..span.until,
        )
    }
}

fn with_key(request: HttpRequest) -> HttpRequest {
    request.secret("key", Place::Header { name: "Authorization", prefix: "Bearer " })
}

/// What a chunk of bars asks for. It is in the step, because the address of a next page says neither.
fn asked_for(chunk: &Chunk) -> Option<(BarLength, VendorAdjustment)> {
    let (length, adjustment) = chunk.step.split_once(' ')?;
    Some((length.parse().ok()?, adjustment.parse().ok()?))
}

/// Raw daily bars are complete with their dividends and splits only. Dividends are stated per share
/// of their time, so that beside prices adjusted for later splits they would be wrong.
fn wants_actions(chunk: &Chunk) -> bool {
    asked_for(chunk) == Some((BarLength::Day, VendorAdjustment::Raw))
}

fn followers(chunk: &Chunk) -> Vec<Chunk> {
    let Some(symbol) = chunk.symbols.first() else { return Vec::new() };
    let first = new_york_date(chunk.from).to_string();
    let last = new_york_date(chunk.until - TimeDelta::milliseconds(1)).to_string();
    [(DIVIDENDS, "ex_dividend_date"), (SPLITS, "execution_date")]
        .map(|(step, date)| Chunk {
            request: with_key(HttpRequest::get(ORIGIN, format!("/v3/reference/{step}")))
                .query("ticker", symbol.as_str())
                .query(&format!("{date}.gte"), first.as_str())
                .query(&format!("{date}.lte"), last.as_str())
                .query("limit", ACTIONS_PAGE),
            step: step.to_owned(),
            ..chunk.clone()
        })
        .into()
}

/// The vendor's own error, which it also sends with status 200. `DELAYED` is no error.
fn vendor_error(value: &Value, answer: &Answer) -> Option<Problem> {
    let status = json::text(value.get("status"))?;
    let reason = answer.message();
    let small = reason.to_ascii_lowercase();
    match status {
        "NOT_AUTHORIZED" => Some(Problem::Refused { reason }),
        "ERROR" if small.contains("requests per minute") => {
            Some(Problem::RateLimited { reason, after: answer.wait() })
        }
        "ERROR" if small.contains("api key") => Some(Problem::WrongKey { reason }),
        "NOT_FOUND" => Some(Problem::NotFound { reason }),
        // With status 200 nothing was wrong with the request.
        "ERROR" if answer.status == 200 => Some(Problem::Passing { reason }),
        _ => None,
    }
}

/// The rows of an answer, which must say of itself that it is one: what only lacks rows may be a page of
/// another server.
fn results(value: &Value) -> Result<&[Value], Problem> {
    let answer = json::object(value)?;
    match json::text(answer.get("status")) {
        Some("OK" | "DELAYED") => {}
        Some(other) => {
            let shown = excerpt(other, 40);
            return Err(Problem::malformed(format!("its `status` is `{shown}`")));
        }
        None => return Err(Problem::malformed("it has no `status`")),
    }
    let said = answer.get("resultsCount").and_then(Value::as_u64);
    let results: &[Value] = match answer.get("results") {
        Some(Value::Array(list)) => list,
        // Bars alone come without a list where there are none, and then with their number.
        None | Some(Value::Null) if said == Some(0) => &[],
        None | Some(Value::Null) => {
            return Err(Problem::malformed(
                "it has neither `results` nor says that there are none",
            ));
        }
        Some(_) => return Err(Problem::malformed("its `results` are no list")),
    };
    match said {
        Some(said) if said != results.len() as u64 => Err(Problem::malformed(format!(
            "it says that it has {said} results and has {}",
            results.len()
        ))),
        _ => Ok(results),
    }
}

fn bars(value: &Value, results: &[Value], chunk: &Chunk) -> Result<BarPage, Problem> {
    let refused = |reason: String| Err(Problem::Refused { reason });
    let (Some((length, adjustment)), Some(symbol)) = (asked_for(chunk), chunk.symbols.first())
    else {
        return refused(format!("the request does not say which bars it is for: {}", chunk.step));
    };
    if let Some(named) = json::text(value.get("ticker")).filter(|n| *n != symbol.as_str()) {
        let named = excerpt(named, 40);
        return refused(format!("it answered with bars of `{named}` instead of {symbol}"));
    }
    let asked = adjustment == VendorAdjustment::Split;
    if let Some(adjusted) = value.get("adjusted").and_then(Value::as_bool).filter(|a| *a != asked) {
        return refused(format!("it answered with adjusted={adjusted}, asked for {asked}"));
    }
    let mut rows = Rows::new(chunk, length);
    for (i, bar) in results.iter().enumerate() {
        let start = bar.get("t").and_then(Value::as_i64).and_then(DateTime::from_timestamp_millis);
        let start =
            start.ok_or_else(|| Problem::malformed(format!("its bar {} has no time", i + 1)))?;
        let at = match length {
            // Labelled by midnight in New York.
            BarLength::Day => At::Day(new_york_date(start)),
            BarLength::Minutes(_) => At::Instant(start),
        };
        let cell = |name: &str| json::cell(bar, name);
        rows.push(BarRow {
            open: cell("o")?,
            high: cell("h")?,
            low: cell("l")?,
            close: cell("c")?,
            volume: cell("v")?,
            trades: cell("n")?,
            vwap: cell("vw")?,
            ..BarRow::new(symbol.clone(), at)
        })?;
    }
    let page = rows.page();
    let notes = clipped(&page.bars, chunk).into_iter().collect();
    Ok(BarPage { notes, ..page })
}

/// A note where the first page begins later than it should.
fn clipped(bars: &[BarRow], chunk: &Chunk) -> Option<String> {
    let is_first = chunk.request.value("cursor").is_none();
    let (asked, first) = (new_york_date(chunk.from), bars.first().map(|b| b.at)?);
    let first = match first {
        At::Day(date) => date,
        At::Instant(start) => new_york_date(start),
    };
    (is_first && first - asked > GAP_THAT_SPEAKS).then(|| {
        format!(
            "massive was asked for bars from {asked} and answered from {first}; a free plan clips \
             what is more than two years old without saying so"
        )
    })
}

fn actions(results: &[Value], chunk: &Chunk) -> Result<Vec<Action>, Problem> {
    let Some(symbol) = chunk.symbols.first() else { return Ok(Vec::new()) };
    let (date, dividends) = match chunk.step == DIVIDENDS {
        true => ("ex_dividend_date", true),
        false => ("execution_date", false),
    };
    let mut actions = Vec::new();
    for (i, row) in results.iter().enumerate() {
        let broken = || Problem::malformed(format!("its {} {} cannot be read", chunk.step, i + 1));
        if json::text(row.get("ticker")).is_some_and(|t| t != symbol.as_str()) {
            continue;
        }
        let ex_date = json::text(row.get(date)).and_then(|d| d.parse().ok()).ok_or_else(broken)?;
        let number = |name: &str| json::number(row.get(name)).filter(|n| *n > 0.0);
        let (dividend, split) = match dividends {
            true => (number("cash_amount").ok_or_else(broken)?, 1.0),
            false => {
                let (from, to) = number("split_from").zip(number("split_to")).ok_or_else(broken)?;
                (0.0, to / from)
            }
        };
        actions.push(Action { symbol: symbol.clone(), ex_date, dividend, split });
    }
    Ok(actions)
}
