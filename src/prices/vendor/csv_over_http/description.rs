//! The description of a source, and what makes one impossible.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::format::{Item, StrftimeItems};
use chrono_tz::Tz;
use serde::Deserialize;

use super::super::http::is_key_name;
use super::super::{
    Access, BarLength, Capabilities, Depth, ExtendedHours, Key, Place, VendorAdjustment,
    vendor as built_in,
};

/// A source that is asked as politely as the description does not say otherwise.
const PACE: u64 = 1000;

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    name: Option<String>,
    origin: String,
    path: String,
    length: String,
    adjustment: String,
    feed: Option<String>,
    #[serde(default)]
    dates: Dates,
    #[serde(default)]
    to: Bounds,
    history_days: Option<i64>,
    longest_days: Option<i64>,
    pace_ms: Option<u64>,
    delimiter: Option<char>,
    empty: Option<String>,
    terms: Option<String>,
    sign_up: Option<String>,
    #[serde(default)]
    extended_hours: bool,
    #[serde(default)]
    query: BTreeMap<String, String>,
    #[serde(default)]
    keys: BTreeMap<String, WrittenKey>,
    time: WrittenTime,
    columns: Columns,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenKey {
    environment: Option<String>,
    header: Option<String>,
    query: Option<String>,
    #[serde(default)]
    prefix: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenTime {
    column: String,
    format: String,
    zone: Option<String>,
    #[serde(default)]
    label: Label,
}

/// How the bounds of a span are written into the request.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Dates {
    #[default]
    Date,
    Rfc3339,
    Seconds,
    Milliseconds,
}

/// Whether the source takes the end of a span as part of it.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Bounds {
    #[default]
    Inclusive,
    Exclusive,
}

/// Which end of a bar its time is.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Label {
    #[default]
    Start,
    End,
}

/// Header names by what stands in the columns.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Columns {
    pub(super) symbol: Option<String>,
    pub(super) open: Option<String>,
    pub(super) high: Option<String>,
    pub(super) low: Option<String>,
    pub(super) close: Option<String>,
    pub(super) adjusted_close: Option<String>,
    pub(super) volume: Option<String>,
    pub(super) trades: Option<String>,
    pub(super) vwap: Option<String>,
    pub(super) dividend: Option<String>,
    pub(super) split: Option<String>,
}

/// How the time of a row is written.
#[derive(Debug)]
pub(super) enum Format {
    Rfc3339,
    Seconds,
    Milliseconds,
    /// A pattern of `strftime`, whether it has a zone of its own, and whether a time of day.
    Pattern {
        pattern: String,
        zoned: bool,
        timed: bool,
    },
}

/// A description that was checked.
pub(super) struct Description {
    id: &'static str,
    name: &'static str,
    host: &'static str,
    feed: &'static str,
    terms: &'static str,
    sign_up: &'static str,
    pace: u64,
    depth: Depth,
    extended_hours: bool,
    keys: Vec<(&'static str, Option<&'static str>, Place)>,
    pub(super) origin: String,
    pub(super) path: String,
    pub(super) query: BTreeMap<String, String>,
    pub(super) length: BarLength,
    pub(super) adjustment: VendorAdjustment,
    pub(super) dates: Dates,
    pub(super) to: Bounds,
    pub(super) longest_days: i64,
    pub(super) delimiter: u8,
    pub(super) empty: Option<String>,
    pub(super) time: String,
    pub(super) format: Format,
    pub(super) zone: Option<Tz>,
    pub(super) label: Label,
    pub(super) columns: Columns,
}

