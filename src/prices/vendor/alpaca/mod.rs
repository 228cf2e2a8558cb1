//! Alpaca market data, version 2: bars of the consolidated tape with premarket, back to 2016.
//!
//! Always asked with an explicit feed: without one the vendor picks the best that the plan permits,
//! and nothing in the answer says which. The limit of a page counts the bars of all symbols
//! together, sorted by symbol and then by time, so that a page may end in the middle of a symbol; only
//! a missing `next_page_token` is the end. Raw daily bars are followed by their dividends and splits.

pub(crate) mod account;
mod actions;

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, TimeDelta, Utc};
use serde::Deserialize;

use self::account::{ACCESS, ORIGIN, problem_in, with_keys};
use super::rows::{Rows, new_york_date};
use super::{
    At, BarLength, BarPage, BarRequest, BarRow, BarVendor, Capabilities, Depth, ExtendedHours,
    Refusal, VendorAdjustment, json,
};
use crate::event::Ticker;
use crate::prices::vendor::{Answer, Chunk, HttpRequest, Plan, Problem};

const FIRST_YEAR: i32 = 2016;
/// Bars in a page, all symbols together.
const PAGE: usize = 10_000;
/// The consolidated tape is free of charge when it is 15 minutes old; a minute more for clocks.
const TAPE_DELAY: TimeDelta = TimeDelta::minutes(16);
/// Pages that one element of a plan may need.
const PAGES: usize = 8;
const MOST_SYMBOLS: usize = 100;

static CAPABILITIES: Capabilities = Capabilities {
    access: ACCESS,
    lengths: &[
        (BarLength::Minutes(1), Depth::Year(FIRST_YEAR)),
        (BarLength::Minutes(2), Depth::Year(FIRST_YEAR)),
        (BarLength::Minutes(5), Depth::Year(FIRST_YEAR)),
        (BarLength::Minutes(10), Depth::Year(FIRST_YEAR)),
        (BarLength::Minutes(15), Depth::Year(FIRST_YEAR)),
        (BarLength::Minutes(30), Depth::Year(FIRST_YEAR)),
        (BarLength::Day, Depth::Year(FIRST_YEAR)),
    ],
    feeds: &["sip", "iex"],
    daily_adjustments: &[VendorAdjustment::All, VendorAdjustment::Split, VendorAdjustment::Raw],
    intraday_adjustments: &[VendorAdjustment::Raw, VendorAdjustment::Split, VendorAdjustment::All],
    actions: true,
    extended_hours: ExtendedHours::Full,
    bars_per_page: PAGE,
    // Bars are made anew after late prints; by the next morning they stand.
    final_after: 10 * 3600,
};

/// The vendor.
pub struct Alpaca;

impl BarVendor for Alpaca {
    fn capabilities(&self) -> &Capabilities {
        &CAPABILITIES
    }

    fn plan(&self, request: &BarRequest, now: DateTime<Utc>) -> Result<Plan, Refusal> {
        let refused = |why: String| Refusal {
            vendor: ACCESS.id,
            what: format!("{} bars of {}", request.length.words(), request.first()),
            why,
        };
        if !CAPABILITIES.lengths.iter().any(|(length, _)| *length == request.length) {
            return Err(refused(
                "bars of this length mix premarket and regular hours there".into(),
            ));
        }
        if request.first().year() < FIRST_YEAR {
            return Err(refused(format!("its history begins in {FIRST_YEAR}")));
        }
        let mut plan = Plan::default();
        let latest = now - TAPE_DELAY;
        let until = request.end().min(if request.feed == "sip" { latest } else { now });
        if until <= request.start() {
            return Err(refused("they are not 16 minutes old yet, and newer ones of the consolidated tape need a paid plan".into()));
        }
        if until < request.end() {
            plan.notes.push(format!(
                "alpaca is asked for bars before {} only, because newer ones need a paid plan",
                until.format("%Y-%m-%dT%H:%M:%SZ")
            ));
        }
        for symbols in request.symbols.chunks(MOST_SYMBOLS) {
            for days in request.days.chunks(days_at_once(symbols.len(), request.length)) {
                let part = request.for_days(days);
                if part.start() < until {
                    plan.chunks.push(chunk(&part, symbols, part.end().min(until)));
                }
            }
        }
        Ok(plan)
    }

