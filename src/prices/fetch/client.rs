//! One request over the wire: keys filled in, TLS only, bounded in time and size.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::io::Read as _;
use std::time::Duration;

use base64::Engine as _;
use chrono::{DateTime, Utc};
use reqwest::header::{ACCEPT_ENCODING, HeaderMap, HeaderName, HeaderValue, LOCATION};
use reqwest::{Url, redirect};

use super::last::Last;
use super::limiter::Limiter;
use super::settings::{Base, Secret};
use super::{FetchError, Settings};
use crate::prices::store::{Store, StoreError};
use crate::prices::vendor::{Access, Answer, HttpRequest, Place, Problem};

const CONNECT: Duration = Duration::from_secs(5);
const IDLE: Duration = Duration::from_secs(10);
/// A body that is charged for may take this long, as long as it goes on coming.
const CHARGED: Duration = Duration::from_secs(600);
const REDIRECTS: usize = 5;
/// An answer is no larger than this, packed or unpacked: the largest real ones have some 10 MiB.
const MOST_MIB: usize = 64;
const MOST: usize = MOST_MIB << 20;
/// A shorter text would be found by chance in data that has nothing to do with it.
const SHORTEST_SECRET: usize = 6;

/// The connection to one vendor.
pub(crate) struct Client {
    http: reqwest::Client,
    pub(super) access: Access,
    base: Option<Base>,
    secrets: Vec<Secret>,
    pub(super) limiter: Limiter,
    store: Store,
}

/// An answer as it came over the wire.
pub(super) struct Packed {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    received: DateTime<Utc>,
}

impl Client {
    /// Sets the connection up; nothing is sent. The store keeps answers, and the pace across processes.
    ///
    /// # Errors
    /// A missing key, a setting that cannot be used, a system without certificates.
    pub(crate) fn new(
        access: &Access,
        settings: &Settings,
        store: &Store,
    ) -> Result<Self, FetchError> {
        let mut secrets = settings.keys(access)?;
        // A vendor may repeat a key as it was sent.
        let sent = |s: &Secret| {
            let encoded = encoded_user(&s.value);
            Secret { name: "", value: encoded.trim_end_matches('=').to_owned() }
        };
        let sent: Vec<Secret> = secrets.iter().map(sent).collect();
        secrets.extend(sent);
        let base = settings.base(access)?;
        let limiter = Limiter::new(settings.pace(access)?, Some(store.pace_file(access.id)));
        let setup = |reason: String| FetchError::Setup { reason };
        // An error here says that a provider is set already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let timeout = settings.timeout()?;
        let mut builder = reqwest::Client::builder()
            .user_agent(settings.user_agent(access))
            .connect_timeout(CONNECT.min(timeout))
            .read_timeout(IDLE.min(timeout))
            .timeout(timeout)
            .retry(reqwest::retry::never())
            .redirect(redirect::Policy::none());
        if base.as_ref().is_some_and(|b| b.plain) {
            // No proxy is asked for an address of this machine, and no certificate is needed.
            builder = builder.no_proxy().tls_certs_only([]);
        } else {
            builder = builder.https_only(true);
        }
        let http = builder.build().map_err(|e| setup(innermost(&e)))?;
        let store = store.clone();
        Ok(Self { http, access: *access, base, secrets, limiter, store })
    }

    /// Keeps an answer in the store and returns its name there.
    pub(super) fn keep(
        &self,
        request: &HttpRequest,
        answer: &Answer,
    ) -> Result<String, StoreError> {
        self.store.keep_answer(self.access.id, request, answer)
    }

