//! A piece of news.

use chrono::{DateTime, Utc};

use crate::event::Ticker;

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
    /// Public at that time at the latest, such as when a crawler found it.
    NoLaterThan,
    /// Only the date is known; the time is noon UTC of that date.
    Date,
}
