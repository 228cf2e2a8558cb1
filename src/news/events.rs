//! News as rows of an events file.

use std::collections::HashSet;

use chrono::{DateTime, SecondsFormat, Utc};
use sha2::{Digest as _, Sha256};

use super::{NewsItem, NewsPrecision};
use crate::event::Published;

/// Words of the headline in an event's id.
const WORDS: usize = 5;
/// An id has 64 characters at most; the date, the sum and the marks between take 25.
const LONGEST_WORDS: usize = 36;

/// Writes news as a table of events: `id`, `published` with its precision, `ticker`
/// (several separated by `;`), `headline`, `source`, `url`, `updated` and `vendor_id`.
///
/// ```
/// use eventstudy::news::events_csv;
/// let table = String::from_utf8(events_csv(&[])).unwrap();
/// assert_eq!(table, "id,published,ticker,headline,source,url,updated,vendor_id\n");
/// ```
pub fn events_csv(items: &[NewsItem]) -> Vec<u8> {
    let mut out = Vec::new();
    line(
        &mut out,
        &["id", "published", "ticker", "headline", "source", "url", "updated", "vendor_id"],
    );
    let mut ids = HashSet::new();
    for item in items {
        let first = id(item);
        let mut id = first.clone();
        let mut copy = 2;
        while !ids.insert(id.clone()) {
            id = format!("{first}-{copy}");
            copy += 1;
        }
        let tickers: Vec<&str> = item.tickers.iter().map(|t| t.as_str()).collect();
        let updated = item.updated.map(|t| t.to_rfc3339_opts(SecondsFormat::Secs, true));
        line(
            &mut out,
            &[
                &id,
                &published(item).to_string(),
                &tickers.join(";"),
                &item.headline,
                &item.source,
                &item.url,
                &updated.unwrap_or_default(),
                &item.id,
            ],
        );
    }
    out
}

/// When a piece became public, with its precision.
pub(super) fn published(item: &NewsItem) -> Published {
    let time: DateTime<Utc> = item.published;
    match item.precision {
        NewsPrecision::Second => Published::Second(time.fixed_offset()),
        NewsPrecision::Minute => Published::Minute(time.fixed_offset()),
        NewsPrecision::NoLaterThan => {
            Published::NoLaterThan { not_before: None, latest: time.fixed_offset() }
        }
        NewsPrecision::Date => Published::Date(time.date_naive()),
    }
}

/// The date, words of the headline, and a sum over what tells the piece from others of the day.
fn id(item: &NewsItem) -> String {
    let mut words = String::new();
    let plain = item.headline.to_lowercase();
    for word in
        plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).take(WORDS)
    {
        if words.len() + word.len() >= LONGEST_WORDS {
            break;
        }
        words.push('-');
        words.push_str(word);
    }
    let known = format!("{}\n{}\n{}\n{}", item.source, item.id, item.url, item.headline);
    let sum: String =
        Sha256::digest(known).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("{}{words}-{sum}", item.published.format("%Y-%m-%d"))
}

/// Adds a line; a cell with a mark of the format goes into quotes.
fn line(out: &mut Vec<u8>, cells: &[&str]) {
    for (i, cell) in cells.iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        let flat: String = cell.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        match flat.contains([',', '"']) {
            true => out.extend(format!("\"{}\"", flat.replace('"', "\"\"")).bytes()),
            false => out.extend(flat.bytes()),
        }
    }
    out.push(b'\n');
}
