//! Keys and addresses, from the environment and from a configuration file that nobody else can read.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::FetchError;
use crate::prices::vendor::Access;

/// The configuration file as a table, and where it is.
pub struct Settings {
    file: PathBuf,
    table: toml::Table,
    environment: fn(&str) -> Option<String>,
}

/// A key. It has no text form: it can only be put into a request.
pub(crate) struct Secret {
    /// The name of the key, as in [`Access::keys`].
    pub(super) name: &'static str,
    pub(super) value: String,
}

/// Where a vendor is reached instead of its own hosts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Base {
    /// Scheme, host and port.
    pub(super) origin: String,
    /// Whether it is plain HTTP to this machine.
    pub(super) plain: bool,
}

impl Settings {
    /// Reads the configuration file, where there is one: `EVENTSTUDY_CONFIG`, else
    /// `eventstudy/config.toml` in the platform's folder for configuration.
    ///
    /// # Errors
    /// [`FetchError::BadSetting`] for a file that others can read, or that is no TOML.
    pub fn load() -> Result<Self, FetchError> {
        let environment = |name: &str| std::env::var(name).ok().filter(|v| !v.trim().is_empty());
        let file = match environment("EVENTSTUDY_CONFIG") {
            Some(path) => PathBuf::from(path),
            None => default_file(),
        };
        let table = read(&file)?;
        Ok(Self { file, table, environment })
    }

    /// The setting of a vendor: of the environment first, then of the vendor's section in the file.
    fn get(&self, access: &Access, names: &[&str], entry: &str) -> Option<String> {
        let given = names.iter().find_map(|name| (self.environment)(name));
        given.or_else(|| {
            let value = self.table.get(access.id)?.get(entry)?;
            value.as_str().map(str::to_owned).or_else(|| value.as_integer().map(|n| n.to_string()))
        })
    }

    /// The keys that a vendor needs.
    ///
    /// # Errors
    /// [`FetchError::NoKey`], and [`FetchError::BadSetting`] for text that cannot be a key.
    pub(crate) fn keys(&self, access: &Access) -> Result<Vec<Secret>, FetchError> {
        let mut secrets = Vec::new();
        for key in access.keys {
            let variable = key.environment.first().copied().unwrap_or(key.name);
            let value =
                self.get(access, key.environment, key.name).ok_or_else(|| FetchError::NoKey {
                    vendor: access.id,
                    missing: variable,
                    file: self.file.clone(),
                    entry: format!("`{} = \"...\"` under `[{}]`", key.name, access.id),
                    sign_up: access.sign_up,
                })?;
            let value = value.trim().to_owned();
            if !value.bytes().all(|b| b.is_ascii_graphic()) {
                return Err(FetchError::BadSetting {
                    what: format!("the key in {variable}"),
                    reason: "has characters that no key has".into(),
                    hint: "copy the key again, without spaces or line ends in it",
                });
            }
            secrets.push(Secret { name: key.name, value });
        }
        Ok(secrets)
    }

