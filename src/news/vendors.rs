//! The table of the vendors of news.

use super::{NewsVendor, alpaca, edgar, finnhub, rss};

/// The vendors of news, in the order in which they are suggested.
pub const NEWS_VENDORS: &[&dyn NewsVendor] =
    &[&edgar::Edgar, &alpaca::AlpacaNews, &rss::Feeds, &finnhub::Finnhub];

/// The vendor of an id.
pub fn news_vendor(id: &str) -> Option<&'static dyn NewsVendor> {
    NEWS_VENDORS.iter().copied().find(|v| v.capabilities().access.id == id)
}
