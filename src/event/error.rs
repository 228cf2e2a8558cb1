//! What can be wrong with an event or an event file.

use std::path::PathBuf;

/// The error of an event or an event file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EventError {
    /// No event has this id.
    #[error("there is no event `{id}` in {catalogue}")]
    UnknownId {
        /// The id asked for.
        id: String,
        /// Which catalogue was searched.
        catalogue: String,
        /// The ids most like it, nearest first.
        nearest: Vec<String>,
    },
    /// No event was named.
    #[error("no event is named")]
    NoneChosen {
        /// The ids of the catalogue.
        ids: Vec<String>,
    },
    /// A time of day without offset or zone.
    #[error("the time `{text}` has no time zone, so it does not say when the story was published")]
    NaiveTimestamp {
        /// The text as given.
        text: String,
    },
    /// A zone name that the time zone database does not have.
    #[error("`{zone}` in `{text}` is not a time zone of the IANA database")]
    UnknownTimeZone {
        /// The text as given.
        text: String,
        /// The zone in it.
        zone: String,
    },
    /// A local time that a daylight-saving switch skips or repeats.
    #[error("`{text}` does not exist or exists twice: the clocks change there")]
    AmbiguousLocalTime {
        /// The text as given.
        text: String,
    },
    /// Not a time in any form that is read.
    #[error("`{text}` is not a publication time")]
    UnreadableTime {
        /// The text as given.
        text: String,
    },
    /// The earliest instant is after the latest.
    #[error("the bounds `{text}` are the wrong way round")]
    ReversedBounds {
        /// The text as given.
        text: String,
    },
    /// An id or ticker that could escape into a path or break a table.
    #[error("{what} `{text}` has characters that are not allowed")]
    UnsafeName {
        /// `event id` or `ticker`.
        what: &'static str,
        /// The text as given.
        text: String,
    },
    /// Two events with one id.
    #[error("the event id `{id}` occurs twice in {catalogue}")]
    DuplicateId {
        /// The id.
        id: String,
        /// The file.
        catalogue: String,
    },
    /// A file that could not be opened or is too large.
    #[error("the event file {path} cannot be read: {reason}")]
    UnreadableFile {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A file whose content is not a list of events.
    #[error("{path} is not understood as events: {reason}")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Why, with the line where known.
        reason: String,
    },
    /// A table of announcements without a column that is needed.
    #[error("{path} has no column for the {role}; its columns are {header}")]
    MissingColumn {
        /// The file.
        path: PathBuf,
        /// What is missing.
        role: &'static str,
        /// The name the column should have.
        name: &'static str,
        /// The columns there are.
        header: String,
    },
    /// A table of announcements with two columns for one thing.
    #[error("in {path} the columns `{first}` and `{second}` both look like the {role}")]
    TwoColumns {
        /// The file.
        path: PathBuf,
        /// What both look like.
        role: &'static str,
        /// One column.
        first: String,
        /// The other.
        second: String,
        /// The name that decides it.
        name: &'static str,
    },
    /// A column of a frame that cannot be what it should be.
    #[error("the column `{column}` of {path} should hold the {role}, and its type is {found}")]
    ColumnType {
        /// The name of the frame.
        path: PathBuf,
        /// The column.
        column: String,
        /// What it should hold.
        role: &'static str,
        /// The type of the column.
        found: String,
        /// Types that it may have, in words.
        needed: &'static str,
    },
    /// A column of a frame with times of day and no zone.
    #[error("the times in the column `{column}` of {path} have no time zone, such as {text}")]
    NaiveColumn {
        /// The name of the frame.
        path: PathBuf,
        /// The column.
        column: String,
        /// One of the times.
        text: String,
    },
    /// A claim that names none of the event's tickers.
    #[error("the claim `{claim}` names none of the tickers {}", tickers.join(", "))]
    ClaimWithoutTicker {
        /// The claim.
        claim: String,
        /// The tickers of the event.
        tickers: Vec<String>,
    },
    /// Something in one event of a file.
    #[error("{path}, event `{event}`: {source}")]
    InFile {
        /// The file.
        path: PathBuf,
        /// The event.
        event: String,
        /// What is wrong.
        source: Box<EventError>,
    },
    /// An event without a ticker to study.
    #[error("the event `{id}` names no ticker")]
    NoTickers {
        /// The event.
        id: String,
    },
    /// Tickers for a file of many events, which has its own.
    #[error("the tickers given stand for those of one event, and {path} has several events")]
    TickersOfMany {
        /// The file.
        path: PathBuf,
    },
    /// Claims for several events, of which none says whose they are.
    #[error("a claim given is about one event, and there are several")]
    ClaimsOfMany,
    /// The calendar cannot place the instant.
    #[error(transparent)]
    Calendar(#[from] crate::calendar::CalendarError),
}

