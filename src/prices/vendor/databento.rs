//! Databento: consolidated daily bars and minutes of a composite with premarket, charged by use.
//!
//! Asked over its HTTP interface in JSON instead of through its own client, which would go past the
//! limiter, the retries and the store of raw answers (see DESIGN.md). Every span is priced first, and
//! what is dear is refused before a bar of it is sent. Daily bars are of the dataset `EQUS.SUMMARY`,
//! minutes of `EQUS.MINI`; both are raw.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde_json::Value;

use super::rows::{Rows, new_york_date};
use super::spans::{Span, asked, spans};
use super::{
    Access, Answer, At, BarLength, BarPage, BarRequest, BarRow, BarVendor, Capabilities, Chunk,
    Depth, ExtendedHours, HttpRequest, Key, Place, Plan, Problem, Refusal, VendorAdjustment, json,
};
use crate::event::Ticker;

const ORIGIN: &str = "https://hist.databento.com";
const COST: &str = "/v0/metadata.get_cost";
const BARS: &str = "/v0/timeseries.get_range";
/// The composite of minutes begins in March of this year, the daily summary a year later.
const MINUTES_FROM: i32 = 2023;
const DAYS_FROM: i32 = 2024;
/// Newer bars need a licence for live data.
const LICENCE_DELAY: TimeDelta = TimeDelta::hours(24);
/// Calendar days of minutes that stay far below the largest answer.
const MINUTE_SPAN: i64 = 50;
const WHOLE_LIFE: i64 = 100_000;
/// US dollars above which a span is refused: bars of years cost cents, so that more is a mistake.
const MOST_CHARGED: f64 = 5.0;

static CAPABILITIES: Capabilities = Capabilities {
    access: Access {
        id: "databento",
        name: "Databento",
        hosts: &["hist.databento.com"],
        keys: &[Key {
            name: "key",
            environment: &["EVENTSTUDY_DATABENTO_KEY", "DATABENTO_API_KEY"],
        }],
        pace: Duration::from_millis(250),
        // One after the other: what stops one request would lose what another has bought.
        concurrency: 1,
        user_agent: None,
        sign_up: "a key comes with an account at https://databento.com; every request is charged",
        terms: "by your agreement with Databento; do not pass the data on",
    },
    lengths: &[
        (BarLength::Minutes(1), Depth::Year(MINUTES_FROM)),
        (BarLength::Day, Depth::Year(DAYS_FROM)),
    ],
    feeds: &["equs"],
    daily_adjustments: &[VendorAdjustment::Raw],
    intraday_adjustments: &[VendorAdjustment::Raw],
    actions: false,
    extended_hours: ExtendedHours::Full,
    bars_per_page: 50_000,
    final_after: 24 * 3600,
};

/// The vendor.
pub struct Databento;

impl BarVendor for Databento {
    fn capabilities(&self) -> &Capabilities {
        &CAPABILITIES
    }

    fn plan(&self, request: &BarRequest, now: DateTime<Utc>) -> Result<Plan, Refusal> {
        let refused = |why: String| {
            Err(Refusal { vendor: CAPABILITIES.access.id, what: asked(request), why })
        };
        if request.adjustment != VendorAdjustment::Raw {
            return refused("its bars are raw; ask for the adjustment `raw`".into());
        }
        let Some((_, Depth::Year(year))) =
            CAPABILITIES.lengths.iter().find(|(length, _)| *length == request.length)
        else {
            return refused(
                "it has 1-minute and daily bars; longer ones are made of minutes".into(),
            );
        };
        if NaiveDate::from_ymd_opt(*year, 1, 1).is_some_and(|first| request.first() < first) {
            return refused(format!("its history begins in {year}"));
        }
        let licensed = now - LICENCE_DELAY;
        let old: Vec<_> = request.days.iter().filter(|d| d.post_end <= licensed).copied().collect();
        if old.is_empty() {
            return refused("they are not 24 hours old yet, and newer ones need a licence".into());
        }
        let mut plan = Plan::default();
        if old.len() < request.days.len() {
            plan.notes.push(format!(
                "databento is asked for sessions to {} only, because bars of the last 24 hours need \
                 a licence",
                old.last().map_or_else(String::new, |d| d.date.to_string())
            ));
        }
        if let BarLength::Minutes(_) = request.length {
            plan.notes.push(
                "databento's minutes are EQUS.MINI, a composite of some venues: prices of the market, \
                 volume of a part of it"
                    .into(),
            );
        }
        let most = match request.length {
            BarLength::Minutes(_) => MINUTE_SPAN,
            BarLength::Day => WHOLE_LIFE,
        };
        let request = request.for_days(&old);
        for symbol in &request.symbols {
            for span in spans(&request, most) {
                plan.chunks.push(chunk(request.length, symbol, span));
            }
        }
        Ok(plan)
    }

    fn parse(&self, answer: &Answer, chunk: &Chunk) -> Result<BarPage, Problem> {
        if let Some(problem) = vendor_error(answer).or_else(|| answer.usual_problem()) {
            return Err(problem);
        }
        match chunk.request.path.as_str() {
            COST => priced(&json::body(answer)?, chunk),
            _ => bars(answer, chunk),
        }
    }
}

