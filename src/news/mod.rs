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
#[doc(hidden)]
pub mod internals;
mod item;
mod news_vendor;
mod rss;
mod text;
mod vendors;

pub use duplicates::group;
pub use events::events_csv;
#[cfg(feature = "fetch")]
pub use fetching::{NewsOutcome, fetch_news};
pub use item::{NewsItem, NewsPrecision};
pub(crate) use news_vendor::NewsCapabilities;
pub use news_vendor::{NewsPage, NewsRequest, NewsVendor};
pub use vendors::{NEWS_VENDORS, news_vendor};