    fn parse(&self, answer: &Answer, chunk: &Chunk) -> Result<BarPage, Problem> {
        if let Some(problem) = problem_in(answer) {
            return Err(problem);
        }
        if chunk.request.path == actions::PATH {
            let value = json::body(answer)?;
            let mut page = actions::read(&value, chunk)?;
            page.next.extend(next_page(json::text(value.get("next_page_token")), chunk));
            return Ok(page);
        }
        // A list would be read as the fields of a page in their order.
        if answer.body.trim_ascii_start().first() != Some(&b'{') {
            return Err(Problem::malformed("it is no object with bars"));
        }
        let page: Page = serde_json::from_slice(&answer.body)
            .map_err(|e| Problem::malformed(format!("no page of bars: {e}")))?;
        let length = length_of(&chunk.request)?;
        let (mut read, mut rows) = (BarPage::default(), Rows::new(chunk, length));
        for (symbol, bars) in page.bars.unwrap_or_default() {
            let Some(ticker) = symbol.parse().ok().filter(|t| chunk.symbols.contains(t)) else {
                read.notes.push("alpaca sent bars of a symbol that was not asked for".into());
                continue;
            };
            for bar in bars {
                rows.push(bar.row(&ticker, length))?;
            }
        }
        let mut read = BarPage { notes: read.notes, ..rows.page() };
        let token = page.next_page_token.filter(|t| !t.is_empty());
        match next_page(token.as_deref(), chunk) {
            Some(next) => read.next.push(next),
            None => read.next.extend(actions::requests(chunk, length)),
        }
        Ok(read)
    }
}

fn next_page(token: Option<&str>, chunk: &Chunk) -> Option<Chunk> {
    token.map(|token| chunk.with(chunk.request.clone().query("page_token", token)))
}

/// The length of the bars that a request asks for.
fn length_of(request: &HttpRequest) -> Result<BarLength, Problem> {
    let timeframe = request.value("timeframe").unwrap_or_default();
    timeframe.to_ascii_lowercase().parse().map_err(|_| Problem::Refused {
        reason: format!("the request asks for bars of `{timeframe}`, which is no length"),
    })
}

/// Sessions that bring some pages, so that what is stored at once is neither tiny nor huge.
fn days_at_once(symbols: usize, length: BarLength) -> usize {
    let a_day = match length {
        BarLength::Minutes(n) => (16 * 60 / n.max(1)) as usize,
        BarLength::Day => 1,
    };
    (PAGE * PAGES / (a_day * symbols.max(1))).max(1)
}

fn chunk(part: &BarRequest, symbols: &[Ticker], until: DateTime<Utc>) -> Chunk {
    let names: Vec<&str> = symbols.iter().map(Ticker::as_str).collect();
    let utc = |t: DateTime<Utc>| t.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let (timeframe, start) = match part.length {
        BarLength::Day => ("1Day".to_owned(), part.first().to_string()),
        BarLength::Minutes(n) => (format!("{n}Min"), utc(part.start())),
    };
    // The vendor's end is inclusive.
    let end = utc(until - TimeDelta::seconds(1));
    let request = HttpRequest::get(ORIGIN, "/v2/stocks/bars")
        .query("symbols", names.join(","))
        .query("timeframe", timeframe)
        .query("start", start)
        .query("end", end)
        .query("adjustment", part.adjustment.id())
        .query("feed", part.feed.as_str())
        .query("limit", PAGE.to_string())
        .query("sort", "asc");
    Chunk {
        request: with_keys(request),
        symbols: symbols.to_vec(),
        from: part.start(),
        until,
        step: String::new(),
    }
}

#[derive(Deserialize)]
struct Page {
    /// Null where there is none; without the field it is no page of bars.
    #[serde(deserialize_with = "Option::deserialize")]
    bars: Option<BTreeMap<String, Vec<Bar>>>,
    next_page_token: Option<String>,
}

#[derive(Deserialize)]
struct Bar {
    t: DateTime<Utc>,
    o: Option<f64>,
    h: Option<f64>,
    l: Option<f64>,
    c: Option<f64>,
    v: Option<f64>,
    n: Option<f64>,
    vw: Option<f64>,
}

impl Bar {
    fn row(self, ticker: &Ticker, length: BarLength) -> BarRow {
        // A daily bar is labelled by midnight in New York.
        let at = match length {
            BarLength::Day => At::Day(new_york_date(self.t)),
            BarLength::Minutes(_) => At::Instant(self.t),
        };
        BarRow {
            open: self.o,
            high: self.h,
            low: self.l,
            close: self.c,
            volume: self.v,
            trades: self.n,
            vwap: self.vw,
            ..BarRow::new(ticker.clone(), at)
        }
    }
}
