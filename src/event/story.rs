//! A piece of news, the securities in it, and what it says.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{EventError, EventId, Published, Ticker};

/// A piece of news and the securities it concerns.
///
/// ```
/// use eventstudy::prelude::*;
/// let event = Event::one_off("2025-02-11T09:00-05:00".parse()?, "A supplier is named", &["BABA".parse()?])?;
/// assert_eq!(event.id.as_str(), "event-2025-02-11");
/// # Ok::<(), EventError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// The key of the event; never the firm.
    pub id: EventId,
    /// The headline by language code (`en`, `ar`, ...).
    pub headline: Text,
    /// When the story became public, and how precisely that is known.
    pub published: Published,
    /// What is known about the time, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_note: Option<String>,
    /// The securities, in the order in which they are reported.
    #[serde(default)]
    pub tickers: Vec<Involved>,
    /// Where the story was published.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// What the text says the prices did.
    #[serde(default)]
    pub claims: Vec<Claim>,
    /// What else happened at the time.
    #[serde(default)]
    pub confounders: Vec<Confounder>,
}

/// A text in one or more languages, keyed by language code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "TextForm")]
pub struct Text(pub(super) BTreeMap<String, String>);

#[derive(Deserialize)]
#[serde(untagged)]
enum TextForm {
    Plain(String),
    Languages(BTreeMap<String, String>),
}

impl From<TextForm> for Text {
    fn from(form: TextForm) -> Self {
        match form {
            TextForm::Plain(text) => Self::english(text),
            TextForm::Languages(map) => Self(map),
        }
    }
}

impl Text {
    /// A text in English only.
    pub fn english(text: impl Into<String>) -> Self {
        Self(BTreeMap::from([("en".to_owned(), text.into())]))
    }

    /// The text in `language`, else in English, else in the first language there is.
    pub fn in_language(&self, language: &str) -> &str {
        self.0
            .get(language)
            .or_else(|| self.0.get("en"))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }

    /// The language codes the text exists in.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// A security and its part in the story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Involved {
    /// The ticker.
    pub ticker: Ticker,
    /// The part of the security: `subject`, `supplier`, `competitor`, ...
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

/// Where a story was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The outlet.
    pub outlet: String,
    /// When this copy appeared, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Published>,
    /// What is known of the copy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A sentence of the text about a price, as the text makes it.
///
/// The words are read by [`crate::claims::read`]; the fields below state what the sentence leaves
/// open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// The ticker the claim is about.
    pub ticker: Ticker,
    /// The sentence, in English for reading and in other languages for display.
    pub text: Text,
    /// When the text with the claim was published, if known; the claim is checked as of then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made: Option<Published>,
    /// Whether the text says the news caused the move, where the sentence itself does not.
    #[serde(default)]
    pub causal: bool,
}

/// Something else that could have moved the price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confounder {
    /// What happened.
    pub headline: Text,
    /// When it became public.
    pub time: Published,
    /// What it is: a macro release, the same story elsewhere, other news of the firm or a peer.
    pub kind: ConfounderKind,
    /// The tickers it concerns; empty for the whole market.
    #[serde(default)]
    pub tickers: Vec<Ticker>,
}

/// The kind of a confounder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConfounderKind {
    /// A scheduled or market-wide release.
    Macro,
    /// Other news of the same firm.
    Company,
    /// News of a peer or the industry.
    Peer,
    /// A copy of the story, or of a part of it, in another place.
    SameStory,
}

impl Event {
    /// An event that is in no file, with an id made from its date.
    ///
    /// # Errors
    /// [`EventError::NoTickers`] without a ticker.
    pub fn one_off(
        published: Published,
        headline: &str,
        tickers: &[Ticker],
    ) -> Result<Self, EventError> {
        let date: String = published
            .to_string()
            .trim_start_matches("<=")
            .chars()
            .take(10)
            .filter(|c| c.is_ascii_digit() || *c == '-')
            .collect();
        let id: EventId = format!("event-{date}").parse()?;
        if tickers.is_empty() {
            return Err(EventError::NoTickers { id: id.to_string() });
        }
        let mut distinct: Vec<Ticker> = Vec::new();
        for ticker in tickers {
            if !distinct.contains(ticker) {
                distinct.push(ticker.clone());
            }
        }
        Ok(Self {
            id,
            headline: Text::english(headline),
            published,
            time_note: None,
            tickers: distinct.into_iter().map(|ticker| Involved { ticker, role: None }).collect(),
            sources: Vec::new(),
            claims: Vec::new(),
            confounders: Vec::new(),
        })
    }

    /// Restricts the event to these tickers; one that the event names already keeps its role.
    #[must_use]
    pub fn for_tickers(mut self, tickers: &[Ticker]) -> Self {
        let role = |ticker| self.tickers.iter().find(|t| t.ticker == ticker)?.role.clone();
        self.tickers =
            tickers.iter().map(|t| Involved { ticker: t.clone(), role: role(t.clone()) }).collect();
        self
    }

    /// Adds a claim in English, which has to name one of the event's tickers.
    ///
    /// ```
    /// use eventstudy::prelude::*;
    /// let mut event = Catalog::bundled()?.get("meta-avocado")?.clone();
    /// event.add_claim("BABA rose before the open")?;
    /// assert!(event.add_claim("IBM rose before the open").is_err());
    /// # Ok::<(), EventError>(())
    /// ```
    ///
    /// # Errors
    /// [`EventError::ClaimWithoutTicker`]
    pub fn add_claim(&mut self, text: &str) -> Result<(), EventError> {
        let word =
            |w: &str| w.trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_ascii_uppercase();
        let words: Vec<String> = text.split_whitespace().map(word).collect();
        let named = |t: &&Ticker| words.iter().any(|w| w == t.as_str());
        let ticker = self.tickers.iter().map(|t| &t.ticker).find(named).cloned();
        let ticker = ticker.ok_or_else(|| EventError::ClaimWithoutTicker {
            claim: text.to_owned(),
            tickers: self.tickers.iter().map(|t| t.ticker.to_string()).collect(),
        })?;
        self.claims.push(Claim { ticker, text: Text::english(text), made: None, causal: false });
        Ok(())
    }

    /// The tickers alone.
    pub fn ticker_list(&self) -> Vec<Ticker> {
        self.tickers.iter().map(|t| t.ticker.clone()).collect()
    }
}