    /// Sends a request and takes in its answer, whatever its status, still packed. Redirects within
    /// the vendor's hosts are followed.
    pub(super) async fn send(&self, request: HttpRequest) -> Result<Packed, Last> {
        let request = &request;
        let mut url = self.address(request)?;
        let headers = self.headers(request)?;
        for _ in 0..=REDIRECTS {
            self.limiter.ready().await;
            let mut asking = self.http.get(url.clone()).headers(headers.clone());
            if request.charged {
                asking = asking.timeout(CHARGED);
            }
            let sent = asking.send().await;
            let response = sent.map_err(|e| self.trouble(&e, &url))?;
            if !response.status().is_redirection() || response.status() == 304 {
                return self.receive(response, &url, request.charged).await;
            }
            let target = response.headers().get(LOCATION).and_then(|l| l.to_str().ok());
            let next = target.and_then(|t| url.join(t).ok()).ok_or_else(|| {
                let reason = "it redirects to nowhere".to_owned();
                Last::Answer(Problem::Passing { reason })
            })?;
            self.is_own(&next, &request.origin)?;
            url = next;
        }
        let reason = format!("it redirects more than {REDIRECTS} times");
        Err(Last::Answer(Problem::Passing { reason }))
    }

    /// The address with the keys that belong into it.
    fn address(&self, request: &HttpRequest) -> Result<Url, Last> {
        let mut shown = request.clone();
        if let Some(base) = &self.base {
            shown.origin.clone_from(&base.origin);
        }
        let mut url = Url::parse(&shown.to_string())
            .map_err(|e| fatal(FetchError::Setup { reason: format!("no address: {e}") }))?;
        self.is_own(&url, &request.origin)?;
        for slot in &request.secrets {
            if let Place::Query { name } = slot.place {
                url.query_pairs_mut().append_pair(name, self.secret(slot.key)?);
            }
        }
        Ok(url)
    }

