//! Finnhub's company news: a firm and a day at a time, with the second.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::text::headline;
use super::{NewsCapabilities, NewsItem, NewsPage, NewsPrecision, NewsRequest, NewsVendor};
use crate::event::Ticker;
use crate::prices::vendor::{
    Access, Answer, Chunk, HttpRequest, Key, Place, Plan, Problem, Refusal, json,
};

const ORIGIN: &str = "https://finnhub.io";
/// How far back the free plan is said to go.
const FREE_HISTORY: TimeDelta = TimeDelta::days(365);
/// More days at a second each are a mistake, or better asked of another vendor.
const MOST_DAYS: i64 = 1000;

static CAPABILITIES: NewsCapabilities = NewsCapabilities {
    access: Access {
        id: "finnhub",
        name: "Finnhub",
        hosts: &["finnhub.io"],
        keys: &[Key { name: "key", environment: &["EVENTSTUDY_FINNHUB_KEY", "FINNHUB_API_KEY"] }],
        // Sixty a minute on a free key.
        pace: Duration::from_millis(1_100),
        concurrency: 2,
        user_agent: None,
        sign_up: "a free key comes with an account at https://finnhub.io",
        terms: "the free plan is for personal use; do not pass the data on",
    },
    history: "a year on the free plan",
    stamp: "the publisher's time, to the second",
};

/// The vendor.
pub(super) struct Finnhub;

impl NewsVendor for Finnhub {
    fn capabilities(&self) -> &NewsCapabilities {
        &CAPABILITIES
    }

    fn plan(&self, request: &NewsRequest, now: DateTime<Utc>) -> Result<Plan, Refusal> {
        let (first, last) =
            (request.from.date_naive(), (request.until - TimeDelta::seconds(1)).date_naive());
        let days = (last - first).num_days() + 1;
        if days > MOST_DAYS {
            return Err(Refusal {
                vendor: CAPABILITIES.access.id,
                what: format!("news from {first} to {last}"),
                why: format!("it is asked day by day, and more than {MOST_DAYS} days take hours"),
            });
        }
        let mut plan = Plan::default();
        if now - request.from > FREE_HISTORY {
            let earliest = (now - FREE_HISTORY).date_naive();
            plan.notes.push(format!("finnhub's free plan is said to begin at {earliest}"));
        }
        for ticker in &request.tickers {
            // An answer is cut at some length without a word, so a day is asked at a time.
            for day in first.iter_days().take_while(|day| *day <= last) {
                let asks = HttpRequest::get(ORIGIN, "/api/v1/company-news")
                    .query("symbol", ticker.as_str())
                    .query("from", day.to_string())
                    .query("to", day.to_string())
                    .secret("key", Place::Header { name: "X-Finnhub-Token", prefix: "" });
                plan.chunks.push(Chunk::new(
                    asks,
                    std::slice::from_ref(ticker),
                    request.from..request.until,
                ));
            }
        }
        Ok(plan)
    }

    fn parse(&self, answer: &Answer, chunk: &Chunk) -> Result<NewsPage, Problem> {
        let value = json::body(answer)?;
        if let Some(problem) = vendor_error(&value, answer).or_else(|| answer.usual_problem()) {
            return Err(problem);
        }
        let Value::Array(list) = value else {
            return Err(Problem::malformed("it is no list of news"));
        };
        let items: Vec<NewsItem> =
            list.iter().filter_map(|news| item(news, &chunk.symbols)).collect();
        let mut page = NewsPage::default();
        if items.len() < list.len() {
            page.notes.push(format!(
                "{} of {} news of finnhub have no time or no headline and were left out",
                list.len() - items.len(),
                list.len()
            ));
        }
        page.items = items;
        Ok(page)
    }
}

/// The vendor's own error: an object with `error` where there should be a list, with any status.
fn vendor_error(value: &Value, answer: &Answer) -> Option<Problem> {
    let error = json::text(value.as_object()?.get("error"))?;
    let (reason, small) = (answer.message(), error.to_ascii_lowercase());
    Some(match answer.status {
        _ if small.contains("limit") => Problem::RateLimited { reason, after: answer.wait() },
        _ if small.contains("api key") => Problem::WrongKey { reason },
        _ if small.contains("access") => Problem::Refused { reason },
        200 => Problem::Passing { reason },
        _ => return None,
    })
}

fn item(news: &Value, tickers: &[Ticker]) -> Option<NewsItem> {
    let text = |name: &str| json::text(news.get(name));
    // Zero stands for a time that is not known.
    let seconds = news.get("datetime").and_then(Value::as_i64).filter(|s| *s > 0)?;
    let headline = headline(text("headline")?);
    (!headline.is_empty()).then_some(NewsItem {
        published: DateTime::from_timestamp(seconds, 0)?,
        precision: NewsPrecision::Second,
        updated: None,
        tickers: tickers.to_vec(),
        headline,
        source: text("source").unwrap_or("finnhub").to_owned(),
        url: text("url").unwrap_or_default().to_owned(),
        id: news.get("id").and_then(Value::as_u64).map(|id| id.to_string()).unwrap_or_default(),
        story: None,
        amendment: false,
    })
}
