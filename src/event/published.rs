//! When a story became public, with the precision at which that is known.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, SecondsFormat, TimeZone, Utc};
use serde::{Deserialize, Serialize};

use super::{EventError, iso_time};
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

    /// The same so many seconds later, such as the delay until a story could be acted upon. A session
    /// or a date stays as it is.
    #[must_use]
    pub fn later_by(&self, seconds: i64) -> Self {
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

impl std::str::FromStr for Published {
    type Err = EventError;

    fn from_str(text: &str) -> Result<Self, EventError> {
        let text = text.trim();
        iso_time::read(text).map_or_else(|| every_form(text), Ok)
    }
}

/// Reads every form of the table above, the plain ones included.
pub(super) fn every_form(text: &str) -> Result<Published, EventError> {
    if let Some(rest) = text.strip_prefix("<=") {
        let (latest, _) = zoned(rest.trim())?;
        return Ok(Published::NoLaterThan { not_before: None, latest });
    }
    if let Some((first, last)) = text.split_once("..") {
        let (not_before, _) = zoned(first.trim())?;
        let (latest, _) = zoned(last.trim())?;
        if not_before > latest {
            return Err(EventError::ReversedBounds { text: text.to_owned() });
        }
        return Ok(Published::NoLaterThan { not_before: Some(not_before), latest });
    }
    if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Ok(Published::Date(date));
    }
    if let Some((date, session)) = text.split_once(' ')
        && let Ok(date) = NaiveDate::parse_from_str(date, "%Y-%m-%d")
        && let Some(session) = session_named(session)
    {
        return Ok(Published::Session { date, session });
    }
    let (instant, with_seconds) = zoned(text)?;
    Ok(if with_seconds { Published::Second(instant) } else { Published::Minute(instant) })
}

fn session_named(text: &str) -> Option<Session> {
    match text.trim().to_ascii_lowercase().as_str() {
        "overnight" => Some(Session::Overnight),
        "pre" | "premarket" | "pre-market" => Some(Session::Pre),
        "regular" => Some(Session::Regular),
        "post" | "postmarket" | "post-market" | "after-hours" => Some(Session::Post),
        _ => None,
    }
}

/// An instant with its offset, and whether the text gave seconds.
fn zoned(text: &str) -> Result<(DateTime<FixedOffset>, bool), EventError> {
    const OFFSET: [(&str, bool); 4] = [
        ("%Y-%m-%dT%H:%M:%S%.f%#z", true),
        ("%Y-%m-%dT%H:%M%#z", false),
        ("%Y-%m-%d %H:%M:%S%.f%#z", true),
        ("%Y-%m-%d %H:%M%#z", false),
    ];
    const NAIVE: [(&str, bool); 4] = [
        ("%Y-%m-%dT%H:%M:%S%.f", true),
        ("%Y-%m-%dT%H:%M", false),
        ("%Y-%m-%d %H:%M:%S%.f", true),
        ("%Y-%m-%d %H:%M", false),
    ];
    let plain = text.replace('Z', "+00:00");
    for (format, seconds) in OFFSET {
        if let Ok(instant) = DateTime::parse_from_str(&plain, format) {
            return Ok((instant, seconds));
        }
    }
    let (clock, zone) = match text.strip_suffix(']').and_then(|t| t.split_once('[')) {
        Some((clock, zone)) => (clock.trim(), Some(zone)),
        None => (text, None),
    };
    for (format, seconds) in NAIVE {
        let Ok(naive) = NaiveDateTime::parse_from_str(clock, format) else { continue };
        let Some(zone) = zone else {
            return Err(EventError::NaiveTimestamp { text: text.to_owned() });
        };
        let zone: chrono_tz::Tz = zone.parse().map_err(|_| EventError::UnknownTimeZone {
            text: text.to_owned(),
            zone: zone.to_owned(),
        })?;
        return match zone.from_local_datetime(&naive) {
            chrono::LocalResult::Single(instant) => Ok((instant.fixed_offset(), seconds)),
            _ => Err(EventError::AmbiguousLocalTime { text: text.to_owned() }),
        };
    }
    Err(EventError::UnreadableTime { text: text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Published {
        text.parse().unwrap()
    }

    #[test]
    fn every_form_survives_a_round_trip() {
        for text in [
            "2025-02-11T09:00:12-05:00",
            "2025-02-11T09:00-05:00",
            "<=2025-12-10T09:10:40-05:00",
            "2025-12-10T00:00:00-05:00..2025-12-10T09:10:40-05:00",
            "2025-12-10 pre",
            "2025-12-10",
        ] {
            assert_eq!(read(text).to_string(), text);
        }
    }

    #[test]
    fn utc_and_named_zones_are_the_same_instant() {
        let utc = read("2025-07-01T13:30Z").instant();
        assert_eq!(utc, read("2025-07-01T09:30[America/New_York]").instant());
        assert_eq!(utc, read("2025-07-01 09:30 -04:00").instant());
    }

    #[test]
    fn precision_is_read_from_the_text() {
        assert_eq!(read("2025-02-11T09:00-05:00").precision(), Precision::Minute);
        assert_eq!(read("2025-02-11T09:00:00-05:00").precision(), Precision::Second);
        assert_eq!(read("2025-12-10").instant(), None);
    }

    #[test]
    fn naive_and_nonsense_times_are_refused() {
        let naive = "2025-02-11T09:00".parse::<Published>().unwrap_err();
        assert!(matches!(naive, EventError::NaiveTimestamp { .. }));
        assert!(naive.hint().contains("-05:00"));
        assert!("yesterday".parse::<Published>().is_err());
        assert!("2025-13-01".parse::<Published>().is_err());
        let gap = "2025-03-09T02:30[America/New_York]".parse::<Published>().unwrap_err();
        assert!(matches!(gap, EventError::AmbiguousLocalTime { .. }));
        let reversed = "2025-12-10T10:00Z..2025-12-10T09:00Z".parse::<Published>().unwrap_err();
        assert!(matches!(reversed, EventError::ReversedBounds { .. }));
    }
}
