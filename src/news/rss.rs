//! Feeds: RSS, Atom and JSON Feed, of any publisher; without an address Yahoo's feed of each ticker.
//!
//! A feed holds what is in it now. Its times mean what the publisher makes of them: one of midnight
//! is only a date, and an entry that tells only of its update was public by then at the latest.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use feed_rs::model::{Entry, Feed};

use super::text::{headline, stamp, unescaped};
use super::{NewsCapabilities, NewsItem, NewsPage, NewsPrecision, NewsRequest, NewsVendor};
use crate::event::Ticker;
use crate::foreign;
use crate::prices::vendor::{Access, Answer, Chunk, HttpRequest, Plan, Problem, Refusal};

const YAHOO: &str = "https://feeds.finance.yahoo.com";
/// Feeds are some days long; who asks for older news should know.
const USUAL_LENGTH: TimeDelta = TimeDelta::days(14);
/// Elements within elements; feeds have ten, and each costs the reader some stack.
const DEEPEST: usize = 200;

static CAPABILITIES: NewsCapabilities = NewsCapabilities {
    access: Access {
        id: "rss",
        name: "RSS and Atom feeds",
        hosts: &["feeds.finance.yahoo.com"],
        keys: &[],
        pace: Duration::from_secs(2),
        concurrency: 1,
        user_agent: None,
        sign_up: "no key is needed",
        terms: "see the publisher's own pages",
    },
    history: "what is in the feed now",
    stamp: "the publisher's time, as well as the feed tells it",
};

/// The vendor.
pub(super) struct Feeds;

impl NewsVendor for Feeds {
    fn capabilities(&self) -> &NewsCapabilities {
        &CAPABILITIES
    }

    fn plan(&self, request: &NewsRequest, now: DateTime<Utc>) -> Result<Plan, Refusal> {
        let mut plan = Plan::default();
        let mut add = |request_: HttpRequest, symbols: &[Ticker]| {
            plan.chunks.push(Chunk::new(request_, symbols, request.from..request.until));
        };
        match &request.feed {
            Some(address) => {
                let asks = feed_request(address).ok_or_else(|| Refusal {
                    vendor: CAPABILITIES.access.id,
                    what: format!("a feed at `{}`", address.escape_default()),
                    why: "the address of a feed must begin with https:// and a host".into(),
                })?;
                add(asks, &request.tickers);
            }
            None => {
                for ticker in &request.tickers {
                    let asks = HttpRequest::get(YAHOO, "/rss/2.0/headline")
                        .query("s", ticker.as_str())
                        .query("region", "US")
                        .query("lang", "en-US");
                    add(asks, std::slice::from_ref(ticker));
                }
            }
        }
        if now - request.until > USUAL_LENGTH {
            plan.notes.push(
                "a feed holds the news of some days; what is older than that is not in it".into(),
            );
        }
        Ok(plan)
    }

    fn parse(&self, answer: &Answer, chunk: &Chunk) -> Result<NewsPage, Problem> {
        if let Some(problem) = answer.usual_problem() {
            return Err(problem);
        }
        let (feed, precisions) = read(&answer.body)?;
        let title = feed.title.as_ref().map(|t| headline(&t.content)).filter(|t| !t.is_empty());
        let source = title.unwrap_or_else(|| host_of(&chunk.request.origin).to_owned());
        let entries = feed.entries.len();
        let items: Vec<NewsItem> = feed
            .entries
            .into_iter()
            .filter_map(|entry| item(entry, &precisions, &source, &chunk.symbols))
            .collect();
        let mut page = NewsPage::default();
        if items.len() < entries {
            page.notes.push(format!(
                "{} of {entries} entries of the feed have no time that can be read, or no headline, \
                 and were left out",
                entries - items.len()
            ));
        }
        page.items = items;
        Ok(page)
    }
}

/// The request for a feed's own address.
pub fn feed_request(address: &str) -> Option<HttpRequest> {
    let host = host_of(address);
    let named = host.contains('.') && !host.contains(['@', ':', ' ']);
    let origin = format!("https://{host}");
    named.then(|| HttpRequest::get(origin, "/").following(address, &[host]))?
}

fn host_of(address: &str) -> &str {
    let rest = address.strip_prefix("https://").unwrap_or("");
    rest.split(['/', '?', '#']).next().unwrap_or("")
}

type Precisions = HashMap<DateTime<Utc>, NewsPrecision>;

/// Reads a feed, and how well each time in it is known.
pub fn read(body: &[u8]) -> Result<(Feed, Precisions), Problem> {
    if depth(body) > DEEPEST {
        return Err(Problem::malformed(format!(
            "its elements are nested more than {DEEPEST} deep"
        )));
    }
    let known = Arc::new(Mutex::new(Precisions::new()));
    let noted = Arc::clone(&known);
    let parser = feed_rs::parser::Builder::new()
        .timestamp_parser(move |text| {
            let (time, precision) = stamp(text)?;
            noted.lock().unwrap_or_else(PoisonError::into_inner).insert(time, precision);
            Some(time)
        })
        .build();
    // The reader of feeds panics over some numbers of media players, such as a playing time of
    // thirty digits.
    let feed = foreign::read(|| parser.parse(body))
        .map_err(|_| Problem::malformed("it holds a number that no feed can have"))?
        .map_err(|error| Problem::malformed(format!("it is no feed that can be read: {error}")))?;
    let precisions = known.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok((feed, precisions))
}

/// The item of a feed, or what is wrong with it.
pub fn item(
    entry: Entry,
    precisions: &Precisions,
    source: &str,
    tickers: &[Ticker],
) -> Option<NewsItem> {
    let headline = headline(&entry.title?.content);
    let (published, precision) = match (entry.published, entry.updated) {
        (Some(time), _) => (time, precisions.get(&time).copied()?),
        (None, Some(time)) if precisions.get(&time) == Some(&NewsPrecision::Date) => {
            (time, NewsPrecision::Date)
        }
        (None, Some(time)) => (time, NewsPrecision::NoLaterThan),
        (None, None) => return None,
    };
    let link = entry.links.into_iter().find(|l| l.rel.as_deref().is_none_or(|r| r == "alternate"));
    (!headline.is_empty()).then(|| NewsItem {
        published,
        precision,
        updated: entry.updated.filter(|t| *t != published),
        tickers: tickers.to_vec(),
        headline,
        source: source.to_owned(),
        url: link.map(|l| unescaped(&l.href)).unwrap_or_default(),
        id: entry.id,
        story: None,
        amendment: false,
    })
}

/// How deep elements are nested, roughly: what only looks like an element counts as one.
pub fn depth(body: &[u8]) -> usize {
    let (mut deepest, mut open, mut at) = (0, 0_usize, 0);
    while let Some(found) = body[at..].iter().position(|b| *b == b'<') {
        at += found + 1;
        let rest = &body[at..];
        if rest.starts_with(b"![CDATA[") {
            // Web pages in a feed are text, however they are nested.
            let end = rest.windows(3).position(|w| w == b"]]>").unwrap_or(rest.len());
            at += end;
            continue;
        }
        let end = rest.iter().position(|b| *b == b'>').unwrap_or(rest.len());
        match rest.first() {
            Some(b'/') => open = open.saturating_sub(1),
            Some(b'!' | b'?') | None => {}
            Some(_) if end > 0 && rest[end - 1] == b'/' => {}
            Some(_) => open += 1,
        }
        deepest = deepest.max(open);
        at += end;
    }
    deepest
}
