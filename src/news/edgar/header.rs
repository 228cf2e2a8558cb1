//! The header of a filing, which has the time that can be relied upon.

use chrono::{
    DateTime, Datelike as _, LocalResult, NaiveDateTime, TimeZone as _, Timelike as _, Utc,
};
use chrono_tz::America::New_York;

use crate::news::text::{headline, unescaped};
use crate::news::{NewsItem, NewsPage, NewsPrecision};
use crate::prices::vendor::{Chunk, Problem};

const ACCEPTED: &str = "<ACCEPTANCE-DATETIME>";
/// The hours, on New York's clock, in which the SEC accepts filings.
const OPEN: std::ops::Range<u32> = 6..22;

/// Reads a header; `known` is the firm's number, the filing's number, the time in the list of
/// filings and the address of the document, with tabs between.
pub(super) fn read(body: &[u8], chunk: &Chunk, known: &str) -> Result<NewsPage, Problem> {
    let mut known = known.split('\t');
    let mut next = || known.next().unwrap_or_default();
    let [firm, number, listed, address] = [next(), next(), next(), next()];
    // The web page escapes the angle brackets, the plain text does not.
    let text = unescaped(&String::from_utf8_lossy(body));
    let digits: String = text
        .split_once(ACCEPTED)
        .map(|(_, rest)| rest.chars().take_while(char::is_ascii_digit).collect())
        .ok_or_else(|| Problem::malformed(format!("the header of {number} has no {ACCEPTED}")))?;
    let accepted = local(&digits).map_err(|why| {
        Problem::malformed(format!("the header of {number} has the time `{digits}`, {why}"))
    })?;
    let named = field(&text, "ACCESSION NUMBER:");
    if named.is_some_and(|named| named != number) {
        let reason = format!("the header of {number} is that of another filing");
        return Err(Problem::Refused { reason });
    }
    let form = field(&text, "CONFORMED SUBMISSION TYPE:").unwrap_or("filing");
    let mut page = NewsPage::default();
    page.notes.extend(disagreement(number, listed, accepted));
    if !OPEN.contains(&accepted.with_timezone(&New_York).hour()) {
        page.notes.push(format!(
            "the header of {number} says {digits} in New York, when the SEC accepts nothing; look at \
             it before using it"
        ));
    }
    let firm_name = field(&text, "COMPANY CONFORMED NAME:").unwrap_or("the firm");
    let items: Vec<&str> = fields(&text, "ITEM INFORMATION:").collect();
    let about = match items.is_empty() {
        true => String::new(),
        false => format!(": {}", items.join("; ")),
    };
    let period = field(&text, "CONFORMED PERIOD OF REPORT:");
    page.items.push(NewsItem {
        published: accepted,
        precision: NewsPrecision::Second,
        updated: None,
        tickers: chunk.symbols.clone(),
        headline: headline(&format!("{form} of {firm_name}{about}")),
        source: "SEC EDGAR".into(),
        url: address.to_owned(),
        id: number.to_owned(),
        story: period.map(|p| format!("{firm} {} {p}", form.trim_end_matches("/A"))),
        amendment: form.ends_with("/A"),
    });
    Ok(page)
}

/// New York's clock, as fourteen digits.
fn local(digits: &str) -> Result<DateTime<Utc>, &'static str> {
    let naive = (digits.len() == 14)
        .then(|| NaiveDateTime::parse_from_str(digits, "%Y%m%d%H%M%S").ok())
        .flatten()
        // The SEC takes in filings by wire since 1993.
        .filter(|t| (1993..2200).contains(&t.year()))
        .ok_or("which is no date and time")?;
    match New_York.from_local_datetime(&naive) {
        LocalResult::Single(instant) => Ok(instant.to_utc()),
        _ => Err("which New York's clocks skip or pass twice"),
    }
}

/// A note where the list of filings has another time, as it does for a part of the firms.
fn disagreement(number: &str, listed: &str, accepted: DateTime<Utc>) -> Option<String> {
    let other = DateTime::parse_from_rfc3339(listed).ok()?.to_utc();
    (other != accepted).then(|| {
        let form = "%Y-%m-%dT%H:%M:%SZ";
        format!(
            "the SEC's list has filing {number} at {}, its header at {}; the header counts",
            other.format(form),
            accepted.format(form)
        )
    })
}

/// The value after a label at the beginning of a line.
fn field<'a>(text: &'a str, label: &'a str) -> Option<&'a str> {
    fields(text, label).next()
}

fn fields<'a>(text: &'a str, label: &'a str) -> impl Iterator<Item = &'a str> {
    let value = move |line: &'a str| line.trim_start().strip_prefix(label).map(str::trim);
    text.lines().filter_map(value).filter(|value| !value.is_empty())
}
