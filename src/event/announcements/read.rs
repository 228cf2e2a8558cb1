//! From rows of cells to columns of pairs.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use rayon::prelude::*;

use super::columns::Layout;
use super::distinct;
use super::record::Records;
use super::rejected::{RejectedRow, printable};
use super::table::Announcements;
use crate::event::{Event, EventError, Published, Reason, Ticker};

/// A text longer than any form of a time is not tried as one.
const LONGEST_TIME: usize = 200;
/// Bytes of a table that are read in one go, side by side with others.
const PART: usize = 1 << 19;
/// An id longer than this is a slip of the columns.
const LONGEST_ID: usize = 200;

/// The announcements of a CSV table, and how many data rows it has.
pub(super) fn csv(path: &Path, bytes: &[u8]) -> Result<(Announcements, usize), EventError> {
    let malformed = |reason: &str| EventError::Malformed {
        path: path.to_owned(),
        reason: format!("it is no table of comma-separated values: {reason}"),
    };
    let first_line = bytes.split(|b| *b == b'\n').find(|l| !l.iter().all(u8::is_ascii_whitespace));
    let first_line = first_line.ok_or_else(|| malformed("it is empty"))?;
    let count = |delimiter: &char| first_line.iter().filter(|b| **b == *delimiter as u8).count();
    let delimiter = [',', ';', '\t'].into_iter().rev().max_by_key(count).unwrap_or(',');
    let mut records = Records::of(bytes, delimiter);
    let mut cells: Vec<Cow<'_, str>> = Vec::new();
    let header: Vec<String> = match records.next(&mut cells) {
        Some((_, Ok(()))) => cells.iter().map(|c| c.to_string()).collect(),
        Some((_, Err(broken))) => return Err(malformed(broken.words())),
        None => return Err(malformed("it is empty")),
    };
    if header.iter().any(|name| name.contains(|c: char| c.is_control())) {
        return Err(malformed("its header has characters that are no text"));
    }
    let layout = Layout::of(path, &header)?;
    records.width = Some(header.len());
    let parts: Vec<(Builder, usize)> = records
        .parts(PART)
        .into_par_iter()
        .map(|mut records| {
            let mut builder = Builder::of(layout.clone());
            let (mut cells, mut rows) = (Vec::new(), 0);
            while let Some((line, result)) = records.next(&mut cells) {
                rows += 1;
                match result {
                    Ok(()) => builder.row(line, &cells),
                    Err(broken) => builder.broken(line, broken.words().to_owned()),
                }
            }
            (builder, rows)
        })
        .collect();
    let (mut builder, mut rows) = (Builder::of(layout), 0);
    for (part, of_part) in parts {
        builder.append(part);
        rows += of_part;
    }
    if rows == 0 {
        let reason = "it has a header and no event".to_owned();
        return Err(EventError::Malformed { path: path.to_owned(), reason });
    }
    Ok((builder.finish(), rows))
}

/// The pairs of events that were read elsewhere.
pub(super) fn events(events: &[Event]) -> Announcements {
    let with_roles = events.iter().flat_map(|e| &e.tickers).any(|t| t.role.is_some());
    let attributes = if with_roles { vec![("role".to_owned(), 0)] } else { Vec::new() };
    let layout =
        Layout { id: Some(0), time: 0, ticker: 0, headline: Some(0), attributes, width: 0 };
    let mut builder = Builder::of(layout);
    for (i, event) in events.iter().enumerate() {
        let (row, id) = (i as u32 + 1, event.id.as_str());
        if event.tickers.is_empty() {
            builder.reject(row, id, "", Reason::NoTicker, "the event names no ticker");
        }
        for involved in &event.tickers {
            let firm = builder.interned(involved.ticker.clone());
            let headline = event.headline.in_language("en");
            let role = involved.role.as_deref().unwrap_or("");
            builder.pair(row, id, event.published.clone(), firm, headline, |_| role);
        }
    }
    builder.finish()
}

/// Collects pairs row by row.
pub(super) struct Builder {
    layout: Layout,
    table: Announcements,
    attributes: Vec<Vec<String>>,
    /// Tickers as the file writes them; looking one up costs no allocation.
    known: HashMap<String, u32>,
}

impl Builder {
    pub(super) fn of(layout: Layout) -> Self {
        let attributes = vec![Vec::new(); layout.attributes.len()];
        Self { layout, table: Announcements::default(), attributes, known: HashMap::new() }
    }