impl Description {
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let w: Written = toml::from_str(text).map_err(|e| e.to_string().trim_end().to_owned())?;
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        if w.id.is_empty() || w.id.len() > 20 || !w.id.chars().all(plain) {
            return Err(format!("the id `{}` must be lower-case letters and digits", w.id));
        }
        if built_in(&w.id).is_some() {
            return Err(format!("the id `{}` is that of a vendor the program knows", w.id));
        }
        let host = host(&w.origin)?;
        let asked = format!("{}{}", w.path, w.query.values().cloned().collect::<String>());
        if !w.path.starts_with('/') || w.path.contains(['?', '#']) {
            return Err(format!("the path `{}` must begin with / and have no query", w.path));
        }
        if !asked.contains("{symbol}") && !asked.contains("{symbol_lower}") {
            return Err("neither the path nor the query has {symbol} in it".into());
        }
        if let Some(name) = w.query.keys().find(|name| is_key_name(name)) {
            return Err(format!("`{name}` in [query] looks like a key; put it under [keys]"));
        }
        let length: BarLength = w.length.parse().map_err(|e| format!("length: {e}"))?;
        let (format, zone) = time(&w.time, length)?;
        let c = &w.columns;
        if [&c.open, &c.high, &c.low, &c.close].iter().all(|name| name.is_none()) {
            return Err("[columns] names no price: open, high, low or close".into());
        }
        let delimiter = w.delimiter.unwrap_or(',');
        let delimiter = u8::try_from(delimiter)
            .ok()
            .filter(|d| d.is_ascii() && !d.is_ascii_alphanumeric())
            .ok_or_else(|| format!("the delimiter `{delimiter}` cannot separate cells"))?;
        if w.longest_days.is_some_and(|d| d < 1) || w.history_days.is_some_and(|d| d < 1) {
            return Err("longest_days and history_days must be 1 or more".into());
        }
        let keys = w.keys.into_iter().map(|(name, key)| place(name, key));
        Ok(Self {
            keys: keys.collect::<Result<_, _>>()?,
            name: leaked(w.name.unwrap_or_else(|| w.id.clone())),
            sign_up: leaked(w.sign_up.unwrap_or_else(|| "see the source's own pages".into())),
            terms: leaked(w.terms.unwrap_or_else(|| "see the source's own pages".into())),
            feed: leaked(w.feed.unwrap_or_else(|| "default".into())),
            id: leaked(w.id),
            host: leaked(host),
            pace: w.pace_ms.unwrap_or(PACE),
            depth: w.history_days.map_or(Depth::Life, Depth::Days),
            extended_hours: w.extended_hours,
            origin: w.origin,
            path: w.path,
            query: w.query,
            length,
            adjustment: w.adjustment.parse().map_err(|e| format!("adjustment: {e}"))?,
            dates: w.dates,
            to: w.to,
            longest_days: w.longest_days.unwrap_or(i64::from(i32::MAX)),
            delimiter,
            empty: w.empty,
            time: w.time.column,
            format,
            zone,
            label: w.time.label,
            columns: w.columns,
        })
    }

    /// Where keys go.
    pub(super) fn places(&self) -> impl Iterator<Item = (&'static str, Place)> {
        self.keys.iter().map(|(name, _, place)| (*name, *place))
    }

    pub(super) fn capabilities(&self) -> Capabilities {
        let keys: Vec<Key> = self
            .keys
            .iter()
            .map(|(name, environment, _)| Key {
                name,
                environment: Vec::from_iter(*environment).leak(),
            })
            .collect();
        let adjustments: &'static [VendorAdjustment] = vec![self.adjustment].leak();
        Capabilities {
            access: Access {
                id: self.id,
                name: self.name,
                hosts: vec![self.host].leak(),
                keys: keys.leak(),
                pace: Duration::from_millis(self.pace),
                concurrency: 1,
                user_agent: None,
                sign_up: self.sign_up,
                terms: self.terms,
            },
            lengths: vec![(self.length, self.depth)].leak(),
            feeds: vec![self.feed].leak(),
            daily_adjustments: adjustments,
            intraday_adjustments: adjustments,
            actions: self.columns.dividend.is_some() || self.columns.split.is_some(),
            extended_hours: match self.extended_hours {
                true => ExtendedHours::Full,
                false => ExtendedHours::None,
            },
            bars_per_page: usize::MAX,
            final_after: 24 * 3600,
        }
    }
}

fn leaked(text: String) -> &'static str {
    text.leak()
}

/// The host of an origin such as `https://data.example.com`.
fn host(origin: &str) -> Result<String, String> {
    let host = origin.strip_prefix("https://").unwrap_or("");
    let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-".contains(c);
    match !host.is_empty() && host.contains('.') && host.chars().all(fine) {
        true => Ok(host.to_owned()),
        false => Err(format!(
            "the origin `{origin}` must be https:// and a host in lower case, without a path"
        )),
    }
}

fn time(w: &WrittenTime, length: BarLength) -> Result<(Format, Option<Tz>), String> {
    let zone = match &w.zone {
        Some(name) => Some(name.parse().map_err(|_| format!("there is no time zone `{name}`"))?),
        None => None,
    };
    let format = match w.format.as_str() {
        "rfc3339" => Format::Rfc3339,
        "seconds" => Format::Seconds,
        "milliseconds" => Format::Milliseconds,
        pattern => {
            let items = || StrftimeItems::new(pattern);
            if !pattern.contains('%') || items().any(|item| item == Item::Error) {
                return Err(format!(
                    "the time format `{pattern}` is neither rfc3339, seconds, milliseconds nor a \
                     pattern such as %Y-%m-%d"
                ));
            }
            let has = |marks: &[&str]| marks.iter().any(|mark| pattern.contains(mark));
            let zoned = has(&["%z", "%:z", "%::z", "%#z", "%+"]);
            let timed = has(&["%H", "%I", "%T", "%R", "%X", "%r", "%c", "%k", "%l", "%s", "%+"]);
            Format::Pattern { pattern: pattern.to_owned(), zoned, timed }
        }
    };
    if let (BarLength::Minutes(_), Format::Pattern { zoned, timed, .. }) = (length, &format) {
        if !timed {
            return Err(format!("the time format `{}` has no time of day", w.format));
        }
        if !zoned && zone.is_none() {
            return Err(format!(
                "the time format `{}` has no zone; name it with zone = \"UTC\" or another",
                w.format
            ));
        }
    }
    Ok((format, zone))
}

fn place(
    name: String,
    key: WrittenKey,
) -> Result<(&'static str, Option<&'static str>, Place), String> {
    let place = match (key.header, key.query) {
        (Some(header), None) => Place::Header { name: leaked(header), prefix: leaked(key.prefix) },
        (None, Some(query)) if key.prefix.is_empty() => Place::Query { name: leaked(query) },
        _ => return Err(format!("[keys.{name}] needs either a header or a query to go into")),
    };
    Ok((leaked(name), key.environment.map(leaked), place))
}
