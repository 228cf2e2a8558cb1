//! Which column of an event table is what.

use std::path::Path;

use crate::event::EventError;

/// Names of the column with the publication time, letters and digits only, in lower case. The
/// first is ours and goes before every other.
const TIME: [&str; 19] = [
    "published",
    "publishedat",
    "publicationtime",
    "publicationdate",
    "timestamp",
    "timestamputc",
    "datetime",
    "time",
    "date",
    "eventtime",
    "eventdate",
    "announcementtime",
    "announcementdate",
    "announced",
    "announcedat",
    "anndate",
    "newsdate",
    "newstime",
    "day",
];
const TICKER: [&str; 6] = ["ticker", "tickers", "symbol", "symbols", "tic", "sym"];
const ID: [&str; 3] = ["id", "eventid", "newsid"];
const HEADLINE: [&str; 2] = ["headline", "title"];

/// The columns of a table, by position.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Layout {
    pub id: Option<usize>,
    pub time: usize,
    pub ticker: usize,
    pub(super) headline: Option<usize>,
    /// Every further column with its name.
    pub attributes: Vec<(String, usize)>,
    pub(super) width: usize,
}

impl Layout {
    /// Finds the columns of a header.
    pub fn of(path: &Path, header: &[String]) -> Result<Self, EventError> {
        let plain: Vec<String> = header.iter().map(|h| simplified(h)).collect();
        let all = |names: &[&str]| -> Vec<usize> {
            (0..plain.len()).filter(|i| names.contains(&plain[*i].as_str())).collect()
        };
        let one =
            |role: &'static str, names: &[&'static str]| -> Result<Option<usize>, EventError> {
                let ours = all(&names[..1]);
                let found = if ours.is_empty() { all(names) } else { ours };
                match found.as_slice() {
                    [] => Ok(None),
                    [one] => Ok(Some(*one)),
                    [first, second, ..] => Err(EventError::TwoColumns {
                        path: path.to_owned(),
                        role,
                        first: header[*first].clone(),
                        second: header[*second].clone(),
                        name: names[0],
                    }),
                }
            };
        let needed = |role: &'static str, names: &'static [&str]| {
            one(role, names)?.ok_or_else(|| EventError::MissingColumn {
                path: path.to_owned(),
                role,
                name: names[0],
                header: shown(header),
            })
        };
        let (time, ticker) = (needed("publication time", &TIME)?, needed("ticker", &TICKER)?);
        let (id, headline) = (one("event id", &ID)?, one("headline", &HEADLINE)?);
        let own = |i: &usize| ![Some(time), Some(ticker), id, headline].contains(&Some(*i));
        let mut attributes: Vec<(String, usize)> = Vec::new();
        for i in (0..header.len()).filter(own) {
            if let Some((_, first)) = attributes.iter().find(|(name, _)| *name == header[i]) {
                let reason =
                    format!("columns {} and {} are both named `{}`", first + 1, i + 1, header[i]);
                return Err(EventError::Malformed { path: path.to_owned(), reason });
            }
            attributes.push((header[i].clone(), i));
        }
        Ok(Self { id, time, ticker, headline, attributes, width: header.len() })
    }
}

fn shown(header: &[String]) -> String {
    super::rejected::printable(&header.join(", "))
}

fn simplified(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}
