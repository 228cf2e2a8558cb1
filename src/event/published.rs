//! When a story became public, with the precision at which that is known.

use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use super::EventError;
use crate::calendar::Session;

/// The publication instant of a story, with its precision as part of the type.
///
/// Text forms, in event files too:
///
/// | text | meaning |
/// |---|---|
/// | `2025-02-11T09:00:12-05:00` | known to the second |
/// | `2025-02-11T09:00-05:00` | known to the minute (uncertain by 60 s either way) |
/// | `2025-02-11T09:00[America/New_York]` | the same, in a named zone |
/// | `<=2025-12-10T09:10:40-05:00` | public by then; the minute is not known |
/// | `2025-12-10T00:00:00-05:00..2025-12-10T09:10:40-05:00` | public between the two |
/// | `2025-12-10 pre` | a session of a date: `pre`, `regular`, `post` |
/// | `2025-12-10` | a date only |
///
/// A time of day without an offset or zone is refused: it would be a guess.
///
/// ```
/// use eventstudy::prelude::*;
/// let known: Published = "2025-02-11T09:00-05:00".parse()?;
/// assert_eq!(known.latest().unwrap().to_rfc3339(), "2025-02-11T14:00:00+00:00");
/// assert!("2025-02-11T09:00".parse::<Published>().is_err());
/// # Ok::<(), EventError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Published {
    /// Known to the second.
    Second(DateTime<FixedOffset>),
    /// Known to the minute; the true instant may lie 60 s to either side.
    Minute(DateTime<FixedOffset>),
    /// Public no later than `latest`, and no earlier than `not_before` where that is known.
    NoLaterThan {
        /// The earliest instant that is known to be possible, if any.
        not_before: Option<DateTime<FixedOffset>>,
        /// The latest possible instant.
        latest: DateTime<FixedOffset>,
    },
    /// Some time within one session of a date.
    Session {
        /// The trade date.
        date: NaiveDate,
        /// The session of that date.
        session: Session,
    },
    /// Some time on a date.
    Date(NaiveDate),
}

vocabulary! {
    /// The precision at which the time of a publication is known.
    #[derive(Default)]
    pub enum Precision, "precision" {
        /// Known to the second.
        Second = "second",
        /// Known to the minute.
        Minute = "minute",
        /// Bounded from above, and perhaps from below.
        NoLaterThan = "no_later_than",
        /// Known as a session of a date.
        Session = "session",
        /// Known as a date.
        #[default]
        Date = "date",
    }
}

impl Published {
    /// How precisely the time is known.
    pub const fn precision(&self) -> Precision {
        match self {
            Self::Second(_) => Precision::Second,
            Self::Minute(_) => Precision::Minute,
            Self::NoLaterThan { .. } => Precision::NoLaterThan,
            Self::Session { .. } => Precision::Session,
            Self::Date(_) => Precision::Date,
        }
    }

    /// The instant itself (UTC), where it is known to the minute or better.
    pub fn instant(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Second(t) | Self::Minute(t) => Some(t.to_utc()),
            _ => None,
        }
    }

    /// The publication so many seconds later, such as by the delay until a story could be acted upon. A session
    /// or a date stays as it is.
    #[must_use]
    pub(crate) fn later_by(&self, seconds: i64) -> Self {
        let later = |t: &DateTime<FixedOffset>| *t + chrono::TimeDelta::seconds(seconds);
        match self {
            Self::Second(t) => Self::Second(later(t)),
            Self::Minute(t) => Self::Minute(later(t)),
            Self::NoLaterThan { not_before, latest } => Self::NoLaterThan {
                not_before: not_before.as_ref().map(later),
                latest: later(latest),
            },
            Self::Session { .. } | Self::Date(_) => self.clone(),
        }
    }

    /// The latest instant (UTC) that the text itself names; `None` for a session or a date, whose
    /// bounds only a calendar knows.
    pub fn latest(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Second(t) | Self::Minute(t) | Self::NoLaterThan { latest: t, .. } => {
                Some(t.to_utc())
            }
            _ => None,
        }
    }
}

impl std::fmt::Display for Published {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let seconds = |t: &DateTime<FixedOffset>| t.to_rfc3339_opts(SecondsFormat::AutoSi, false);
        match self {
            Self::Second(t) => f.write_str(&seconds(t)),
            Self::Minute(t) => write!(f, "{}", t.format("%Y-%m-%dT%H:%M%:z")),
            Self::NoLaterThan { not_before: None, latest } => write!(f, "<={}", seconds(latest)),
            Self::NoLaterThan { not_before: Some(first), latest } => {
                write!(f, "{}..{}", seconds(first), seconds(latest))
            }
            Self::Session { date, session } => write!(f, "{date} {}", session.id()),
            Self::Date(date) => write!(f, "{date}"),
        }
    }
}

impl From<Published> for String {
    fn from(value: Published) -> Self {
        value.to_string()
    }
}

impl TryFrom<String> for Published {
    type Error = EventError;
    fn try_from(text: String) -> Result<Self, EventError> {
        text.parse()
    }
}
