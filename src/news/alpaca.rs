//! Alpaca's news, which are those of Benzinga: headlines with the second, back to 2015.
//!
//! The vendor sorts and cuts by the time of the last change, so more is asked for than the span,
//! and only the time of creation counts.

use chrono::{DateTime, Datelike as _, SecondsFormat, TimeDelta, Utc};
use serde_json::Value;

use super::text::{headline, instant};
use super::{NewsCapabilities, NewsItem, NewsPage, NewsPrecision, NewsRequest, NewsVendor};
use crate::event::Ticker;
use crate::prices::vendor::alpaca::account::{ACCESS, ORIGIN, problem_in, with_keys};
use crate::prices::vendor::{Answer, Chunk, HttpRequest, Plan, Problem, Refusal, json};

const FIRST_YEAR: i32 = 2015;
/// What is changed later than this after the span is missed; most changes come within the hour.
const CHANGED_WITHIN: TimeDelta = TimeDelta::days(3);
/// News in a page, at most.
const PAGE: &str = "50";
/// A much-noted firm has some fifty headlines a day at most.
const SPAN: TimeDelta = TimeDelta::days(7);
const MOST_SYMBOLS: usize = 20;

static CAPABILITIES: NewsCapabilities = NewsCapabilities {
    access: ACCESS,
    history: "since 2015",
    stamp: "when Benzinga created the headline, to the second",
};

/// The vendor.
pub(super) struct AlpacaNews;

impl NewsVendor for AlpacaNews {
    fn capabilities(&self) -> &NewsCapabilities {
        &CAPABILITIES
    }

    fn plan(&self, request: &NewsRequest, now: DateTime<Utc>) -> Result<Plan, Refusal> {
        if request.from.year() < FIRST_YEAR {
            return Err(Refusal {
                vendor: ACCESS.id,
                what: format!("news of {}", request.from.date_naive()),
                why: format!("its history begins in {FIRST_YEAR}"),
            });
        }
        let changed_until = request.until.checked_add_signed(CHANGED_WITHIN).unwrap_or(now);
        let until = changed_until.min(now);
        let utc = |t: DateTime<Utc>| t.to_rfc3339_opts(SecondsFormat::Secs, true);
        let mut plan = Plan::default();
        for symbols in request.tickers.chunks(MOST_SYMBOLS) {
            let names: Vec<&str> = symbols.iter().map(Ticker::as_str).collect();
            let mut from = request.from;
            while from < until {
                let to = from.checked_add_signed(SPAN).unwrap_or(until).min(until);
                let asks = HttpRequest::get(ORIGIN, "/v1beta1/news")
                    .query("symbols", names.join(","))
                    .query("start", utc(from))
                    // The vendor's end is inclusive.
                    .query("end", utc(to - TimeDelta::seconds(1)))
                    .query("sort", "asc")
                    .query("limit", PAGE)
                    .query("include_content", "false");
                plan.chunks.push(Chunk::new(with_keys(asks), symbols, request.from..request.until));
                from = to;
            }
        }
        Ok(plan)
    }

    fn parse(&self, answer: &Answer, chunk: &Chunk) -> Result<NewsPage, Problem> {
        if let Some(problem) = problem_in(answer) {
            return Err(problem);
        }
        let value = json::body(answer)?;
        let list = match value.get("news") {
            Some(Value::Array(list)) => list.as_slice(),
            Some(Value::Null) => &[],
            _ => return Err(Problem::malformed("it has no list named `news`")),
        };
        let items: Vec<NewsItem> = list.iter().filter_map(|news| item(news, chunk)).collect();
        let mut page = NewsPage::default();
        if items.len() < list.len() {
            let left = list.len() - items.len();
            page.notes.push(format!(
                "{left} of {} news of alpaca have no time of creation, no headline or none of the \
                 tickers, and were left out",
                list.len()
            ));
        }
        page.items = items;
        if let Some(token) = json::text(value.get("next_page_token")) {
            page.next.push(chunk.with(chunk.request.clone().query("page_token", token)));
        }
        Ok(page)
    }
}

fn item(news: &Value, chunk: &Chunk) -> Option<NewsItem> {
    let text = |name: &str| json::text(news.get(name));
    let symbols = news.get("symbols").and_then(Value::as_array)?;
    let tickers: Vec<Ticker> = symbols
        .iter()
        .filter_map(|s| s.as_str()?.parse().ok())
        .filter(|ticker| chunk.symbols.contains(ticker))
        .collect();
    let headline = headline(text("headline")?);
    let usable = !tickers.is_empty() && !headline.is_empty();
    usable.then_some(NewsItem {
        published: instant(text("created_at")?)?,
        precision: NewsPrecision::Second,
        updated: text("updated_at").and_then(instant),
        tickers,
        headline,
        source: text("source").unwrap_or("alpaca").to_owned(),
        url: text("url").unwrap_or_default().to_owned(),
        id: news.get("id").and_then(Value::as_u64).map(|id| id.to_string()).unwrap_or_default(),
        story: None,
        amendment: false,
    })
}
