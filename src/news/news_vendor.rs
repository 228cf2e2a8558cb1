//! What a vendor of news is and has.

use chrono::{DateTime, Utc};

use super::NewsItem;
use crate::event::Ticker;
use crate::prices::vendor::{Access, Answer, Chunk, Plan, Problem, Refusal};

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
