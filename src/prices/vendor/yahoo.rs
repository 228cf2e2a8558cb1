//! Yahoo's chart service, version 8: no key, daily bars of a security's whole life, minutes of the
//! last month.
//!
//! The service is not documented; what is known of it comes from its clients. Its arrays run in
//! parallel and any element may be null. It may answer with coarser bars than it was asked for, and
//! it appends a live row of today, so both are checked.

use std::sync::LazyLock;
use std::time::Duration;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde_json::Value;

use super::rows::Rows;
use super::rows::is_start;
use super::spans::{asked, spans, too_old};
use super::{
    Access, Answer, At, BarLength, BarPage, BarRequest, BarRow, BarVendor, Capabilities, Chunk,
    Depth, ExtendedHours, HttpRequest, Plan, Problem, Refusal, VendorAdjustment, json,
};
use crate::calendar::{Moment, Session, TradingCalendar};
use crate::event::Ticker;
use crate::prices::excerpt::excerpt;

const ORIGIN: &str = "https://query2.finance.yahoo.com";
/// Calendar days of 1-minute bars in one request; the service allows eight, counted to the second.
const MINUTE_SPAN: i64 = 7;
/// Longer than any security has been traded.
const WHOLE_LIFE: i64 = 100_000;

static CAPABILITIES: Capabilities = Capabilities {
    access: Access {
        id: "yahoo",
        name: "Yahoo",
        hosts: &["query2.finance.yahoo.com", "query1.finance.yahoo.com"],
        keys: &[],
        pace: Duration::from_secs(1),
        concurrency: 2,
        // Without the name of a browser the service answers 429 to everything.
        user_agent: Some("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
        sign_up: "no key is needed",
        terms: "personal use only; do not pass the data on",
    },
    lengths: &[
        (BarLength::Minutes(1), Depth::Days(30)),
        (BarLength::Minutes(2), Depth::Days(60)),
        (BarLength::Minutes(5), Depth::Days(60)),
        (BarLength::Minutes(15), Depth::Days(60)),
        (BarLength::Minutes(30), Depth::Days(60)),
        (BarLength::Minutes(60), Depth::Days(730)),
        (BarLength::Day, Depth::Life),
    ],
    feeds: &["default"],
    daily_adjustments: &[VendorAdjustment::Split],
    intraday_adjustments: &[VendorAdjustment::Split],
    actions: false,
    extended_hours: ExtendedHours::WithoutVolume,
    bars_per_page: 10_000,
    // The rows of a day are corrected until the next one.
    final_after: 24 * 3600,
};

/// What is outside of regular hours; made once, because answers come by the hundred.
static CALENDAR: LazyLock<TradingCalendar> = LazyLock::new(TradingCalendar::new_york);

/// The vendor.
pub struct Yahoo;

impl BarVendor for Yahoo {
    fn capabilities(&self) -> &Capabilities {
        &CAPABILITIES
    }

    fn plan(&self, request: &BarRequest, now: DateTime<Utc>) -> Result<Plan, Refusal> {
        let vendor = CAPABILITIES.access.id;
        let refused = |why: String| Refusal { vendor, what: asked(request), why };
        if request.adjustment != VendorAdjustment::Split {
            return Err(refused(
                "its prices are always adjusted for splits (with an adjusted close beside daily \
                 ones); ask for the adjustment `split`"
                    .into(),
            ));
        }
        let depth = CAPABILITIES.lengths.iter().find(|(length, _)| *length == request.length);
        let days = match depth {
            None => return Err(refused("it has no bars of this length".into())),
            Some((_, Depth::Days(days))) => Some(*days),
            Some(_) => None,
        };
        if let Some(days) = days
            && let Some((what, first)) = too_old(request, days, now)
        {
            let why = format!("they go back {days} days only, so to {first}");
            return Err(Refusal { vendor, what, why });
        }
        let most = match request.length {
            BarLength::Minutes(1) => MINUTE_SPAN,
            _ => days.unwrap_or(WHOLE_LIFE),
        };
        let mut plan = Plan::default();
        for symbol in &request.symbols {
            for span in spans(request, most) {
                let path = format!("/v8/finance/chart/{}", vendor_symbol(symbol));
                let intraday = request.length != BarLength::Day;
                let asks = HttpRequest::get(ORIGIN, path)
                    .query("period1", span.from.timestamp().to_string())
                    .query("period2", span.until.timestamp().to_string())
                    .query("interval", request.length.to_string())
                    .query("includePrePost", intraday.to_string());
                plan.chunks.push(Chunk {
                    step: request.length.to_string(),
                    ..Chunk::new(asks, std::slice::from_ref(symbol), span.from..span.until)
                });
            }
        }
        Ok(plan)
    }

    fn parse(&self, answer: &Answer, chunk: &Chunk) -> Result<BarPage, Problem> {
        if let Some(problem) = throttled(answer) {
            return Err(problem);
        }
        let value = json::body(answer)?;
        let chart = value.get("chart").unwrap_or(&Value::Null);
        if let Some(problem) = vendor_error(chart, answer).or_else(|| answer.usual_problem()) {
            return Err(problem);
        }
        let result = chart
            .pointer("/result/0")
            .ok_or_else(|| Problem::malformed("it has neither a `result` nor an `error`"))?;
        read(result, chunk)
    }
}

/// Class shares have a dot here and a dash there; a dot there means another exchange.
fn vendor_symbol(symbol: &Ticker) -> String {
    match symbol.as_str().rsplit_once('.') {
        Some((stem, class @ ("A" | "B"))) => format!("{stem}-{class}"),
        _ => symbol.to_string(),
    }
}

/// The text "Too Many Requests" comes with any status, also 200.
fn throttled(answer: &Answer) -> Option<Problem> {
    const LONGEST: usize = 200;
    let short = answer.body.len() <= LONGEST && !answer.body.starts_with(b"{");
    let said = answer.message();
    (short && said.to_ascii_lowercase().contains("too many requests"))
        .then(|| Problem::RateLimited { reason: said, after: answer.wait() })
}

/// The vendor's own error, which it also sends with status 200.
fn vendor_error(chart: &Value, answer: &Answer) -> Option<Problem> {
    let error = chart.get("error").filter(|e| !e.is_null())?;
    let code = json::text(error.get("code")).unwrap_or("");
    let said = json::text(error.get("description")).unwrap_or(code);
    let reason: String = said.chars().filter(|c| !c.is_control()).take(300).collect();
    let small = said.to_ascii_lowercase();
    Some(match answer.status {
        429 => Problem::RateLimited { reason, after: answer.wait() },
        404 => Problem::NotFound { reason },
        _ if code == "Not Found" || small.contains("no data found") => Problem::NotFound { reason },
        500.. => Problem::Passing { reason },
        _ if code == "Internal Server Error" => Problem::Passing { reason },
        _ => Problem::Refused { reason },
    })
}

/// Length, symbol and clock of an answer, which must be those that were asked for.
fn answered<'a>(result: &Value, chunk: &'a Chunk) -> Result<(BarLength, &'a Ticker, Tz), Problem> {
    let refused = |reason: String| Err(Problem::Refused { reason });
    let Ok(length) = chunk.step.parse::<BarLength>() else {
        return refused(format!("the request does not say which bars it is for: {}", chunk.step));
    };
    let Some(symbol) = chunk.symbols.first() else {
        return refused("the request names no symbol".into());
    };
    let meta = result.get("meta").unwrap_or(&Value::Null);
    let granularity = json::text(meta.get("dataGranularity")).unwrap_or("none");
    let same =
        [length.to_string().as_str(), if length == BarLength::Minutes(60) { "1h" } else { "" }]
            .contains(&granularity);
    if !same {
        let wanted = length.words();
        return refused(format!(
            "it answered with bars of `{granularity}` instead of {wanted} ones"
        ));
    }
    let named = json::text(meta.get("symbol")).unwrap_or("");
    if !named.eq_ignore_ascii_case(&vendor_symbol(symbol)) {
        let named = excerpt(named, 40);
        return refused(format!("it answered with bars of `{named}` instead of {symbol}"));
    }
    let zone: Tz = match json::text(meta.get("exchangeTimezoneName")).map(str::parse) {
        Some(Ok(zone)) => zone,
        _ => return Err(Problem::malformed("it does not name the time zone of the exchange")),
    };
    Ok((length, symbol, zone))
}

