//! Tiingo: raw and adjusted daily bars with their dividends and splits in one row, and minutes of
//! the IEX exchange alone.
//!
//! The feed is part of every request: `eod` for daily bars, `iex` for minutes, which are some three
//! per cent of the tape and run from 08:00 to 17:00 in New York.

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

const ORIGIN: &str = "https://api.tiingo.com";
const END_OF_DAY: &str = "eod";
const IEX: &str = "iex";
/// IEX became an exchange in the August before.
const IEX_FROM: i32 = 2017;
/// Calendar days of minutes from 08:00 to 17:00 that stay well below the longest answer.
const MINUTE_SPAN: i64 = 14;
const WHOLE_LIFE: i64 = 100_000;

static CAPABILITIES: Capabilities = Capabilities {
    access: Access {
        id: "tiingo",
        name: "Tiingo",
        hosts: &["api.tiingo.com"],
        keys: &[Key { name: "key", environment: &["EVENTSTUDY_TIINGO_KEY", "TIINGO_API_KEY"] }],
        // Fifty an hour is what the free plan was last known to allow.
        pace: Duration::from_secs(1),
        concurrency: 1,
        user_agent: None,
        sign_up: "a free key comes with an account at https://www.tiingo.com",
        terms: "the free plan is for personal use; do not pass the data on",
    },
    lengths: &[
        (BarLength::Minutes(1), Depth::Year(IEX_FROM)),
        (BarLength::Minutes(5), Depth::Year(IEX_FROM)),
        (BarLength::Minutes(15), Depth::Year(IEX_FROM)),
        (BarLength::Minutes(30), Depth::Year(IEX_FROM)),
        (BarLength::Day, Depth::Life),
    ],
    feeds: &[END_OF_DAY, IEX],
    daily_adjustments: &[VendorAdjustment::Raw],
    intraday_adjustments: &[VendorAdjustment::Raw],
    actions: true,
    extended_hours: ExtendedHours::Full,
    bars_per_page: 10_000,
    final_after: 12 * 3600,
};

/// The vendor.
pub struct Tiingo;

impl BarVendor for Tiingo {
    fn capabilities(&self) -> &Capabilities {
        &CAPABILITIES
    }

    fn plan(&self, request: &BarRequest, _: DateTime<Utc>) -> Result<Plan, Refusal> {
        let refused = |why: String| {
            Err(Refusal { vendor: CAPABILITIES.access.id, what: asked(request), why })
        };
        if request.adjustment != VendorAdjustment::Raw {
            return refused("its bars are raw, daily ones with an adjusted close beside them; ask for the adjustment `raw`".into());
        }
        if !CAPABILITIES.lengths.iter().any(|(length, _)| *length == request.length) {
            return refused("it has no bars of this length".into());
        }
        let mut plan = Plan::default();
        let most = match (request.length, request.feed.as_str()) {
            (BarLength::Day, END_OF_DAY) => WHOLE_LIFE,
            (BarLength::Minutes(_), IEX) => {
                let first = NaiveDate::from_ymd_opt(IEX_FROM, 1, 1);
                if first.is_some_and(|first| request.first() < first) {
                    return refused(format!("its minutes of IEX begin in {IEX_FROM}"));
                }
                plan.notes.push(
                    "tiingo's minutes are trades on IEX alone, some 3% of the tape, from 08:00 to \
                     17:00 in New York"
                        .into(),
                );
                MINUTE_SPAN
            }
            (BarLength::Day, feed) => {
                return refused(format!("its daily bars are of the feed `eod`, not `{feed}`"));
            }
            (BarLength::Minutes(_), feed) => {
                return refused(format!(
                    "it has minutes of IEX alone, some 3% of the tape; where that is enough, ask for \
                     the feed `iex` instead of `{feed}`"
                ));
            }
        };
        for symbol in &request.symbols {
            for span in spans(request, most) {
                plan.chunks.push(chunk(request.length, symbol, span));
            }
        }
        Ok(plan)
    }

