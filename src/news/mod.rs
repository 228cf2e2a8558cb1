//! News and event times: one file a vendor, and the table of them.
//!
//! As with bars, a vendor plans and reads, and the fetcher of the prices does the rest.

mod alpaca;
mod duplicates;
mod edgar;
mod events;
#[cfg(feature = "fetch")]
mod fetching;
mod finnhub;
mod rss;
mod text;

use chrono::{DateTime, Utc};

use crate::event::Ticker;
use crate::prices::vendor::{Access, Answer, Chunk, Plan, Problem, Refusal};

pub use duplicates::group;
pub use events::events_csv;
#[cfg(feature = "fetch")]
pub use fetching::{NewsFetching, NewsOutcome};

/// The vendors of news, in the order in which they are suggested.
pub const NEWS_VENDORS: &[&dyn NewsVendor] =
    &[&edgar::Edgar, &alpaca::AlpacaNews, &rss::Feeds, &finnhub::Finnhub];

/// A vendor of news or of event times.
pub trait NewsVendor: Sync {
    /// What it has and how it is reached.
    fn capabilities(&self) -> &NewsCapabilities;

    /// What to ask for these news.
    ///
    /// # Errors
    /// [`Refusal`] for what the vendor does not have; nothing was sent then.
    fn plan(&self, request: &NewsRequest, now: DateTime<Utc>) -> Result<Plan, Refusal>;

    /// Reads an answer to a request of the plan, whatever its status.
    ///
    /// # Errors
    /// [`Problem`]: what the answer is instead of news.
    fn parse(&self, answer: &Answer, chunk: &Chunk) -> Result<NewsPage, Problem>;
}

/// What a vendor of news has.
#[derive(Clone, Copy, Debug)]
pub struct NewsCapabilities {
    /// How it is reached.
    pub access: Access,
    /// How far back it goes, in words.
    pub history: &'static str,
    /// What its time stamp means, such as `when the filing was accepted`.
    pub stamp: &'static str,
}

/// News to get.
#[derive(Clone, Debug)]
pub struct NewsRequest {
    /// The tickers.
    pub tickers: Vec<Ticker>,
    /// The first instant, UTC.
    pub from: DateTime<Utc>,
    /// The first instant after the span, UTC.
    pub until: DateTime<Utc>,
    /// The address of a feed, for vendors that read one.
    pub feed: Option<String>,
}

/// The news of one answer, and what is to be asked next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewsPage {
    /// The news, in any order; those outside of the span are dropped later.
    pub items: Vec<NewsItem>,
    /// What to ask next.
    pub next: Vec<Chunk>,
    /// Sentences about what was left out, and why.
    pub notes: Vec<String>,
}

/// A piece of news.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewsItem {
    /// When it became public, UTC; never when it was changed.
    pub published: DateTime<Utc>,
    /// How well that is known.
    pub precision: NewsPrecision,
    /// When it was last changed.
    pub updated: Option<DateTime<Utc>>,
    /// The tickers it is about.
    pub tickers: Vec<Ticker>,
    /// The headline.
    pub headline: String,
    /// Who published it.
    pub source: String,
    /// Where it can be read.
    pub url: String,
    /// The vendor's own key of it.
    pub id: String,
    /// A key that a piece shares with its amendments, where the vendor tells of them.
    pub story: Option<String>,
    /// Whether this amends an earlier piece of the same story.
    pub amendment: bool,
}

/// How well the time of a piece of news is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewsPrecision {
    /// To the second.
    Second,
    /// To the minute.
    Minute,
    /// It was public at that time at the latest, such as when a crawler found it.
    NoLaterThan,
    /// Only the date is known; the time is noon UTC of that date.
    Date,
}

/// The vendor of an id.
pub fn news_vendor(id: &str) -> Option<&'static dyn NewsVendor> {
    NEWS_VENDORS.iter().copied().find(|v| v.capabilities().access.id == id)
}
