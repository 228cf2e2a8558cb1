//! The forms in which a publication time is written.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, TimeZone};

use super::{EventError, Published};
use crate::calendar::Session;

impl std::str::FromStr for Published {
    type Err = EventError;

    fn from_str(text: &str) -> Result<Self, EventError> {
        let text = text.trim();
        plain(text).map_or_else(|| every_form(text), Ok)
    }
}

/// Reads every form in the table of [`Published`], the plain ones included.
pub fn every_form(text: &str) -> Result<Published, EventError> {
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

/// Reads `2025-02-11` and `2025-02-11T09:00[:12](Z|-05:00)`, which is how files of many events
/// write time; `None` for every other text, also a broken one, which the general reader explains.
pub fn plain(text: &str) -> Option<Published> {
    let b = text.as_bytes();
    if b.len() < 10 || b[4] != b'-' || b[7] != b'-' {
        return None;
    }
    let year = 100 * two(b, 0)? + two(b, 2)?;
    let date = NaiveDate::from_ymd_opt(year as i32, two(b, 5)?, two(b, 8)?)?;
    if b.len() == 10 {
        return Some(Published::Date(date));
    }
    if b.len() < 17 || !matches!(b[10], b'T' | b' ') || b[13] != b':' {
        return None;
    }
    let (hour, minute) = (two(b, 11)?, two(b, 14)?);
    let (second, zone) = match b[16] {
        b':' => (Some(two(b, 17)?), 19),
        _ => (None, 16),
    };
    // A leap second fails here and is left to the general reader.
    let clock = date.and_hms_opt(hour, minute, second.unwrap_or(0))?;
    let instant: DateTime<FixedOffset> =
        offset(&b[zone..])?.from_local_datetime(&clock).single()?;
    Some(if second.is_some() { Published::Second(instant) } else { Published::Minute(instant) })
}

fn offset(zone: &[u8]) -> Option<FixedOffset> {
    if zone == b"Z" {
        return FixedOffset::east_opt(0);
    }
    let (6, Some(b':')) = (zone.len(), zone.get(3)) else { return None };
    let (hours, minutes) = (two(zone, 1)?, two(zone, 4)?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    let seconds = (60 * (60 * hours + minutes)) as i32;
    match zone[0] {
        b'+' => FixedOffset::east_opt(seconds),
        b'-' => FixedOffset::west_opt(seconds),
        _ => None,
    }
}

fn two(b: &[u8], at: usize) -> Option<u32> {
    let digit = |b: u8| b.is_ascii_digit().then(|| u32::from(b - b'0'));
    Some(10 * digit(*b.get(at)?)? + digit(*b.get(at + 1)?)?)
}
