//! Stored answers with what was asked and what has to come of it: `cases.toml` in each folder.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::{DateTime, TimeDelta, Utc};
use eventstudy::news::{NEWS_VENDORS, NewsItem, NewsPrecision, NewsRequest, NewsVendor};
use eventstudy::prices::vendor::{Answer, Chunk};
use serde::Deserialize;

use crate::stored_answers;

#[derive(Deserialize)]
struct Folder {
    #[serde(default)]
    without: BTreeMap<String, String>,
    case: Vec<Case>,
}

/// A stored answer.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub name: String,
    file: String,
    #[serde(default)]
    tickers: Vec<String>,
    from: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
    feed: Option<String>,
    #[serde(default = "ok")]
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    /// The case whose answer led to this request; without it the request is the plan's first.
    after: Option<String>,
    /// Which of the requests that followed from it.
    #[serde(default)]
    nth: usize,
    /// Published, precision, tickers, headline, id.
    #[serde(default)]
    pub items: Vec<[String; 5]>,
    /// What the addresses of the following requests hold.
    #[serde(default)]
    pub next: Vec<String>,
    /// What one of the notes says.
    pub note: Option<String>,
    /// The kind of problem that has to be told.
    pub error: Option<String>,
    pub retry_after: Option<u64>,
}

fn ok() -> u16 {
    200
}

/// A vendor with its folder.
pub struct Stored {
    pub vendor: &'static dyn NewsVendor,
    folder: PathBuf,
    pub cases: Vec<Case>,
    /// Cases that the vendor cannot have, with the reason.
    pub without: BTreeMap<String, String>,
}

/// Every vendor of the table.
pub fn all() -> Vec<Stored> {
    NEWS_VENDORS.iter().copied().map(Stored::of).collect()
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

impl Stored {
    fn of(vendor: &'static dyn NewsVendor) -> Self {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("tests/responses")
            .join(format!("news_{}", vendor.capabilities().access.id));
        let read: Folder = stored_answers::cases(&folder);
        Self { vendor, folder, cases: read.case, without: read.without }
    }

    pub fn id(&self) -> &'static str {
        self.vendor.capabilities().access.id
    }

    pub fn case(&self, name: &str) -> &Case {
        let found = self.cases.iter().find(|c| c.name == name);
        found.unwrap_or_else(|| panic!("{} has no case {name}", self.id()))
    }

    /// The answer of a case.
    pub fn answer(&self, case: &Case) -> Answer {
        stored_answers::answer(&self.folder.join(&case.file), case.status, &case.headers)
    }

    /// The request of a case, as the vendor itself makes it.
    pub fn chunk(&self, case: &Case) -> Chunk {
        if let Some(before) = &case.after {
            let before = self.case(before);
            let page = self.vendor.parse(&self.answer(before), &self.chunk(before));
            return page.unwrap().next[case.nth].clone();
        }
        let tickers: Vec<&str> = case.tickers.iter().map(String::as_str).collect();
        let mut request = request(&tickers, "2025-12-10T05:00:00Z", "2025-12-12T05:00:00Z");
        request.from = case.from.unwrap_or(request.from);
        request.until = case.until.unwrap_or(request.until);
        request.feed.clone_from(&case.feed);
        let now = request.until + TimeDelta::hours(1);
        let plan = self.vendor.plan(&request, now).unwrap_or_else(|e| panic!("{e}"));
        plan.chunks[0].clone()
    }

    /// The items of a case, by time.
    pub fn items(&self, case: &Case) -> Vec<NewsItem> {
        let page = self.vendor.parse(&self.answer(case), &self.chunk(case)).unwrap();
        let mut items = page.items;
        items.sort_by_key(|i| i.published);
        items
    }
}
