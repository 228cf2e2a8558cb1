//! Event files: TOML, CSV and JSON.

use std::path::Path;

use serde::Deserialize;

use super::{Claim, Event, EventError, EventId, Involved, Published, Source, Text, Ticker};

/// An event file is written by hand or exported; beyond this it is something else.
const LARGEST_FILE: u64 = 64 << 20;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventFile {
    event: Vec<Event>,
}

pub(super) fn read(path: &Path) -> Result<Vec<Event>, EventError> {
    let unreadable = |reason: String| EventError::UnreadableFile { path: path.to_owned(), reason };
    let size = std::fs::metadata(path).map_err(|e| unreadable(e.to_string()))?;
    if !size.is_file() {
        return Err(unreadable("it is not a file".into()));
    }
    if size.len() > LARGEST_FILE {
        return Err(unreadable(format!("it has {} MB", size.len() >> 20)));
    }
    let bytes = std::fs::read(path).map_err(|e| unreadable(e.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|_| unreadable("it is not UTF-8 text".into()))?;
    let text = text.trim_start_matches('\u{feff}');
    match path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase).as_deref() {
        Some("toml") => from_toml(path, text),
        Some("json") => from_json(path, text),
        Some("csv") => from_csv(path, text),
        _ => Err(unreadable("its name ends neither in .toml nor in .csv nor in .json".into())),
    }
}

/// Events of a TOML text; the path is for messages.
pub fn from_toml(path: &Path, text: &str) -> Result<Vec<Event>, EventError> {
    let file: EventFile = toml::from_str(text).map_err(|e| malformed(path, e.to_string()))?;
    Ok(file.event)
}

/// Events of a JSON text; the path is for messages.
pub fn from_json(path: &Path, text: &str) -> Result<Vec<Event>, EventError> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Form {
        List(Vec<Event>),
        File(EventFile),
    }
    match serde_json::from_str(text) {
        Ok(Form::List(events)) => Ok(events),
        Ok(Form::File(file)) => Ok(file.event),
        Err(_) => {
            // The untagged form hides the reason; the plain list form tells it.
            let plain = serde_json::from_str::<Vec<Event>>(text).err();
            Err(malformed(path, plain.map_or_else(|| "unknown form".into(), |e| e.to_string())))
        }
    }
}

/// One row of a CSV event file; several tickers or claims of a row are separated by `;`.
#[derive(Deserialize)]
struct Row {
    id: EventId,
    published: String,
    headline: String,
    #[serde(default)]
    headline_ar: String,
    tickers: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    claims: String,
}

/// Events of a CSV text; the path is for messages.
pub fn from_csv(path: &Path, text: &str) -> Result<Vec<Event>, EventError> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let mut events = Vec::new();
    for row in reader.deserialize::<Row>() {
        let row = row.map_err(|e| malformed(path, e.to_string()))?;
        let published: Published = row.published.parse().map_err(|source| EventError::InFile {
            path: path.to_owned(),
            event: row.id.to_string(),
            source: Box::new(source),
        })?;
        let at = |reason: String| malformed(path, format!("event `{}`: {reason}", row.id));
        let tickers = row
            .tickers
            .split([';', ' ', ','])
            .filter(|t| !t.is_empty())
            .map(|t| t.parse::<Ticker>().map(|ticker| Involved { ticker, role: None }))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|e| at(e.to_string()))?;
        if tickers.is_empty() {
            return Err(EventError::NoTickers { id: row.id.to_string() });
        }
        let claims = row
            .claims
            .split(';')
            .map(str::trim)
            .filter(|c| !c.is_empty())
            .map(|text| {
                claim_of(text, &tickers).ok_or_else(|| {
                    at(format!("the claim `{text}` does not begin with one of the event's tickers"))
                })
            })
            .collect::<Result<Vec<_>, _>>()?;
        let mut headline = Text::english(row.headline);
        if !row.headline_ar.is_empty() {
            headline.0.insert("ar".into(), row.headline_ar);
        }
        let sources = match row.source.as_str() {
            "" => Vec::new(),
            outlet => vec![Source { outlet: outlet.into(), published: None, note: None }],
        };
        events.push(Event {
            id: row.id,
            headline,
            published,
            time_note: None,
            tickers,
            sources,
            claims,
            confounders: Vec::new(),
        });
    }
    Ok(events)
}

fn claim_of(text: &str, tickers: &[Involved]) -> Option<Claim> {
    let word = text.split_whitespace().next()?;
    let ticker = tickers.iter().find(|t| t.ticker.as_str().eq_ignore_ascii_case(word))?;
    Some(Claim {
        ticker: ticker.ticker.clone(),
        text: Text::english(text),
        made: None,
        causal: false,
    })
}

fn malformed(path: &Path, reason: impl Into<String>) -> EventError {
    EventError::Malformed { path: path.to_owned(), reason: reason.into().trim_end().to_owned() }
}
