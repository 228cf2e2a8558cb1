//! Times of bars, as files write them.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

/// The time of a row: a date, or an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Stamp {
    Date(NaiveDate),
    Instant(DateTime<Utc>),
}

/// Why a text is not a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum StampError {
    Naive,
    Unreadable,
}

/// Reads a date (`2025-12-10`, `20251210`, `2025/12/10`), an instant with offset or `Z`, or a count
/// since 1970 in seconds, milli-, micro- or nanoseconds. Day-first and month-first dates are not
/// guessed between.
pub fn read(text: &str) -> Result<Stamp, StampError> {
    let text = text.trim();
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    if digits && text.len() == 8 {
        return date(text, "%Y%m%d");
    }
    if digits && (9..=19).contains(&text.len()) {
        return text.parse().ok().and_then(since_1970).ok_or(StampError::Unreadable);
    }
    match text.len() {
        10 if text.contains('/') => return date(text, "%Y/%m/%d"),
        10 => return date(text, "%Y-%m-%d"),
        _ => {}
    }
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Ok(Stamp::Instant(instant.to_utc()));
    }
    for format in [
        "%Y-%m-%d %H:%M:%S%.f%#z",
        "%Y-%m-%dT%H:%M%#z",
        "%Y-%m-%d %H:%M%#z",
        "%Y-%m-%dT%H:%M:%S%.f%#z",
    ] {
        if let Ok(instant) = DateTime::parse_from_str(&text.replace('Z', "+00:00"), format) {
            return Ok(Stamp::Instant(instant.to_utc()));
        }
    }
    if let Some(utc) = text.strip_suffix(" UTC") {
        return read(&format!("{}Z", utc.replace(' ', "T")));
    }
    for format in
        ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
    {
        if let Ok(naive) = NaiveDateTime::parse_from_str(text, format) {
            return from_naive(naive);
        }
    }
    Err(StampError::Unreadable)
}

/// A time without zone is refused, but midnight is how many tools write a date.
pub(super) fn from_naive(naive: NaiveDateTime) -> Result<Stamp, StampError> {
    match naive.time() == NaiveTime::MIN {
        true => Ok(Stamp::Date(naive.date())),
        false => Err(StampError::Naive),
    }
}

fn date(text: &str, format: &str) -> Result<Stamp, StampError> {
    NaiveDate::parse_from_str(text, format).map(Stamp::Date).map_err(|_| StampError::Unreadable)
}

/// Reads an integer cell: a date such as 20251210, or a count since 1970.
pub fn from_integer(value: i64) -> Option<Stamp> {
    // As seconds, these eight digits would be days of 1970.
    if (19_000_101..=21_991_231).contains(&value) {
        let (month, day) = (value / 100 % 100, value % 100);
        return NaiveDate::from_ymd_opt((value / 10_000) as i32, month as u32, day as u32)
            .map(Stamp::Date);
    }
    since_1970(value)
}

/// The unit follows from the size: a stamp of this century has 10, 13, 16 or 19 digits.
pub(super) fn since_1970(count: i64) -> Option<Stamp> {
    let instant = match count.abs() {
        0..100_000_000_000 => DateTime::from_timestamp(count, 0),
        100_000_000_000..100_000_000_000_000 => DateTime::from_timestamp_millis(count),
        100_000_000_000_000..100_000_000_000_000_000 => DateTime::from_timestamp_micros(count),
        _ => Some(DateTime::from_timestamp_nanos(count)),
    };
    instant.map(Stamp::Instant)
}