fn chunk(length: BarLength, symbol: &Ticker, span: Span) -> Chunk {
    let utc = |t: DateTime<Utc>| t.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let (dataset, schema, start, end) = match length {
        BarLength::Minutes(_) => ("EQUS.MINI", "ohlcv-1m", utc(span.from), utc(span.until)),
        // Labelled by midnight UTC of the trading date; the end is exclusive.
        BarLength::Day => {
            let [start, end] = [span.from, span.until].map(|t| new_york_date(t).to_string());
            ("EQUS.SUMMARY", "ohlcv-1d", start, end)
        }
    };
    let request = HttpRequest::get(ORIGIN, COST)
        .query("dataset", dataset)
        .query("schema", schema)
        .query("stype_in", "raw_symbol")
        .query("symbols", symbol.as_str())
        .query("start", start)
        .query("end", end)
        .secret("key", Place::BasicUser);
    Chunk {
        request,
        symbols: vec![symbol.clone()],
        from: span.from,
        until: span.until,
        step: length.to_string(),
    }
}

/// The vendor's own error, with any status: a `detail` that is a text, or an object with a case.
fn vendor_error(answer: &Answer) -> Option<Problem> {
    let value: Value = serde_json::from_slice(&answer.body).ok()?;
    let detail = value.as_object()?.get("detail")?;
    let case = json::text(detail.get("case")).unwrap_or_default();
    let reason = answer.message();
    Some(match answer.status {
        401 => Problem::WrongKey { reason },
        429 => Problem::RateLimited { reason, after: answer.wait() },
        404 => Problem::NotFound { reason },
        408 | 500.. => return None,
        _ if case == "auth_authentication_failed" => Problem::WrongKey { reason },
        _ if case.starts_with("symbology_") => Problem::NotFound { reason },
        _ => Problem::Refused { reason },
    })
}

/// What the bars would be charged, and the request for them where that is little.
fn priced(value: &Value, chunk: &Chunk) -> Result<BarPage, Problem> {
    let dollars = json::number(Some(value)).filter(|d| *d >= 0.0);
    let dollars = dollars.ok_or_else(|| Problem::malformed("it answered with no price"))?;
    let symbols: Vec<&str> = chunk.symbols.iter().map(Ticker::as_str).collect();
    let what = format!(
        "these bars of {} from {} to {}",
        symbols.join(", "),
        new_york_date(chunk.from),
        new_york_date(chunk.until - TimeDelta::seconds(1))
    );
    if dollars > MOST_CHARGED {
        return Err(Problem::Refused {
            reason: format!(
                "{what} would be charged {dollars:.2} US dollars, more than {MOST_CHARGED}; they \
                 were not bought, ask for fewer sessions at once"
            ),
        });
    }
    let request = HttpRequest { path: BARS.to_owned(), ..chunk.request.clone() }
        .query("encoding", "json")
        .query("compression", "none")
        .query("pretty_px", "true")
        .query("pretty_ts", "true")
        .query("map_symbols", "true")
        .charged();
    Ok(BarPage {
        next: vec![chunk.with(request)],
        notes: vec![format!("databento charges about {dollars:.4} US dollars for {what}")],
        ..BarPage::default()
    })
}

/// One object a line.
fn bars(answer: &Answer, chunk: &Chunk) -> Result<BarPage, Problem> {
    let (Ok(length), Some(symbol)) = (chunk.step.parse::<BarLength>(), chunk.symbols.first())
    else {
        let step = &chunk.step;
        let reason = format!("the request does not say which bars it is for: {step}");
        return Err(Problem::Refused { reason });
    };
    let (mut rows, mut publisher) = (Rows::new(chunk, length), None);
    let mut page = BarPage::default();
    for (i, line) in answer.body.split(|byte| *byte == b'\n').enumerate() {
        if line.trim_ascii().is_empty() {
            continue;
        }
        let broken = |what: &str| Problem::malformed(format!("its line {} {what}", i + 1));
        let bar: Value =
            serde_json::from_slice(line).map_err(|e| broken(&format!("is no JSON: {e}")))?;
        let head = bar.get("hd").ok_or_else(|| broken("has no `hd`"))?;
        let label = json::text(head.get("ts_event"));
        let label = label.and_then(|t| DateTime::parse_from_rfc3339(t).ok());
        let label = label.ok_or_else(|| broken("has no time"))?.to_utc();
        if json::text(bar.get("symbol")) != Some(symbol.as_str()) {
            page.notes.push("databento sent bars of a symbol that was not asked for".into());
            continue;
        }
        // Bars of two venues in the same minute are not one bar.
        let source = head.get("publisher_id").and_then(Value::as_i64);
        if *publisher.get_or_insert(source) != source {
            let reason = "it answered with bars of several venues instead of one composite".into();
            return Err(Problem::Refused { reason });
        }
        let at = match length {
            BarLength::Day if label.time() == NaiveTime::MIN => At::Day(label.date_naive()),
            BarLength::Day => {
                let reason = format!("its daily bar of {label} does not begin at midnight UTC");
                return Err(Problem::Refused { reason });
            }
            BarLength::Minutes(_) => At::Instant(label),
        };
        let cell = |name: &str| json::cell(&bar, name);
        rows.push(BarRow {
            open: cell("open")?,
            high: cell("high")?,
            low: cell("low")?,
            close: cell("close")?,
            volume: cell("volume")?,
            ..BarRow::new(symbol.clone(), at)
        })?;
    }
    page.notes.dedup();
    page.notes.extend(warned(answer));
    Ok(BarPage { notes: page.notes, ..rows.page() })
}

/// What the vendor says about days whose data are not whole.
fn warned(answer: &Answer) -> Vec<String> {
    let Some(header) = answer.headers.get("x-warning") else { return Vec::new() };
    let warnings = serde_json::from_str(header).unwrap_or_else(|_| vec![header.clone()]);
    warnings.iter().map(|w: &String| format!("databento warns: {w}")).collect()
}
