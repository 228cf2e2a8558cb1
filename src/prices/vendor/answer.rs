//! What came back, and what can be wrong with it.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, Utc};

/// The answer to one request: the body is unpacked and complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status, such as 200.
    pub status: u16,
    /// Headers by their name in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: Vec<u8>,
    /// When it had arrived.
    pub received: DateTime<Utc>,
}

/// Why an answer holds no data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Trouble that passes, such as a server error or a page "be right back": asked again.
    Passing {
        /// What the vendor said, in a few words.
        reason: String,
    },
    /// Too many requests: asked again after a while.
    RateLimited {
        /// What the vendor said.
        reason: String,
        /// How long to wait, where the vendor says so.
        after: Option<Duration>,
    },
    /// The body is not what the vendor documents, such as JSON that breaks off: asked again, because
    /// that is often a broken transfer.
    Malformed {
        /// What is wrong, with the place.
        reason: String,
    },
    /// The key is missing or wrong.
    WrongKey {
        /// What the vendor said.
        reason: String,
    },
    /// The vendor knows the request and will not serve it: the plan, the history, the range.
    Refused {
        /// What the vendor said.
        reason: String,
    },
    /// The vendor does not know the symbol or the address.
    NotFound {
        /// What the vendor said.
        reason: String,
    },
}

impl Problem {
    /// Whether asking again can help.
    pub fn passes(&self) -> bool {
        matches!(self, Self::Passing { .. } | Self::RateLimited { .. } | Self::Malformed { .. })
    }

    /// A body that cannot be read, with what is wrong.
    pub fn malformed(reason: impl Into<String>) -> Self {
        Self::Malformed { reason: reason.into() }
    }
}

/// What a message of a vendor is cut to.
const LONGEST_MESSAGE: usize = 200;

impl Answer {
    /// An answer with this status and body, for stored responses.
    pub fn of(status: u16, body: impl Into<Vec<u8>>) -> Self {
        let received = DateTime::UNIX_EPOCH;
        Self { status, headers: BTreeMap::new(), body: body.into(), received }
    }

    /// Whether the body is a web page.
    pub fn is_html(&self) -> bool {
        let start: Vec<u8> = self
            .body
            .iter()
            .copied()
            .filter(|b| !b.is_ascii_whitespace())
            .take(9)
            .map(|b| b.to_ascii_lowercase())
            .collect();
        start.starts_with(b"<!doctype") || start.starts_with(b"<html")
    }

    /// What the status alone says, with the vendor's message where it can be found: `None` for a
    /// 200 that is no web page.
    ///
    /// Vendors look for errors of their own shape first (also inside HTTP 200), then ask this.
    pub fn usual_problem(&self) -> Option<Problem> {
        let reason = self.message();
        Some(match self.status {
            200..=299 if self.is_html() => Problem::Passing {
                reason: format!("it answered with a web page instead of data: {reason}"),
            },
            200..=299 => return None,
            429 => Problem::RateLimited { reason, after: self.wait() },
            401 => Problem::WrongKey { reason },
            403 => Problem::Refused { reason },
            404 => Problem::NotFound { reason },
            408 | 425 => Problem::Passing { reason: format!("status {}: {reason}", self.status) },
            500.. => match self.wait() {
                Some(after) => Problem::RateLimited { reason, after: Some(after) },
                None => Problem::Passing { reason: format!("status {}: {reason}", self.status) },
            },
            status => Problem::Refused { reason: format!("status {status}: {reason}") },
        })
    }

    /// What the vendor says in the usual places of a JSON body, else the beginning of the text.
    pub fn message(&self) -> String {
        let said = serde_json::from_slice::<serde_json::Value>(&self.body).ok().and_then(|v| {
            ["message", "error", "detail", "Error Message", "description", "Note", "Information"]
                .iter()
                .find_map(|name| {
                    let said = v.get(name)?;
                    said.as_str().or_else(|| said.get("message")?.as_str()).map(str::to_owned)
                })
        });
        let text = said.unwrap_or_else(|| String::from_utf8_lossy(&self.body).into_owned());
        plain(&text)
    }

    /// When the vendor sent it by its own clock, the `Date` of the answer; else when it had arrived by
    /// the clock of this machine. What is final is judged by this: a machine whose clock runs ahead
    /// would take half a session for a whole one.
    pub fn sent(&self) -> DateTime<Utc> {
        let date = self.headers.get("date").map(|t| DateTime::parse_from_rfc2822(t.trim()));
        date.and_then(Result::ok).map_or(self.received, |t| t.to_utc())
    }

    /// How long the vendor asks to wait: `Retry-After` in seconds or as a date, else
    /// `X-RateLimit-Reset` in epoch seconds.
    pub fn wait(&self) -> Option<Duration> {
        let until = |t: DateTime<Utc>| (t - self.sent()).to_std().unwrap_or(Duration::ZERO);
        if let Some(text) = self.headers.get("retry-after").map(|t| t.trim()) {
            if let Ok(seconds) = text.parse::<u32>() {
                return Some(Duration::from_secs(seconds.into()));
            }
            if let Ok(date) = DateTime::parse_from_rfc2822(text) {
                return Some(until(date.to_utc()));
            }
        }
        let reset = self.headers.get("x-ratelimit-reset")?.trim().parse::<i64>().ok()?;
        DateTime::from_timestamp(reset, 0).map(until)
    }
}

/// One printable line of a text from outside.
fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line: String =
        words.join(" ").chars().filter(|c| !c.is_control()).take(LONGEST_MESSAGE).collect();
    if line.is_empty() { "it gave no reason".to_owned() } else { line }
}
