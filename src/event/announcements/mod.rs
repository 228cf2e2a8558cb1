//! Announcements: event-firm pairs by the hundred thousand, as columns.
//!
//! A table of events that was exported from a database has broken rows. None of them stops a study:
//! each becomes a [`RejectedRow`] with a code, so that every row asked for is accounted for.

pub(crate) mod columns;
mod distinct;
mod file;
pub(crate) mod frame;
pub(crate) mod into_events;
mod parquet;
mod read;
pub(crate) mod record;
mod rejected;
mod table;

use std::path::Path;

use super::{Event, EventError};

pub use rejected::RejectedRow;
pub use table::{AnnouncementFile, Announcements};

impl Announcements {
    /// Reads `.csv`, `.csv.gz` or `.parquet`.
    ///
    /// Columns: `published` (or another name of a time, such as `event_date`) in any form of
    /// [`Published`](crate::event::Published); `ticker` or `tickers`, several separated by `;`; `id` and `headline` if the
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
}
