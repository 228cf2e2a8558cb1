//! Ids and tickers that are safe in a path, a table and a terminal.

use serde::{Deserialize, Serialize};

use super::EventError;

/// The key of an event: lower-case letters, digits, `-`, `_` and `.`, at most 64.
///
/// The id names the report folder, so nothing that could leave that folder is accepted.
///
/// ```
/// use eventstudy::prelude::*;
/// assert!("meta-avocado".parse::<EventId>().is_ok());
/// assert!("../../etc/passwd".parse::<EventId>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EventId(String);

/// A ticker symbol: letters, digits, `.`, `-`, `^` and `=`, at most 20, kept in upper case.
///
/// ```
/// use eventstudy::prelude::*;
/// assert_eq!("brk.b".parse::<Ticker>()?.as_str(), "BRK.B");
/// assert!("../META".parse::<Ticker>().is_err());
/// # Ok::<(), EventError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Ticker(String);

impl std::str::FromStr for EventId {
    type Err = EventError;
    fn from_str(text: &str) -> Result<Self, EventError> {
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c);
        let fine = (1..=64).contains(&text.len())
            && text.chars().all(allowed)
            && text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && !text.contains("..");
        if fine { Ok(Self(text.to_owned())) } else { Err(unsafe_name("event id", text)) }
    }
}

impl std::str::FromStr for Ticker {
    type Err = EventError;
    fn from_str(text: &str) -> Result<Self, EventError> {
        let text = text.trim();
        let allowed = |c: char| c.is_ascii_alphanumeric() || ".-^=".contains(c);
        let fine = (1..=20).contains(&text.len())
            && text.chars().all(allowed)
            && text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '^')
            && !text.contains("..");
        if fine { Ok(Self(text.to_ascii_uppercase())) } else { Err(unsafe_name("ticker", text)) }
    }
}

impl Ticker {
    /// Reads several tickers; one that comes twice counts once.
    ///
    /// # Errors
    /// [`EventError::UnsafeName`] for a text that is no ticker.
    pub fn list(names: &[String]) -> Result<Vec<Self>, EventError> {
        let mut distinct = Vec::new();
        for name in names {
            let ticker = name.parse()?;
            if !distinct.contains(&ticker) {
                distinct.push(ticker);
            }
        }
        Ok(distinct)
    }
}

fn unsafe_name(what: &'static str, text: &str) -> EventError {
    let text = text.chars().take(80).flat_map(char::escape_default).collect();
    EventError::UnsafeName { what, text }
}

macro_rules! text_name {
    ($name:ident) => {
        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }
        impl TryFrom<String> for $name {
            type Error = EventError;
            fn try_from(text: String) -> Result<Self, EventError> {
                text.parse()
            }
        }
        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    };
}
text_name!(EventId);
text_name!(Ticker);
