//! Stored answers of vendors of news.

use chrono::{DateTime, TimeDelta, Utc};
use eventstudy::news::{NEWS_VENDORS, NewsItem, NewsPage, NewsPrecision, NewsRequest, NewsVendor};
use eventstudy::prices::vendor::internals::{Answer, Chunk, Problem};
use serde::Deserialize;

use crate::support::stored_answers::{self, Case, Vendor};

/// What a case asks for and has to give.
#[derive(Clone, Deserialize)]
pub struct Asked {
    #[serde(default)]
    tickers: Vec<String>,
    from: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
    feed: Option<String>,
    /// Published, precision, tickers, headline, id.
    #[serde(default)]
    pub items: Vec<[String; 5]>,
}

pub type Stored = stored_answers::Stored<dyn NewsVendor>;

/// Every vendor of the table.
pub fn all() -> Vec<Stored> {
    NEWS_VENDORS.iter().copied().map(Stored::new).collect()
}

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub fn request(tickers: &[&str], from: &str, until: &str) -> NewsRequest {
    NewsRequest {
        tickers: tickers.iter().map(|t| t.parse().unwrap()).collect(),
        from: at(from),
        until: at(until),
        feed: None,
    }
}

/// The name of a precision in `cases.toml`.
pub fn precision(item: &NewsItem) -> &'static str {
    match item.precision {
        NewsPrecision::Second => "second",
        NewsPrecision::Minute => "minute",
        NewsPrecision::NoLaterThan => "no_later_than",
        NewsPrecision::Date => "date",
    }
}

impl Vendor for dyn NewsVendor {
    type Asked = Asked;
    type Page = NewsPage;

    fn id(&self) -> &'static str {
        self.capabilities().access.id
    }

    fn folder(&self) -> String {
        format!("news_{}", self.id())
    }

    fn page(&self, answer: &Answer, chunk: &Chunk) -> Result<NewsPage, Problem> {
        self.parse(answer, chunk)
    }

    fn following(page: NewsPage) -> Vec<Chunk> {
        page.next
    }

    /// The plan's first request.
    fn first_request(&self, case: &Case<Asked>) -> Chunk {
        let asked = &case.asked;
        let tickers: Vec<&str> = asked.tickers.iter().map(String::as_str).collect();
        let mut request = request(&tickers, "2025-12-10T05:00:00Z", "2025-12-12T05:00:00Z");
        request.from = asked.from.unwrap_or(request.from);
        request.until = asked.until.unwrap_or(request.until);
        request.feed.clone_from(&asked.feed);
        let now = request.until + TimeDelta::hours(1);
        let plan = self.plan(&request, now).unwrap_or_else(|e| panic!("{e}"));
        plan.chunks[0].clone()
    }
}

impl Stored {
    /// The items of a case, by time.
    pub fn items(&self, case: &Case<Asked>) -> Vec<NewsItem> {
        let page = self.vendor.parse(&self.answer(case), &self.chunk(case)).unwrap();
        let mut items = page.items;
        items.sort_by_key(|i| i.published);
        items
    }
}