    fn headers(&self, request: &HttpRequest) -> Result<HeaderMap, Last> {
        let mut headers = HeaderMap::new();
        let unusable = |name: &str| {
            fatal(FetchError::Setup { reason: format!("the header {name} cannot be sent") })
        };
        let mut add = |name: &'static str, text: &str, secret: bool| {
            let mut value = HeaderValue::from_str(text).map_err(|_| unusable(name))?;
            value.set_sensitive(secret);
            let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| unusable(name))?;
            headers.insert(header, value);
            Ok(())
        };
        for (name, value) in &request.headers {
            add(name, value, false)?;
        }
        for slot in &request.secrets {
            match slot.place {
                Place::Header { name, prefix } => {
                    add(name, &format!("{prefix}{}", self.secret(slot.key)?), true)?;
                }
                Place::BasicUser => {
                    let user = encoded_user(self.secret(slot.key)?);
                    add("authorization", &format!("Basic {user}"), true)?;
                }
                Place::Query { .. } => {}
            }
        }
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
        Ok(headers)
    }

    fn secret(&self, key: &str) -> Result<&str, Last> {
        let found = self.secrets.iter().find(|s| s.name == key);
        found.map(|s| s.value.as_str()).ok_or_else(|| {
            fatal(FetchError::Setup { reason: format!("the source has no key named {key}") })
        })
    }

    /// Refuses an address that is not the vendor's. A source without hosts of its own, such as a feed
    /// that the user names, has that of its request.
    fn is_own(&self, url: &Url, origin: &str) -> Result<(), Last> {
        let own = match &self.base {
            Some(base) => url.origin().ascii_serialization() == base.origin,
            None if self.access.hosts.is_empty() => {
                url.scheme() == "https" && url.origin().ascii_serialization() == origin
            }
            None => {
                url.scheme() == "https"
                    && url.port().is_none()
                    && url.host_str().is_some_and(|h| self.access.hosts.contains(&h))
            }
        };
        if own {
            return Ok(());
        }
        let host = match (url.host_str(), url.port()) {
            (Some(host), Some(port)) => format!("{}://{host}:{port}", url.scheme()),
            (Some(host), None) => format!("{}://{host}", url.scheme()),
            (None, _) => format!("a {} address", url.scheme()),
        };
        Err(fatal(FetchError::Elsewhere { vendor: self.access.id, host }))
    }

    /// Takes in the body up to the bound.
    async fn receive(
        &self,
        mut response: reqwest::Response,
        url: &Url,
        charged: bool,
    ) -> Result<Packed, Last> {
        let status = response.status().as_u16();
        let text = |v: &HeaderValue| v.to_str().ok().map(str::to_owned);
        let headers = response.headers().iter();
        let headers =
            headers.filter_map(|(n, v)| Some((n.as_str().to_owned(), text(v)?))).collect();
        let mut body = Vec::new();
        loop {
            let piece = match response.chunk().await {
                Ok(Some(piece)) => piece,
                Ok(None) => break,
                Err(error) if charged && status < 300 && !body.is_empty() => {
                    return Err(Last::bought(error.is_timeout()));
                }
                Err(error) => return Err(self.trouble(&error, url)),
            };
            if body.len() + piece.len() > MOST {
                return Err(self.too_large());
            }
            body.extend_from_slice(&piece);
        }
        Ok(Packed { status, headers, body, received: Utc::now() })
    }

    /// Unpacks an answer up to the bound, and removes keys that the vendor repeated in it.
    ///
    /// Apart from taking it in, because this takes a while and the next request waits for nobody.
    pub(super) fn unpack(&self, packed: Packed) -> Result<Answer, Last> {
        let Packed { status, headers, body, received } = packed;
        let headers: BTreeMap<String, String> =
            headers.into_iter().map(|(n, v)| (n, self.without_keys(&v))).collect();
        let malformed = |reason: String| Last::Answer(Problem::Malformed { reason });
        let encoding = headers.get("content-encoding").map_or("identity", |e| e.trim());
        let body = match encoding {
            "identity" | "" => body,
            "gzip" | "x-gzip" => {
                let mut unpacked = Vec::new();
                let done = flate2::read::MultiGzDecoder::new(body.as_slice())
                    .take(MOST as u64 + 1)
                    .read_to_end(&mut unpacked);
                if unpacked.len() > MOST {
                    return Err(self.too_large());
                }
                done.map_err(|e| malformed(format!("the answer cannot be unpacked: {e}")))?;
                unpacked
            }
            other => {
                let reason = format!("the answer is packed as {other:.20}, which was not offered");
                return Err(malformed(reason));
            }
        };
        Ok(Answer { status, headers, body: self.scrubbed(body), received })
    }

    fn too_large(&self) -> Last {
        fatal(FetchError::TooLarge { vendor: self.access.id, limit: MOST_MIB })
    }

    /// A body without the keys that a vendor repeats in it, such as in the address of a next page.
    fn scrubbed(&self, mut body: Vec<u8>) -> Vec<u8> {
        for secret in self.secrets.iter().filter(|s| s.value.len() >= SHORTEST_SECRET) {
            let key = secret.value.as_bytes();
            let mut at = 0;
            while let Some(found) = find(&body[at..], key) {
                body.splice(at + found..at + found + key.len(), *b"***");
                at += found + 3;
            }
        }
        body
    }

    fn without_keys(&self, text: &str) -> String {
        String::from_utf8_lossy(&self.scrubbed(text.as_bytes().to_vec())).into_owned()
    }

    /// What became of a request that got no complete answer. The library's own text is not used,
    /// because it holds the address.
    fn trouble(&self, error: &reqwest::Error, url: &Url) -> Last {
        let reason = self.without_keys(&innermost(error));
        let host = url.host_str().unwrap_or("the vendor").to_owned();
        if error.is_timeout() && !error.is_connect() {
            return Last::Broken { reason: "the answer took too long".into() };
        }
        if error.is_connect() {
            let reason = if error.is_timeout() { "no answer in time".to_owned() } else { reason };
            return Last::Unreachable { host, reason };
        }
        Last::Broken { reason: format!("the connection broke off ({reason})") }
    }
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    let first = *what.first()?;
    let mut at = 0;
    while let Some(next) = text[at..].iter().position(|byte| *byte == first) {
        at += next;
        if text[at..].starts_with(what) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// A key as the user of basic authentication.
fn encoded_user(key: &str) -> String {
    base64::engine::general_purpose::STANDARD.encode(format!("{key}:"))
}

fn fatal(error: FetchError) -> Last {
    Last::Fatal(Box::new(error))
}

/// The first cause of an error: the one in plain words, without the address.
fn innermost(error: &reqwest::Error) -> String {
    let mut cause: Option<&dyn std::error::Error> = error.source();
    let mut text = String::from("no reason given");
    while let Some(inner) = cause {
        text = inner.to_string();
        cause = inner.source();
    }
    text
}