    fn parse(&self, answer: &Answer, chunk: &Chunk) -> Result<BarPage, Problem> {
        if let Some(problem) = vendor_error(answer).or_else(|| answer.usual_problem()) {
            return Err(problem);
        }
        match json::body(answer)? {
            Value::Array(list) => read(&list, chunk),
            _ => Err(Problem::malformed("it is no list of bars")),
        }
    }
}

fn chunk(length: BarLength, symbol: &Ticker, span: Span) -> Chunk {
    let [first, last] = [span.from, span.until - TimeDelta::seconds(1)];
    let name = vendor_symbol(symbol);
    let request = match length {
        BarLength::Day => HttpRequest::get(ORIGIN, format!("/tiingo/daily/{name}/prices"))
            .query("resampleFreq", "daily"),
        BarLength::Minutes(n) => HttpRequest::get(ORIGIN, format!("/iex/{name}/prices"))
            .query("resampleFreq", format!("{n}min"))
            .query("afterHours", "true")
            .query("forceFill", "false")
            // Without being asked for, the volume is left out.
            .query("columns", "open,high,low,close,volume"),
    };
    Chunk {
        step: length.to_string(),
        ..Chunk::new(
            request
                .query("startDate", new_york_date(first).to_string())
                .query("endDate", new_york_date(last).to_string())
                .secret("key", Place::Header { name: "Authorization", prefix: "Token " }),
            std::slice::from_ref(symbol),
            span.from..span.until,
        )
    }
}

/// Class shares have a dot here and a dash there.
fn vendor_symbol(symbol: &Ticker) -> String {
    symbol.as_str().replace('.', "-")
}

/// The vendor's own error: an object with a `detail` where there should be a list, with any status.
fn vendor_error(answer: &Answer) -> Option<Problem> {
    let value: Value = serde_json::from_slice(&answer.body).ok()?;
    value.as_object()?.get("detail")?;
    let reason = answer.message();
    let small = reason.to_ascii_lowercase();
    let after = answer.wait();
    Some(match answer.status {
        _ if small.contains("request allocation") => Problem::RateLimited { reason, after },
        _ if small.contains("invalid token") => Problem::WrongKey { reason },
        _ if small.starts_with("not found") => Problem::NotFound { reason },
        200 if small.contains("permission") => Problem::Refused { reason },
        200 => Problem::Passing { reason },
        _ => return None,
    })
}

fn read(list: &[Value], chunk: &Chunk) -> Result<BarPage, Problem> {
    let (Ok(length), Some(symbol)) = (chunk.step.parse::<BarLength>(), chunk.symbols.first())
    else {
        let step = &chunk.step;
        let reason = format!("the request does not say which bars it is for: {step}");
        return Err(Problem::Refused { reason });
    };
    let (mut rows, mut actions) = (Rows::new(chunk, length), Vec::new());
    for (i, bar) in list.iter().enumerate() {
        let label = json::text(bar.get("date")).and_then(|t| DateTime::parse_from_rfc3339(t).ok());
        let label =
            label.ok_or_else(|| Problem::malformed(format!("its bar {} has no date", i + 1)))?;
        let cell = |name: &str| json::cell(bar, name);
        let at = match length {
            // A date that is dressed as midnight UTC: on New York's clock it would be the day before.
            BarLength::Day => At::Day(label.date_naive()),
            BarLength::Minutes(_) => At::Instant(label.to_utc()),
        };
        rows.push(BarRow {
            open: cell("open")?,
            high: cell("high")?,
            low: cell("low")?,
            close: cell("close")?,
            adjusted_close: cell("adjClose")?,
            volume: cell("volume")?,
            ..BarRow::new(symbol.clone(), at)
        })?;
        if let At::Day(ex_date) = at {
            let dividend = cell("divCash")?.unwrap_or(0.0);
            let split = cell("splitFactor")?.filter(|s| *s > 0.0).unwrap_or(1.0);
            actions.push(Action { symbol: symbol.clone(), ex_date, dividend, split });
        }
    }
    let actions = asked_actions(chunk, actions);
    Ok(BarPage { actions, ..rows.page() })
}
