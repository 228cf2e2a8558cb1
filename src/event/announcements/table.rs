//! The table of event-firm pairs.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::prelude::*;

use super::rejected::RejectedRow;
use crate::calendar::TradingCalendar;
use crate::event::{Placement, Published, Reason, Ticker};

/// A table of event-firm pairs.
///
/// # Shape
/// `ids`, `published`, `firms`, `rows`, `headlines` (unless empty) and every column of `attributes`
/// have one entry for each pair, in the order of the file.
///
/// ```
/// use std::path::Path;
/// use eventstudy::event::{Announcements, Reason};
/// let csv = "id,published,ticker,sector\n\
///            a,2025-02-11T09:00-05:00,BABA,tech\n\
///            b,2025-02-11T09:00,META,tech\n";
/// let table = Announcements::from_csv(Path::new("x.csv"), csv.as_bytes())?;
/// assert_eq!((table.len(), table.ticker(0).as_str()), (1, "BABA"));
/// assert_eq!(table.attributes["sector"], ["tech"]);
/// assert_eq!(table.rejected[0].code, Reason::NaiveTime);
/// # Ok::<(), eventstudy::event::EventError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Announcements {
    /// The id of each pair's event; `row-N` where the file has none.
    pub ids: Vec<String>,
    /// When each pair's story became public.
    pub published: Vec<Published>,
    /// The distinct tickers, sorted.
    pub tickers: Vec<Ticker>,
    /// The ticker of each pair, as a position in `tickers`.
    pub firms: Vec<u32>,
    /// The line of the file each pair comes from, counted from 1 with the header; for events made
    /// in code their position, counted from 1.
    pub rows: Vec<u32>,
    /// Headlines; empty where the file has no such column.
    pub headlines: Vec<String>,
    /// Every further column by its header, for groups, clusters, weights and regressions.
    pub attributes: BTreeMap<String, Vec<String>>,
    /// What was left out, in the order of the file; a row with several tickers counts once for each.
    pub rejected: Vec<RejectedRow>,
    /// The file, if the table comes from one.
    pub source: Option<AnnouncementFile>,
}

/// The file that announcements were read from.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct AnnouncementFile {
    /// The path as it was given.
    pub path: PathBuf,
    /// Data rows.
    pub rows: usize,
    /// SHA-256 of the bytes on disk; of a frame that of its cells as text.
    pub sha256: String,
}

impl Announcements {
    /// The number of pairs.
    pub fn len(&self) -> usize {
        self.firms.len()
    }

    /// Whether there is no pair.
    pub fn is_empty(&self) -> bool {
        self.firms.is_empty()
    }

    /// The ticker of a pair.
    ///
    /// # Panics
    /// If `pair` is not less than [`Announcements::len`].
    pub fn ticker(&self, pair: usize) -> &Ticker {
        &self.tickers[self.firms[pair] as usize]
    }

    /// Day 0 of every pair, by the rule of [`NewsTiming`](crate::event::NewsTiming); `None` where the
    /// calendar does not reach, see [`Announcements::outside_calendar`].
    pub fn placements(&self, calendar: &TradingCalendar) -> Vec<Option<Placement>> {
        self.placements_after(0, calendar)
    }

    /// Day 0 of every pair with every time so many seconds later, see [`Published::later_by`].
    pub(crate) fn placements_after(
        &self,
        seconds: i64,
        calendar: &TradingCalendar,
    ) -> Vec<Option<Placement>> {
        let placed = |p: &Published| match seconds {
            0 => Placement::of(p, calendar).ok(),
            _ => Placement::of(&p.later_by(seconds), calendar).ok(),
        };
        self.published.par_iter().map(placed).collect()
    }

    /// The rejection of a pair that the calendar cannot place, with the calendar's reason; `None`
    /// where it can.
    ///
    /// # Panics
    /// If `pair` is not less than [`Announcements::len`].
    pub fn outside_calendar(&self, pair: usize, calendar: &TradingCalendar) -> Option<RejectedRow> {
        let error = Placement::of(&self.published[pair], calendar).err()?;
        Some(RejectedRow {
            row: self.rows[pair],
            id: self.ids[pair].clone(),
            ticker: self.ticker(pair).to_string(),
            code: Reason::OutsideCalendar,
            reason: error.to_string(),
        })
    }
}
