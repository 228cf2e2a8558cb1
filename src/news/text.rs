//! Texts of headlines and times, as vendors write them.

use chrono::{DateTime, NaiveDate, Utc};

use super::NewsPrecision;

/// Longer headlines are articles.
const LONGEST: usize = 400;
/// Names that vendors leave in headlines, with what they stand for.
const ENTITIES: [(&str, char); 7] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("rsquo", '\u{2019}'),
];

/// A headline on one line: without markup left over from a web page and without control characters.
pub fn headline(text: &str) -> String {
    let plain = unescaped(text);
    let words: Vec<&str> = plain.split_whitespace().collect();
    words.join(" ").chars().filter(|c| !c.is_control()).take(LONGEST).collect()
}

/// Reads `&amp;`, `&#39;` and the like; what is none of them stays.
pub(super) fn unescaped(text: &str) -> String {
    const LONGEST_NAME: usize = 10;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let name = rest.split_once(';').map(|(name, _)| name).filter(|n| n.len() <= LONGEST_NAME);
        match name.and_then(|name| Some((name, character(name)?))) {
            Some((name, c)) => {
                out.push(c);
                rest = &rest[name.len() + 1..];
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    out
}

fn character(name: &str) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        return ENTITIES.iter().find(|(known, _)| *known == name).map(|(_, c)| *c);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok()?)
}

/// Reads a time with its zone; one without is no time.
pub fn instant(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    let known = DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_rfc2822(text));
    known.ok().map(|t| t.to_utc()).filter(|t| is_plausible(*t))
}

/// Reads a time of a feed with how well it is known: to the second, to the minute where the text has
/// no seconds, and of midnight only the date, because that is how feeds write one.
pub fn stamp(text: &str) -> Option<(DateTime<Utc>, NewsPrecision)> {
    let text = text.trim();
    if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return noon_of(date);
    }
    // Some write the name of a zone that the standard does not know.
    let text = &match text.strip_suffix(" UTC").or_else(|| text.strip_suffix(" Z")) {
        Some(start) => format!("{start} +0000"),
        None => text.to_owned(),
    };
    let known = DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_rfc2822(text))
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%#z"))
        .ok()
        .filter(|t| is_plausible(t.to_utc()))?;
    if known.time() == chrono::NaiveTime::MIN {
        return noon_of(known.date_naive());
    }
    let precision = match has_seconds(text) {
        true => NewsPrecision::Second,
        false => NewsPrecision::Minute,
    };
    Some((known.to_utc(), precision))
}

/// Whether a text that is a time has seconds: its first `hours:minutes` is followed by a colon.
fn has_seconds(text: &str) -> bool {
    text.find(':').and_then(|at| text.as_bytes().get(at + 3)) == Some(&b':')
}

/// A date stands as noon UTC, which is on that date in New York too.
fn noon_of(date: NaiveDate) -> Option<(DateTime<Utc>, NewsPrecision)> {
    let noon = date.and_hms_opt(12, 0, 0)?.and_utc();
    is_plausible(noon).then_some((noon, NewsPrecision::Date))
}

/// Years in which there was a machine to write a stamp, and none that only a slip can write.
fn is_plausible(instant: DateTime<Utc>) -> bool {
    use chrono::Datelike as _;
    (1990..2200).contains(&instant.year())
}
