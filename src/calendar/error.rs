//! What can go wrong when the calendar is asked or patched.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

/// An answer the calendar cannot give, or a patch it cannot apply.
///
/// The message states what was asked with its values; [`CalendarError::hint`] says what to do.
///
/// ```
/// use eventstudy::calendar::TradingCalendar;
///
/// let calendar = TradingCalendar::new_york();
/// let error = calendar.day_zero_of_date("1999-12-31".parse().unwrap()).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "1999-12-31 is outside the trading calendar, which covers 2005-01-01 to 2028-12-31"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CalendarError {
    /// An instant falls, in exchange-local time, on a date the calendar does not cover.
    #[error("{instant} is outside the trading calendar, which covers {first} to {last}")]
    InstantOutsideRange {
        /// The instant asked for.
        instant: DateTime<Utc>,
        /// First date the calendar covers.
        first: NaiveDate,
        /// Last date the calendar covers.
        last: NaiveDate,
    },
    /// A date lies outside the calendar.
    #[error("{date} is outside the trading calendar, which covers {first} to {last}")]
    DateOutsideRange {
        /// The date asked for.
        date: NaiveDate,
        /// First date the calendar covers.
        first: NaiveDate,
        /// Last date the calendar covers.
        last: NaiveDate,
    },
    /// The answer is a session after the last one the calendar holds.
    #[error(
        "the first session after {after} is later than {last}, where the trading calendar ends"
    )]
    NoLaterSession {
        /// The instant or date asked for.
        after: String,
        /// Last date the calendar covers.
        last: NaiveDate,
    },
    /// The text of a patch is not in the patch format.
    #[error("line {line} of the calendar patch cannot be read: {problem}")]
    PatchSyntax {
        /// Line of the text, counted from 1.
        line: usize,
        /// What the reader found.
        problem: String,
    },
    /// A patch names a date outside the calendar.
    #[error(
        "the calendar patch names {date}, but the trading calendar covers {first} to {last} only"
    )]
    PatchOutsideRange {
        /// The patched date.
        date: NaiveDate,
        /// First date the calendar covers.
        first: NaiveDate,
        /// Last date the calendar covers.
        last: NaiveDate,
    },
    /// A patch closes, or changes the hours of, a day on which the exchange is closed anyway.
    #[error("the calendar patch names {date}, a day on which the exchange is closed ({reason})")]
    PatchAlreadyClosed {
        /// The patched date.
        date: NaiveDate,
        /// Why the exchange is closed on it.
        reason: String,
    },
    /// A patch names the same date more than once.
    #[error("the calendar patch names {date} more than once")]
    PatchRepeated {
        /// The repeated date.
        date: NaiveDate,
    },
    /// The hours of a special day are not in order.
    #[error(
        "the calendar patch gives {date} the hours open {}, close {}, post_end {}, \
         which are not in order between 04:00 and 20:00",
        .open.format("%H:%M"), .close.format("%H:%M"), .post_end.format("%H:%M")
    )]
    PatchHours {
        /// The patched date.
        date: NaiveDate,
        /// Official open, exchange-local time.
        open: NaiveTime,
        /// Official close, exchange-local time.
        close: NaiveTime,
        /// End of the post-market, exchange-local time.
        post_end: NaiveTime,
    },
}

impl CalendarError {
    /// What to do next, as a sentence for the person who ran the command.
    ///
    /// ```
    /// use eventstudy::calendar::CalendarPatch;
    ///
    /// let error = CalendarPatch::from_toml_str("[[holiday]]").unwrap_err();
    /// assert!(error.hint().contains("[[closed]]"));
    /// ```
    pub fn hint(&self) -> String {
        match self {
            Self::InstantOutsideRange { first, last, .. } => format!(
                "check the year and the time zone of the timestamp; \
                 only events from {first} to {last} can be placed in sessions"
            ),
            Self::DateOutsideRange { first, last, .. } => {
                format!(
                    "check the year; only dates from {first} to {last} can be placed in sessions"
                )
            }
            Self::NoLaterSession { last, .. } => {
                format!("use an event before the close of the last session on or before {last}")
            }
            Self::PatchSyntax { .. } => "write [[closed]] entries with date = 2027-03-05 and \
                reason = \"...\", and [[special]] entries with date, open, close and post_end as \
                \"HH:MM\" New York time, and reason"
                .to_owned(),
            Self::PatchOutsideRange { first, last, .. } => {
                format!(
                    "correct the year of the entry, or remove it: use dates from {first} to {last}"
                )
            }
            Self::PatchAlreadyClosed { .. } => "remove the entry, or correct its date; \
                a patch can close a session or change its hours, not add one"
                .to_owned(),
            Self::PatchRepeated { date } => {
                format!("keep one entry for {date}, either [[closed]] or [[special]]")
            }
            Self::PatchHours { .. } => "give New York local times with \
                04:00 <= open < close <= post_end <= 20:00"
                .to_owned(),
        }
    }
}
