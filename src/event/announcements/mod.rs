//! Announcements: event-firm pairs by the hundred thousand, as columns.
//!
//! A table of events that was exported from a database has broken rows. None of them stops a study:
//! each becomes a [`RejectedRow`] with a code, so that every row asked for is accounted for.

mod columns;
mod distinct;
mod file;
mod frame;
mod into_events;
mod parquet;
mod read;
mod record;
mod rejected;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::{Event, EventError, Placement, Published, Ticker};
use crate::calendar::TradingCalendar;

pub use rejected::{RejectedRow, RejectionCode};

/// A table of event-firm pairs.
///
/// # Shape
/// `ids`, `published`, `firms`, `rows`, `headlines` (unless empty) and every column of `attributes`
/// have one entry for each pair, in the order of the file.
///
/// ```
/// use std::path::Path;
/// use eventstudy::event::{Announcements, RejectionCode};
/// let csv = "id,published,ticker,sector\n\
///            a,2025-02-11T09:00-05:00,BABA,tech\n\
///            b,2025-02-11T09:00,META,tech\n";
/// let table = Announcements::from_csv(Path::new("x.csv"), csv.as_bytes())?;
/// assert_eq!((table.len(), table.ticker(0).as_str()), (1, "BABA"));
/// assert_eq!(table.attributes["sector"], ["tech"]);
/// assert_eq!(table.rejected[0].code, RejectionCode::NaiveTime);
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
    /// Reads `.csv`, `.csv.gz` or `.parquet`.
    ///
    /// Columns: `published` (or another name of a time, such as `event_date`) in any form of
    /// [`Published`]; `ticker` or `tickers`, several separated by `;`; `id` and `headline` if the
    /// file has them. Every further column is an attribute.
    ///
    /// # Errors
    /// A file that cannot be read, is no such table, or lacks a column; never a broken row.
    pub fn from_file(path: &Path) -> Result<Self, EventError> {
        let bytes = file::bytes(path)?;
        let sha256 = file::sha256(&bytes);
        let (mut table, rows) = if file::is_parquet(path) {
            parquet::read(path, bytes)?
        } else {
            read::csv(path, &file::unpacked(path, bytes)?)?
        };
        table.source = Some(AnnouncementFile { path: path.to_owned(), rows, sha256 });
        Ok(table)
    }

    /// Reads a table as [`Announcements::from_file`] does, or a catalogue (`.toml`, `.json`), by the
    /// ending of the path.
    ///
    /// # Errors
    /// As [`Announcements::from_file`] and [`Catalog::from_file`](super::Catalog::from_file).
    pub fn from_any_file(path: &Path) -> Result<Self, EventError> {
        match Self::is_table(path) {
            true => Self::from_file(path),
            false => Ok(Self::from_events(super::Catalog::from_file(path)?.events())),
        }
    }

    /// Whether a file is a table of events by the ending of its path, and no catalogue.
    pub fn is_table(path: &Path) -> bool {
        let name = path.to_string_lossy().to_ascii_lowercase();
        [".csv", ".csv.gz", ".parquet"].iter().any(|end| name.ends_with(end))
    }

    /// Reads the bytes of a CSV table; `path` is named in errors.
    ///
    /// # Errors
    /// As [`Announcements::from_file`].
    pub fn from_csv(path: &Path, bytes: &[u8]) -> Result<Self, EventError> {
        Ok(read::csv(path, bytes)?.0)
    }

    /// Reads a frame; `name` stands where a file has its path.
    ///
    /// Columns as in [`Announcements::from_file`]. The publication time is text, a date, or a time
    /// with a zone; the ticker is text. Other columns may have any type that has a text form.
    ///
    /// ```
    /// use eventstudy::event::Announcements;
    /// use polars::prelude::*;
    /// let frame = df!("published" => ["2025-02-11T09:00-05:00"], "ticker" => ["BABA"]).unwrap();
    /// let table = Announcements::from_frame("events", &frame)?;
    /// assert_eq!(table.ticker(0).as_str(), "BABA");
    /// # Ok::<(), eventstudy::event::EventError>(())
    /// ```
    ///
    /// # Errors
    /// A frame that lacks a column or has one of the wrong type, and a column of times without
    /// zone; never a broken row.
    pub fn from_frame(name: &str, frame: &polars::frame::DataFrame) -> Result<Self, EventError> {
        frame::announcements(Path::new(name), frame)
    }

    /// The pairs of events made in code or read from a catalogue.
    ///
    /// Where a ticker has a role in any of them, the roles are the attribute `role`.
    pub fn from_events(events: &[Event]) -> Self {
        read::events(events)
    }

    /// The pairs as events, in the order of the table; the columns `source`, `claims` and
    /// `headline_ar` are read as in a catalogue.
    ///
    /// # Errors
    /// An id or claim that no event can have, and a table of which no row could be read.
    pub fn events(&self) -> Result<Vec<Event>, EventError> {
        into_events::events(self)
    }

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

    /// Day 0 of every pair, by the rule of [`NewsTiming`](super::NewsTiming); `None` where the
    /// calendar does not reach, see [`Announcements::outside_calendar`].
    pub fn placements(&self, calendar: &TradingCalendar) -> Vec<Option<Placement>> {
        self.placements_after(0, calendar)
    }

    /// The same with every time so many seconds later, see [`Published::later_by`].
    pub fn placements_after(
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
            code: RejectionCode::OutsideCalendar,
            reason: error.to_string(),
        })
    }
}
