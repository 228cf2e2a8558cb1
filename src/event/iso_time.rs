//! Plain dates and instants, read without trying one form after another.

use chrono::{DateTime, FixedOffset, NaiveDate, TimeZone};

use super::Published;

/// Reads `2025-02-11` and `2025-02-11T09:00[:12](Z|-05:00)`, which is how files of many events
/// write time; `None` for every other text, also a broken one, which the general reader explains.
pub(super) fn read(text: &str) -> Option<Published> {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::event::published::every_form;

    #[test]
    fn plain_forms_are_read_and_others_left_alone() {
        for text in ["2025-02-11", "2025-02-11T09:00Z", "2025-02-11 09:00:12-05:00"] {
            assert_eq!(read(text), Some(every_form(text).unwrap()), "{text}");
        }
        for text in ["2025-02-11T09:00", "2025-2-11", "2025-02-30", "2025-02-11 pre", "", "soon"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn what_is_read_is_what_the_general_reader_reads(
            text in "[0-9]{4}-[01][0-9]-[0-3][0-9]([T ][0-2][0-9]:[0-6][0-9](:[0-6][0-9])?(Z|[+-][0-2][0-9]:[0-6][0-9]|))?"
        ) {
            if let Some(fast) = read(&text) {
                prop_assert_eq!(Ok(fast), every_form(&text).map_err(|e| e.to_string()));
            }
        }

        #[test]
        fn no_text_is_too_broken(text in "\\PC{0,30}") {
            let _ = read(&text);
        }
    }
}
