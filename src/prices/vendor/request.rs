//! What bars are wanted.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};

use crate::calendar::{TradingCalendar, TradingDay};
use crate::event::Ticker;

/// Bars to get: symbols, sessions and kind.
#[derive(Clone, Debug)]
pub struct BarRequest {
    /// The symbols.
    pub symbols: Vec<Ticker>,
    /// The sessions, in order, without holidays; never empty.
    pub days: Vec<TradingDay>,
    /// The length of a bar.
    pub length: BarLength,
    /// The feed, one of the vendor's.
    pub feed: String,
    /// What prices are to be adjusted for.
    pub adjustment: VendorAdjustment,
}

impl BarRequest {
    /// The sessions of a calendar from one date to another, both included.
    pub fn days_of(calendar: &TradingCalendar, from: NaiveDate, to: NaiveDate) -> Vec<TradingDay> {
        calendar.days().iter().filter(|d| (from..=to).contains(&d.date)).copied().collect()
    }

    /// The first trading date.
    pub fn first(&self) -> NaiveDate {
        self.days.first().map_or(NaiveDate::MIN, |d| d.date)
    }

    /// The last trading date.
    pub fn last(&self) -> NaiveDate {
        self.days.last().map_or(NaiveDate::MAX, |d| d.date)
    }

    /// The first instant of the first session (with its night, where there is one), UTC.
    pub fn start(&self) -> DateTime<Utc> {
        self.days
            .first()
            .map_or(DateTime::<Utc>::MIN_UTC, |d| d.overnight_open.unwrap_or(d.pre_open))
    }

    /// The first instant after the last session's post-market, UTC.
    pub fn end(&self) -> DateTime<Utc> {
        self.days.last().map_or(DateTime::<Utc>::MAX_UTC, |d| d.post_end)
    }

    /// The request for other sessions.
    #[must_use]
    pub fn for_days(&self, days: &[TradingDay]) -> Self {
        Self { days: days.to_vec(), ..self.clone() }
    }
}

/// The length of a bar.
///
/// ```
/// use eventstudy::prices::vendor::BarLength;
/// assert_eq!("5m".parse(), Ok(BarLength::Minutes(5)));
/// assert_eq!(BarLength::Day.to_string(), "1d");
/// assert!("7m".parse::<BarLength>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BarLength {
    /// A number of minutes: 1, 2, 5, 10, 15, 30 or 60.
    Minutes(u32),
    /// A trading day.
    Day,
}

impl BarLength {
    /// In words, such as `1-minute`.
    pub fn words(self) -> String {
        match self {
            Self::Minutes(n) => format!("{n}-minute"),
            Self::Day => "daily".to_owned(),
        }
    }
}

impl fmt::Display for BarLength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Minutes(n) => f.pad(&format!("{n}m")),
            Self::Day => f.pad("1d"),
        }
    }
}

impl FromStr for BarLength {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "1d" | "1day" | "day" | "daily" => Ok(Self::Day),
            "1h" => Ok(Self::Minutes(60)),
            _ => text
                .trim_end_matches("in")
                .strip_suffix('m')
                .and_then(|n| n.parse().ok())
                .filter(|n| [1, 2, 5, 10, 15, 30, 60].contains(n))
                .map(Self::Minutes)
                .ok_or_else(|| "there are 1m, 2m, 5m, 10m, 15m, 30m, 60m and 1d".to_owned()),
        }
    }
}

/// What a vendor's prices are adjusted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VendorAdjustment {
    /// Nothing.
    Raw,
    /// Splits only.
    Split,
    /// Splits and dividends.
    All,
}

impl VendorAdjustment {
    /// The name of the adjustment in the store.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Raw => "raw",
            Self::Split => "split",
            Self::All => "all",
        }
    }
}

impl fmt::Display for VendorAdjustment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

impl FromStr for VendorAdjustment {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        [Self::Raw, Self::Split, Self::All]
            .into_iter()
            .find(|a| a.id() == text)
            .ok_or_else(|| "there are raw, split and all".to_owned())
    }
}
