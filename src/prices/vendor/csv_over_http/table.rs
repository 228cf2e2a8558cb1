//! The answer of a described source: a table of comma-separated cells.

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::America::New_York;
use csv::StringRecord;

use super::super::rows::{Rows, asked_actions};
use super::super::{Action, At, BarLength, BarPage, BarRow};
use super::description::{Description, Format, Label};
use crate::prices::excerpt::excerpt;
use crate::prices::vendor::{Chunk, Problem};

/// Ways to write that there is no number.
const NONE: [&str; 8] = ["", "-", "null", "none", "nan", "n/a", "na", "nd"];

/// Reads the bars of a table.
pub(super) fn read(d: &Description, body: &[u8], chunk: &Chunk) -> Result<BarPage, Problem> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let trimmed = body.trim_ascii();
    if d.empty.as_deref().is_some_and(|text| text.trim().as_bytes() == trimmed) {
        return Ok(BarPage::default());
    }
    let mut reader =
        csv::ReaderBuilder::new().delimiter(d.delimiter).trim(csv::Trim::All).from_reader(body);
    let broken = |e: csv::Error| Problem::malformed(format!("its table cannot be read: {e}"));
    let header = reader.headers().map_err(broken)?.clone();
    let layout = Layout::from_header(d, &header)?;
    let Some(asked) = chunk.symbols.first() else {
        return Err(Problem::Refused { reason: "the request names no symbol".into() });
    };
    let (mut rows, mut actions) = (Rows::new(chunk, d.length), Vec::new());
    for (i, record) in reader.records().enumerate() {
        let (record, row) = (record.map_err(broken)?, i + 2);
        let symbol = match layout.symbol.and_then(|at| record.get(at)) {
            Some(name) if !name.eq_ignore_ascii_case(asked.as_str()) => continue,
            _ => asked.clone(),
        };
        let at = parse_start(d, record.get(layout.time).unwrap_or(""), row)?;
        let cell = |place: Option<usize>| number(&record, place, row);
        let (dividend, split) = (cell(layout.dividend)?, cell(layout.split)?);
        rows.push(BarRow {
            open: cell(layout.open)?,
            high: cell(layout.high)?,
            low: cell(layout.low)?,
            close: cell(layout.close)?,
            adjusted_close: cell(layout.adjusted_close)?,
            volume: cell(layout.volume)?,
            trades: cell(layout.trades)?,
            vwap: cell(layout.vwap)?,
            ..BarRow::new(symbol.clone(), at)
        })?;
        if let At::Day(ex_date) = at {
            let split = split.filter(|s| *s > 0.0).unwrap_or(1.0);
            let dividend = dividend.unwrap_or(0.0);
            actions.push(Action { symbol, ex_date, dividend, split });
        }
    }
    let actions = asked_actions(chunk, actions);
    Ok(BarPage { actions, ..rows.page() })
}

/// The columns of an answer by position.
struct Layout {
    time: usize,
    symbol: Option<usize>,
    open: Option<usize>,
    high: Option<usize>,
    low: Option<usize>,
    close: Option<usize>,
    adjusted_close: Option<usize>,
    volume: Option<usize>,
    trades: Option<usize>,
    vwap: Option<usize>,
    dividend: Option<usize>,
    split: Option<usize>,
}

impl Layout {
    fn from_header(d: &Description, header: &StringRecord) -> Result<Self, Problem> {
        let needed = |name: &str| {
            header.iter().position(|h| h == name).ok_or_else(|| {
                let shown = excerpt(&header.iter().collect::<Vec<_>>().join(", "), 120);
                let reason = format!("its table has no column `{name}`; it begins with `{shown}`");
                Problem::Refused { reason }
            })
        };
        let named = |name: &Option<String>| name.as_deref().map(needed).transpose();
        let c = &d.columns;
        Ok(Self {
            time: needed(&d.time)?,
            symbol: named(&c.symbol)?,
            open: named(&c.open)?,
            high: named(&c.high)?,
            low: named(&c.low)?,
            close: named(&c.close)?,
            adjusted_close: named(&c.adjusted_close)?,
            volume: named(&c.volume)?,
            trades: named(&c.trades)?,
            vwap: named(&c.vwap)?,
            dividend: named(&c.dividend)?,
            split: named(&c.split)?,
        })
    }
}

fn number(record: &StringRecord, at: Option<usize>, row: usize) -> Result<Option<f64>, Problem> {
    let Some(text) = at.and_then(|at| record.get(at)) else { return Ok(None) };
    if NONE.contains(&text.to_ascii_lowercase().as_str()) {
        return Ok(None);
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Some(number)),
        _ => Err(unreadable(text, row, "number")),
    }
}

fn unreadable(text: &str, row: usize, what: &str) -> Problem {
    let shown = excerpt(text, 40);
    Problem::malformed(format!("in row {row} of its table `{shown}` is no {what}"))
}

/// The label of a row, moved to the start of its bar.
fn parse_start(d: &Description, text: &str, row: usize) -> Result<At, Problem> {
    let bad = || unreadable(text, row, "time in the described format");
    let zone = d.zone.unwrap_or(New_York);
    let instant = match &d.format {
        Format::Rfc3339 => DateTime::parse_from_rfc3339(text).ok().map(|t| t.to_utc()),
        Format::Seconds => text.parse().ok().and_then(|s| DateTime::from_timestamp(s, 0)),
        Format::Milliseconds => text.parse().ok().and_then(DateTime::from_timestamp_millis),
        Format::Pattern { pattern, zoned: true, .. } => {
            DateTime::parse_from_str(text, pattern).ok().map(|t| t.to_utc())
        }
        Format::Pattern { pattern, timed, .. } => {
            let naive = match timed {
                true => NaiveDateTime::parse_from_str(text, pattern).ok(),
                false => NaiveDate::parse_from_str(text, pattern).ok().map(Into::into),
            };
            // Far outside of any market's life, and of what has a local time.
            let naive = naive.filter(|t| (1800..2200).contains(&t.year())).ok_or_else(bad)?;
            if d.length == BarLength::Day {
                return Ok(At::Day(naive.date()));
            }
            // An hour that the clocks skip or pass twice is not guessed.
            zone.from_local_datetime(&naive).single().map(|t| t.to_utc())
        }
    };
    let instant = instant.filter(|t| (1800..2200).contains(&t.year())).ok_or_else(bad)?;
    Ok(match d.length {
        BarLength::Day => At::Day(instant.with_timezone(&zone).date_naive()),
        BarLength::Minutes(n) => At::Instant(start(instant, n, d.label)),
    })
}

fn start(label: DateTime<Utc>, minutes: u32, side: Label) -> DateTime<Utc> {
    match side {
        Label::Start => label,
        Label::End => label - TimeDelta::minutes(i64::from(minutes)),
    }
}