impl EventError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            Self::UnknownId { nearest, .. } if nearest.is_empty() => {
                "choose an event of the catalogue; a one-off event needs no file, only its time, headline and tickers".into()
            }
            Self::UnknownId { nearest, .. } => format!("did you mean {}?", list_or(nearest)),
            Self::NoneChosen { ids } => {
                format!("choose {}, a file of events, or a time with a headline and tickers", list_or(ids))
            }
            Self::NaiveTimestamp { text } => format!(
                "add the offset (`{text}-05:00` is New York in winter), `Z` for UTC, or a zone (`{text}[America/New_York]`)"
            ),
            Self::UnknownTimeZone { .. } => "use a name such as America/New_York or an offset such as -05:00".into(),
            Self::AmbiguousLocalTime { .. } => "give the offset instead of the zone name, such as -04:00".into(),
            Self::UnreadableTime { .. } => "write 2025-02-11T09:00:12-05:00 (second), 2025-02-11T09:00-05:00 (minute), `<=2025-02-11T09:00-05:00` (no later than), `2025-02-11 pre` (session) or 2025-02-11 (date)".into(),
            Self::ReversedBounds { .. } => "write the earlier instant first: EARLIEST..LATEST".into(),
            Self::UnsafeName { .. } => "event ids are lower-case letters, digits, `-`, `_` and `.` (at most 64); tickers are letters, digits and `.`, `-`, `^`, `=`, starting with a letter or `^` (at most 20)".into(),
            Self::DuplicateId { .. } => "give each event an id of its own; amendments of one story belong to one event".into(),
            Self::UnreadableFile { .. } => "check the path and the permissions; event files are .toml, .csv or .json of at most 64 MB".into(),
            Self::Malformed { .. } => "see docs/file-formats.md, section `Events`, for the fields of each format".into(),
            Self::MissingColumn { name, .. } => format!("name the column `{name}` in the first row of the file"),
            Self::TwoColumns { name, .. } => format!("name the right one `{name}`; the other stays as an attribute"),
            Self::ColumnType { needed, .. } => format!("give {needed}, or name another column"),
            Self::NaiveColumn { .. } => "say where the clocks stood: `.dt.tz_localize('America/New_York')` in pandas, `.dt.replace_time_zone('America/New_York')` in polars; a column of dates needs no zone".into(),
            Self::ClaimWithoutTicker { .. } => "begin the claim with the ticker it is about, which has to be one of the event's".into(),
            Self::InFile { source, .. } => source.hint(),
            Self::NoTickers { .. } => "name the tickers of the event".into(),
            Self::TickersOfMany { .. } => "leave the tickers out, or choose one event".into(),
            Self::ClaimsOfMany => {
                "choose one event, or write the claims with their events in a catalogue".into()
            }
            Self::Calendar(e) => e.hint(),
        }
    }

    /// Whether the request itself is at fault (exit code 2) and not the data behind it.
    pub fn is_usage(&self) -> bool {
        !matches!(
            self,
            Self::UnreadableFile { .. }
                | Self::Malformed { .. }
                | Self::MissingColumn { .. }
                | Self::TwoColumns { .. }
                | Self::ColumnType { .. }
                | Self::NaiveColumn { .. }
                | Self::DuplicateId { .. }
                | Self::InFile { .. }
                | Self::Calendar(_)
        )
    }
}

fn list_or(names: &[String]) -> String {
    names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(" or ")
}
