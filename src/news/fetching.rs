//! From a wish for news to rows of an events file.

use chrono::{DateTime, Utc};

use super::{NEWS_VENDORS, NewsItem, NewsPage, NewsRequest, NewsVendor, group};
use crate::prices::fetch::{FetchError, Fetching, Kept, Page, Receiver};
use crate::prices::vendor::{Answer, Chunk, Problem};

/// What a fetch of news brought.
#[derive(Debug, Default)]
#[non_exhaustive]
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

/// Fetches news of a vendor. They are not taken from the store, because nothing says that a span of
/// news is complete; the answers are kept there as evidence of what was public when.
///
/// # Errors
/// [`FetchError`].
pub fn fetch_news(
    fetching: &Fetching<'_>,
    vendor: &dyn NewsVendor,
    request: &NewsRequest,
) -> Result<NewsOutcome, FetchError> {
    let plan = vendor.plan(request, fetching.now).map_err(|refusal| FetchError::DoesNotHave {
        refusal,
        instead: alternatives(vendor, request, fetching.now),
    })?;
    let access = &vendor.capabilities().access;
    let _lock = fetching.lock(access)?;
    let client = fetching.client(access)?;
    let mut reading = Reading { vendor, items: Vec::new(), notes: plan.notes.clone() };
    let unknown = fetching.run(&client, &plan, &mut reading)?;
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
fn alternatives(
    vendor: &dyn NewsVendor,
    request: &NewsRequest,
    now: DateTime<Utc>,
) -> Vec<&'static str> {
    let own = vendor.capabilities().access.id;
    let others = NEWS_VENDORS.iter().filter(|v| v.capabilities().access.id != own);
    others.filter(|v| v.plan(request, now).is_ok()).map(|v| v.capabilities().access.id).collect()
}

struct Reading<'a> {
    vendor: &'a dyn NewsVendor,
    items: Vec<NewsItem>,
    notes: Vec<String>,
}

impl Receiver<NewsPage> for Reading<'_> {
    fn read(&self, answer: &Answer, chunk: &Chunk) -> Result<Page<NewsPage>, Problem> {
        let mut content = self.vendor.parse(answer, chunk)?;
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
