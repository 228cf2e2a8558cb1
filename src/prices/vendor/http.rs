//! What is asked of a vendor, without the keys.

use std::fmt;
use std::ops::Range;

use chrono::{DateTime, Utc};

use crate::event::Ticker;

/// A GET request in its parts. Keys are no part of it: it names the slots that they go into, and
/// they are filled at the moment of sending only, so that no key can be shown, logged or stored.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HttpRequest {
    /// Scheme and host, such as `https://data.alpaca.markets`.
    pub origin: String,
    /// The path with a leading `/`, not yet escaped.
    pub path: String,
    /// Names and values of the query, not yet escaped.
    pub query: Vec<(String, String)>,
    /// Further headers; none of them secret.
    pub headers: Vec<(&'static str, String)>,
    /// Where keys go.
    pub secrets: Vec<SecretSlot>,
    /// Whether the vendor charges for the body: it is asked again only while none of it has come.
    pub charged: bool,
}

/// A key's place in a request.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SecretSlot {
    /// Which key: the name of one of [`Access::keys`](super::Access::keys).
    pub key: &'static str,
    /// Where it goes.
    pub place: Place,
}

/// Where a key goes in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// In a header, after a prefix such as `Bearer `.
    Header {
        /// The header.
        name: &'static str,
        /// What stands before the key.
        prefix: &'static str,
    },
    /// In the query, for vendors that know no header.
    Query {
        /// The parameter.
        name: &'static str,
    },
    /// The user of HTTP basic authentication, without a password.
    BasicUser,
}

impl HttpRequest {
    /// A request without query, headers and keys.
    pub fn get(origin: impl Into<String>, path: impl Into<String>) -> Self {
        Self {
            origin: origin.into(),
            path: path.into(),
            query: Vec::new(),
            headers: Vec::new(),
            secrets: Vec::new(),
            charged: false,
        }
    }

    /// Adds a parameter, or gives it another value.
    #[must_use]
    pub fn query(mut self, name: &str, value: impl Into<String>) -> Self {
        let value = value.into();
        match self.query.iter_mut().find(|(n, _)| n == name) {
            Some((_, old)) => *old = value,
            None => self.query.push((name.to_owned(), value)),
        }
        self
    }

    /// Adds a header that is no secret.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Adds a place that a key goes into.
    #[must_use]
    pub fn secret(mut self, key: &'static str, place: Place) -> Self {
        self.secrets.push(SecretSlot { key, place });
        self
    }

    /// Marks a request whose body the vendor charges for.
    #[must_use]
    pub fn charged(mut self) -> Self {
        self.charged = true;
        self
    }

    /// The address as it may be kept: without the value of what a user put in for a key, as in the
    /// address of a feed that is not public.
    pub fn without_keys(&self) -> Self {
        let mut shown = self.clone();
        for (_, value) in shown.query.iter_mut().filter(|(name, _)| is_key_name(name)) {
            *value = "***".to_owned();
        }
        shown
    }

    /// The value of a parameter.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// The request that an address of the vendor's own (such as a `next_url`) asks for: its path and
    /// query, on this request's origin and with this request's headers and keys. A parameter that
    /// is a place for a key, or looks like one, is dropped.
    ///
    /// `None` for text that is no `https` address of `hosts`.
    pub fn following(&self, address: &str, hosts: &[&str]) -> Option<Self> {
        let rest = address.strip_prefix("https://")?;
        let (host, rest) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        if !hosts.contains(&host) {
            return None;
        }
        let rest = rest.split('#').next().unwrap_or("");
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let mut next = Self { path: unescaped(path)?, query: Vec::new(), ..self.clone() };
        for pair in query.split('&').filter(|p| !p.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (unescaped(name)?, unescaped(&value.replace('+', " "))?);
            if !is_key_name(&name) {
                next.query.push((name, value));
            }
        }
        Some(next)
    }
}

/// Names under which vendors take keys in an address.
pub(super) fn is_key_name(name: &str) -> bool {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let names = ["apikey", "key", "token", "apitoken", "accesstoken", "secret", "password"];
    names.contains(&plain.to_ascii_lowercase().as_str())
}

/// The address, without keys because the request has none.
impl fmt::Display for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin, escaped(&self.path, b"/-_.~^=:@,"))?;
        for (i, (name, value)) in self.query.iter().enumerate() {
            let mark = if i == 0 { '?' } else { '&' };
            write!(f, "{mark}{}={}", escaped(name, b"-_.~"), escaped(value, b"-_.~:"))?;
        }
        Ok(())
    }
}

fn escaped(text: &str, also: &[u8]) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || also.contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// One request of a plan, and what it is to bring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// The request.
    pub request: HttpRequest,
    /// The symbols it asks for.
    pub symbols: Vec<Ticker>,
    /// The first instant it asks for, UTC.
    pub from: DateTime<Utc>,
    /// The first instant after what it asks for, UTC.
    pub until: DateTime<Utc>,
    /// A note of the vendor to itself about what the request is for, such as `splits`; empty where
    /// there is one kind of request only.
    pub step: String,
}

impl Chunk {
    /// A request that brings these symbols in a span whose end is exclusive.
    pub fn new(request: HttpRequest, symbols: &[Ticker], span: Range<DateTime<Utc>>) -> Self {
        let Range { start: from, end: until } = span;
        Self { request, symbols: symbols.to_vec(), from, until, step: String::new() }
    }

    /// The chunk of another page.
    #[must_use]
    pub fn with(&self, request: HttpRequest) -> Self {
        Self { request, ..self.clone() }
    }
}

/// What is to be asked, and what the user should know about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The requests, each complete in itself with the pages that follow it.
    pub chunks: Vec<Chunk>,
    /// Sentences about what was clamped, such as an end that is too recent.
    pub notes: Vec<String>,
}