    /// Where the vendor is to be reached instead of its own hosts: `EVENTSTUDY_<ID>_URL` or `url`.
    pub(super) fn base(&self, access: &Access) -> Result<Option<Base>, FetchError> {
        let variable = variable(access, "URL");
        let Some(text) = self.get(access, &[&variable], "url") else { return Ok(None) };
        let refused = |reason: &str| FetchError::BadSetting {
            what: format!("the address in {variable}"),
            reason: reason.to_owned(),
            hint: "write https://HOST, or http://127.0.0.1:PORT for a server on this machine",
        };
        let url = reqwest::Url::parse(&text).map_err(|_| refused("is no address"))?;
        let host = url.host_str().ok_or_else(|| refused("has no host"))?;
        let loopback = matches!(host, "127.0.0.1" | "localhost" | "[::1]");
        if url.scheme() != "https" && !(url.scheme() == "http" && loopback) {
            return Err(refused("is not https"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refused("has a name or a password in it"));
        }
        if url.path() != "/" || url.query().is_some() {
            return Err(refused("has more than a scheme, a host and a port"));
        }
        let plain = url.scheme() == "http";
        Ok(Some(Base { origin: url.origin().ascii_serialization(), plain }))
    }

    /// The least time between requests: the vendor's, unless `EVENTSTUDY_<ID>_PER_MINUTE` or
    /// `per_minute` says what the user's plan allows.
    pub(super) fn pace(&self, access: &Access) -> Result<Duration, FetchError> {
        let variable = variable(access, "PER_MINUTE");
        let Some(text) = self.get(access, &[&variable], "per_minute") else {
            return Ok(access.pace);
        };
        match text.trim().parse::<u32>() {
            Ok(n @ 1..=60_000) => Ok(Duration::from_micros(60_000_000 / u64::from(n))),
            _ => Err(FetchError::BadSetting {
                what: format!("the number of requests in {variable}"),
                reason: format!("is `{text}`"),
                hint: "give the requests a minute that your plan allows, from 1 to 60000",
            }),
        }
    }

    /// How long one answer may take: 30 seconds, unless `EVENTSTUDY_TIMEOUT` says otherwise.
    pub(super) fn timeout(&self) -> Result<Duration, FetchError> {
        let Some(text) = (self.environment)("EVENTSTUDY_TIMEOUT") else {
            return Ok(Duration::from_secs(30));
        };
        match text.trim().parse::<u64>() {
            Ok(seconds @ 1..=600) => Ok(Duration::from_secs(seconds)),
            _ => Err(FetchError::BadSetting {
                what: "EVENTSTUDY_TIMEOUT".into(),
                reason: format!("is `{text}`"),
                hint: "give the seconds that one answer may take, from 1 to 600",
            }),
        }
    }

    /// What the vendor is told about who asks, where it wants that: `EVENTSTUDY_<ID>_USER_AGENT` or
    /// `user_agent`, else the vendor's usual one, else the program's name.
    pub(super) fn user_agent(&self, access: &Access) -> String {
        let variable = variable(access, "USER_AGENT");
        self.get(access, &[&variable], "user_agent").unwrap_or_else(|| {
            let own = concat!("eventstudy/", env!("CARGO_PKG_VERSION"));
            access.user_agent.unwrap_or(own).to_owned()
        })
    }
}

/// `EVENTSTUDY_<ID>_<WHAT>`.
fn variable(access: &Access, what: &str) -> String {
    format!("EVENTSTUDY_{}_{what}", access.id.to_ascii_uppercase().replace('-', "_"))
}

fn default_file() -> PathBuf {
    use etcetera::BaseStrategy as _;
    etcetera::choose_base_strategy()
        .map_or_else(|_| PathBuf::new(), |s| s.config_dir())
        .join("eventstudy")
        .join("config.toml")
}

fn read(file: &Path) -> Result<toml::Table, FetchError> {
    let refused = |reason: String, hint: &'static str| FetchError::BadSetting {
        what: format!("the configuration file {}", file.display()),
        reason,
        hint,
    };
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(toml::Table::new()),
        Err(e) => return Err(refused(format!("cannot be read: {e}"), "check its permissions")),
    };
    if is_open(file) {
        let hint = "it may hold keys: make it yours alone with `chmod 600` and its path";
        return Err(refused("can be read by others".into(), hint));
    }
    // The message of the parser would show the line, and with it perhaps a key.
    toml::from_str(&text).map_err(|e| {
        let line = e.span().map_or(1, |s| text[..s.start.min(text.len())].lines().count().max(1));
        refused(format!("is no TOML near line {line}"), "write `[alpaca]`, then `key = \"...\"`")
    })
}

#[cfg(unix)]
fn is_open(file: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata(file).is_ok_and(|m| m.mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open(_: &Path) -> bool {
    // Elsewhere a file in the user's own folder is the user's alone unless shared on purpose.
    false
}