fn read(result: &Value, chunk: &Chunk) -> Result<BarPage, Problem> {
    let (length, symbol, zone) = answered(result, chunk)?;
    let quotes = result.pointer("/indicators/quote/0");
    let stamps = match (result.get("timestamp"), quotes) {
        (Some(Value::Array(stamps)), Some(Value::Object(quotes)))
            if stamps.is_empty() || quotes.contains_key("close") =>
        {
            stamps
        }
        // Without any bar in the span the lists are absent.
        (None, Some(Value::Object(quotes))) if quotes.is_empty() => {
            return Ok(BarPage::default());
        }
        _ => return Err(Problem::malformed("it has no list of times with a list of closes")),
    };
    let series = |path: &str, name: &str| -> Result<Option<&Vec<Value>>, Problem> {
        let list = match result.pointer(path).and_then(|s| s.get(name)) {
            Some(Value::Array(list)) => list,
            None => return Ok(None),
            Some(_) => return Err(Problem::malformed(format!("its `{name}` is no list"))),
        };
        match list.len() == stamps.len() {
            true => Ok(Some(list)),
            false => Err(Problem::malformed(format!(
                "it has {} times and {} values of `{name}`",
                stamps.len(),
                list.len()
            ))),
        }
    };
    let quote = |name: &str| series("/indicators/quote/0", name);
    let [open, high, low, close, volume] =
        [quote("open")?, quote("high")?, quote("low")?, quote("close")?, quote("volume")?];
    let adjusted = match length {
        BarLength::Day => series("/indicators/adjclose/0", "adjclose")?,
        BarLength::Minutes(_) => None,
    };
    let mut rows = Rows::new(chunk, length);
    for (i, stamp) in stamps.iter().enumerate() {
        let Some(start) = stamp.as_i64().and_then(|s| DateTime::from_timestamp(s, 0)) else {
            return Err(Problem::malformed(format!("its time {} is no time", i + 1)));
        };
        let at = match length {
            BarLength::Day => match local_date(start, zone) {
                Some(date) => At::Day(date),
                None => return Err(Problem::malformed(format!("its time {} is no time", i + 1))),
            },
            // The row of the last trade, with its second: a quote and no bar, also after the close.
            BarLength::Minutes(n) if i + 1 == stamps.len() && !is_start(start, n) => continue,
            BarLength::Minutes(_) => At::Instant(start),
        };
        let cell = |list: Option<&Vec<Value>>| json::item(list.and_then(|l| l.get(i)));
        let known = |v: &f64| *v != 0.0 || length == BarLength::Day || is_regular(start);
        rows.push(BarRow {
            open: cell(open)?,
            high: cell(high)?,
            low: cell(low)?,
            close: cell(close)?,
            adjusted_close: cell(adjusted)?,
            // Outside of regular hours the service writes zero for every volume.
            volume: cell(volume)?.filter(known),
            ..BarRow::new(symbol.clone(), at)
        })?;
    }
    Ok(rows.page())
}

/// The date on the exchange's own clock: daily bars are labelled by the open of its session.
fn local_date(start: DateTime<Utc>, zone: Tz) -> Option<chrono::NaiveDate> {
    // The extreme instants have no local time.
    (start.timestamp().abs() < 8_000_000_000_000).then(|| start.with_timezone(&zone).date_naive())
}

fn is_regular(start: DateTime<Utc>) -> bool {
    matches!(CALENDAR.moment(start), Ok(Moment::Open { session: Session::Regular, .. }))
}
