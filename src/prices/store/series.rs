//! The place of a series of bars.

use std::fmt;
use std::path::PathBuf;

use chrono::NaiveDate;

use super::{Store, StoreError, atomic};
use crate::event::Ticker;
use crate::prices::excerpt::excerpt;
use crate::prices::vendor::{BarLength, VendorAdjustment};

/// Bars of one symbol from one source: the unit that is never mixed with another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Series {
    /// The vendor's id.
    pub vendor: String,
    /// The vendor's feed.
    pub feed: String,
    /// What prices are adjusted for.
    pub adjustment: VendorAdjustment,
    /// The day on which adjusted prices were fetched; `None` for raw ones, which do not change.
    pub as_of: Option<NaiveDate>,
    /// The length of a bar.
    pub length: BarLength,
    /// The symbol.
    pub symbol: Ticker,
}

impl Series {
    /// The folder of the series below the root.
    ///
    /// # Errors
    /// [`StoreError::UnsafeName`] for a vendor or feed whose name could leave the store.
    #[doc(hidden)]
    pub fn folder(&self) -> Result<PathBuf, StoreError> {
        safe("source", &self.vendor)?;
        safe("feed", &self.feed)?;
        let adjustment = match self.as_of {
            Some(date) => format!("adjustment={}@{date}", self.adjustment),
            None => format!("adjustment={}", self.adjustment),
        };
        Ok(PathBuf::from("bars")
            .join(format!("vendor={}", self.vendor))
            .join(format!("feed={}", self.feed))
            .join(adjustment)
            .join(format!("interval={}", self.length))
            .join(format!("symbol={}", self.symbol)))
    }

    /// Reads the names of folders; `None` for a path that is no series.
    #[doc(hidden)]
    pub fn from_names(names: [&str; 5]) -> Option<Self> {
        let [vendor, feed, adjustment, interval, symbol] = names;
        let adjustment = adjustment.strip_prefix("adjustment=")?;
        let (adjustment, as_of) = match adjustment.split_once('@') {
            Some((adjustment, date)) => (adjustment, Some(date.parse().ok()?)),
            None => (adjustment, None),
        };
        Some(Self {
            vendor: vendor.strip_prefix("vendor=")?.to_owned(),
            feed: feed.strip_prefix("feed=")?.to_owned(),
            adjustment: adjustment.parse().ok()?,
            as_of,
            length: interval.strip_prefix("interval=")?.parse().ok()?,
            symbol: symbol.strip_prefix("symbol=")?.parse().ok()?,
        })
    }

    /// The part of the store that a session is in: its own, or the year of a daily bar.
    pub(super) fn part_of(&self, date: NaiveDate) -> String {
        match self.length {
            BarLength::Day => date.format("%Y").to_string(),
            BarLength::Minutes(_) => date.to_string(),
        }
    }
}

impl fmt::Display for Series {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { vendor, feed, adjustment, length, symbol, .. } = self;
        write!(f, "{vendor} {feed} {adjustment} {length} {symbol}")?;
        match self.as_of {
            Some(date) => write!(f, " as of {date}"),
            None => Ok(()),
        }
    }
}

/// Refuses a name that is not a plain word.
pub(super) fn safe(what: &'static str, text: &str) -> Result<(), StoreError> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let fine = (1..=40).contains(&text.len())
        && text.chars().all(allowed)
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && !text.contains("..");
    if fine {
        return Ok(());
    }
    Err(StoreError::UnsafeName { what, text: excerpt(text, 40) })
}

impl Store {
    /// Every series there is, sorted.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub fn series(&self) -> Result<Vec<Series>, StoreError> {
        let mut level = vec![(self.root.join("bars"), Vec::<String>::new())];
        for _ in 0..5 {
            let mut below = Vec::new();
            for (folder, names) in level {
                for path in atomic::listing(&folder)?.into_iter().filter(|p| p.is_dir()) {
                    let Some(name) = path.file_name().and_then(|n| n.to_str()) else { continue };
                    let names = names.iter().cloned().chain([name.to_owned()]).collect();
                    below.push((path, names));
                }
            }
            level = below;
        }
        let mut found: Vec<Series> = level
            .iter()
            .filter_map(|(_, names)| {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                Series::from_names(names.try_into().ok()?)
            })
            .collect();
        found.sort();
        Ok(found)
    }
}
