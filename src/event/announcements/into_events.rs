//! Pairs as events, for a study of each on its own.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::table::Announcements;
use crate::event::{Event, EventError, Involved, Source, Text};

/// Events of a table, one for each id, with a firm for each of its rows.
pub fn events(table: &Announcements) -> Result<Vec<Event>, EventError> {
    if let (true, Some(first)) = (table.is_empty(), table.rejected.first()) {
        return Err(EventError::Malformed {
            path: table.source.as_ref().map_or_else(PathBuf::new, |s| s.path.clone()),
            reason: format!("no row can be read; row {}: {}", first.row, first.reason),
        });
    }
    let attribute = |name: &str, pair: usize| {
        table
            .attributes
            .get(name)
            .map(|column| column[pair].as_str())
            .filter(|cell| !cell.is_empty())
    };
    let mut place: BTreeMap<&str, usize> = BTreeMap::new();
    let mut events: Vec<Event> = Vec::new();
    for pair in 0..table.len() {
        let role = attribute("role", pair).map(str::to_owned);
        let involved = Involved { ticker: table.ticker(pair).clone(), role };
        if let Some(at) = place.get(table.ids[pair].as_str()) {
            events[*at].tickers.push(involved);
            continue;
        }
        place.insert(&table.ids[pair], events.len());
        let mut headline = Text::english(table.headlines.get(pair).cloned().unwrap_or_default());
        if let Some(arabic) = attribute("headline_ar", pair) {
            headline.0.insert("ar".into(), arabic.to_owned());
        }
        let source = |outlet: &str| Source { outlet: outlet.into(), published: None, note: None };
        events.push(Event {
            id: table.ids[pair].parse()?,
            headline,
            published: table.published[pair].clone(),
            time_note: None,
            tickers: vec![involved],
            sources: attribute("source", pair).map(source).into_iter().collect(),
            claims: Vec::new(),
            confounders: Vec::new(),
        });
    }
    // Claims name a ticker, so that they come after all of them.
    for pair in 0..table.len() {
        let event = &mut events[place[table.ids[pair].as_str()]];
        let claims = attribute("claims", pair).unwrap_or("").split(';').map(str::trim);
        for claim in claims.filter(|c| !c.is_empty()) {
            if !event.claims.iter().any(|known| known.text.in_language("en") == claim) {
                event.add_claim(claim)?;
            }
        }
    }
    Ok(events)
}
