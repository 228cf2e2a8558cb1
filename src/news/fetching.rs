//! From a wish for news to rows of an events file.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{NewsItem, NewsPage, NewsRequest, NewsVendor, group};
use crate::prices::fetch::{Client, FetchError, Kept, Page, Receiver, Settings, Watch, run};
use crate::prices::store::Store;
use crate::prices::vendor::{Answer, Chunk, Problem};

/// Where news come from, and where the answers are kept.
pub struct NewsFetching<'a> {
    /// The vendor.
    pub vendor: &'a dyn NewsVendor,
    /// The store, which keeps the answers.
    pub store: &'a Store,
    /// Keys and addresses.
    pub settings: &'a Settings,
    /// The present.
    pub now: DateTime<Utc>,
    /// Called once if another process asks the vendor.
    pub waiting: &'a dyn Fn(),
    /// Told the number of requests of the plan, and then of each that is done.
    pub progress: &'a dyn Fn(usize, usize, usize),
}

/// What a fetch of news brought.
#[derive(Debug, Default)]
pub struct NewsOutcome {
    /// The news of the span, sorted by time, duplicates grouped.
    pub items: Vec<NewsItem>,
    /// Items that came, before grouping.
    pub came: usize,
    /// Sentences for the user.
    pub notes: Vec<String>,
    /// Tickers that the vendor does not know, as errors.
    pub unknown: Vec<FetchError>,
}

impl NewsFetching<'_> {
    /// Fetches news. They are not taken from the store, because nothing says that a span of news is
    /// complete; the answers are kept there as evidence of what was public when.
    ///
    /// # Errors
    /// [`FetchError`].
    pub fn news(&self, request: &NewsRequest) -> Result<NewsOutcome, FetchError> {
        let plan = self.vendor.plan(request, self.now).map_err(|refusal| {
            FetchError::DoesNotHave { refusal, instead: self.alternatives(request) }
        })?;
        let access = &self.vendor.capabilities().access;
        self.settings.keys(access)?;
        let _lock = self.store.lock(access.id, self.waiting)?;
        let client = Arc::new(Client::new(access, self.settings, self.store)?);
        (self.progress)(plan.chunks.len(), 0, 0);
        let watch: Watch<'_> = &|done, asked| (self.progress)(plan.chunks.len(), done, asked);
        let mut reading = Reading { fetching: self, items: Vec::new(), notes: plan.notes.clone() };
        let unknown = run(&client, &plan, &mut reading, watch)?;
        let Reading { mut items, mut notes, .. } = reading;
        let came = items.len();
        items.retain(|item| {
            (request.from..request.until).contains(&item.published)
                && (request.tickers.is_empty()
                    || item.tickers.iter().any(|t| request.tickers.contains(t)))
        });
        let mut items = group(items);
        items.sort_by(|a, b| (a.published, &a.id).cmp(&(b.published, &b.id)));
        notes.sort();
        notes.dedup();
        Ok(NewsOutcome { items, came, notes, unknown })
    }

    /// The other vendors that would serve this request.
    fn alternatives(&self, request: &NewsRequest) -> Vec<&'static str> {
        let own = self.vendor.capabilities().access.id;
        super::NEWS_VENDORS
            .iter()
            .filter(|v| v.capabilities().access.id != own && v.plan(request, self.now).is_ok())
            .map(|v| v.capabilities().access.id)
            .collect()
    }
}

struct Reading<'a, 'b> {
    fetching: &'a NewsFetching<'b>,
    items: Vec<NewsItem>,
    notes: Vec<String>,
}

impl Receiver<NewsPage> for Reading<'_, '_> {
    fn read(&self, answer: &Answer, chunk: &Chunk) -> Result<Page<NewsPage>, Problem> {
        let mut content = self.fetching.vendor.parse(answer, chunk)?;
        let next = std::mem::take(&mut content.next);
        Ok(Page { content, next })
    }

    fn complete(&mut self, _: &Chunk, pages: Vec<Kept<NewsPage>>) -> Result<(), FetchError> {
        for page in pages.into_iter().map(|kept| kept.content) {
            self.items.extend(page.items);
            self.notes.extend(page.notes);
        }
        Ok(())
    }
}