    /// Adds the pairs of a row, or rejects it.
    pub(super) fn row(&mut self, line: u32, cells: &[Cow<'_, str>]) {
        if cells.len() != self.layout.width {
            let width = self.layout.width;
            return self.broken(
                line,
                format!("the row has {} cells, and the header has {width}", cells.len()),
            );
        }
        let id = match self.layout.id.map(|at| &*cells[at]).filter(|id| !id.is_empty()) {
            Some(id) => Cow::Borrowed(id),
            None => Cow::Owned(generated(line)),
        };
        if id.len() > LONGEST_ID || id.contains(|c: char| c.is_control()) {
            let reason = format!("`{}` is no event id", printable(&id));
            return self.broken(line, reason);
        }
        let tickers = &*cells[self.layout.ticker];
        let published = match time(&cells[self.layout.time]) {
            Ok(published) => published,
            Err((code, reason)) => return self.reject(line, &id, tickers, code, reason),
        };
        let headline = self.layout.headline.map_or("", |at| &*cells[at]);
        let mut any = false;
        for name in tickers.split([';', ' ', ',']).filter(|name| !name.is_empty()) {
            any = true;
            match self.firm(name) {
                Ok(firm) => {
                    self.pair(line, &id, published.clone(), firm, headline, |at| &cells[at])
                }
                Err(e) => self.reject(line, &id, name, Reason::BadTicker, e.to_string()),
            }
        }
        if !any {
            self.reject(line, &id, "", Reason::NoTicker, "the row names no ticker");
        }
    }

    /// Adds what was collected from the rows that follow.
    fn append(&mut self, more: Self) {
        let table = more.table;
        let firms: Vec<u32> = table.tickers.into_iter().map(|t| self.interned(t)).collect();
        self.table.ids.extend(table.ids);
        self.table.published.extend(table.published);
        self.table.firms.extend(table.firms.iter().map(|firm| firms[*firm as usize]));
        self.table.rows.extend(table.rows);
        self.table.headlines.extend(table.headlines);
        self.table.rejected.extend(table.rejected);
        for (column, more) in self.attributes.iter_mut().zip(more.attributes) {
            column.extend(more);
        }
    }

    /// Rejects a row of which nothing can be read.
    pub(super) fn broken(&mut self, line: u32, reason: String) {
        self.reject(line, &generated(line), "", Reason::UnreadableRow, reason);
    }

    /// The announcements, without duplicates and amendments.
    pub(super) fn finish(self) -> Announcements {
        let mut table = self.table;
        let names = self.layout.attributes.into_iter().map(|(name, _)| name);
        table.attributes = names.zip(self.attributes).collect::<BTreeMap<_, _>>();
        if self.layout.headline.is_none() {
            table.headlines = Vec::new();
        }
        sort_tickers(&mut table);
        distinct::keep(&mut table);
        table.rejected.sort_by_key(|r| r.row);
        table
    }

    fn reject(
        &mut self,
        row: u32,
        id: &str,
        ticker: &str,
        code: Reason,
        reason: impl Into<String>,
    ) {
        let (id, ticker) = (printable(id), printable(ticker));
        self.table.rejected.push(RejectedRow { row, id, ticker, code, reason: reason.into() });
    }

    fn pair<'a>(
        &mut self,
        row: u32,
        id: &str,
        published: Published,
        firm: u32,
        headline: &str,
        cell: impl Fn(usize) -> &'a str,
    ) {
        self.table.ids.push(id.to_owned());
        self.table.published.push(published);
        self.table.firms.push(firm);
        self.table.rows.push(row);
        if self.layout.headline.is_some() {
            self.table.headlines.push(headline.to_owned());
        }
        for (column, (_, at)) in self.attributes.iter_mut().zip(&self.layout.attributes) {
            column.push(cell(*at).to_owned());
        }
    }

    fn firm(&mut self, name: &str) -> Result<u32, EventError> {
        if let Some(firm) = self.known.get(name) {
            return Ok(*firm);
        }
        let firm = self.interned(name.parse()?);
        self.known.insert(name.to_owned(), firm);
        Ok(firm)
    }

    fn interned(&mut self, ticker: Ticker) -> u32 {
        if let Some(firm) = self.known.get(ticker.as_str()) {
            return *firm;
        }
        let firm = self.table.tickers.len() as u32;
        self.known.insert(ticker.to_string(), firm);
        self.table.tickers.push(ticker);
        firm
    }
}

fn generated(line: u32) -> String {
    format!("row-{line}")
}

fn time(text: &str) -> Result<Published, (Reason, String)> {
    if text.is_empty() {
        return Err((Reason::BadTime, "the row has no publication time".into()));
    }
    if text.len() > LONGEST_TIME {
        let reason = format!("`{}` is not a publication time", printable(text));
        return Err((Reason::BadTime, reason));
    }
    text.parse().map_err(|e: EventError| match e {
        EventError::NaiveTimestamp { .. } => (Reason::NaiveTime, printable_sentence(&e)),
        _ => (Reason::BadTime, printable_sentence(&e)),
    })
}

fn printable_sentence(error: &EventError) -> String {
    error.to_string().chars().filter(|c| !c.is_control()).collect()
}

/// Puts the tickers into alphabetical order, so that no result depends on the order of the file.
fn sort_tickers(table: &mut Announcements) {
    let mut order: Vec<usize> = (0..table.tickers.len()).collect();
    order.sort_by(|a, b| table.tickers[*a].cmp(&table.tickers[*b]));
    let mut place = vec![0; order.len()];
    for (to, from) in order.iter().enumerate() {
        place[*from] = to as u32;
    }
    table.tickers = order.iter().map(|from| table.tickers[*from].clone()).collect();
    for firm in &mut table.firms {
        *firm = place[*firm as usize];
    }
}
