//! How a vendor is reached: hosts, keys, pace.

use std::time::Duration;

/// What the fetcher must know about a vendor.
#[derive(Clone, Copy, Debug)]
pub struct Access {
    /// The name of the source, in the store and in the names of settings: lower-case letters and
    /// digits.
    pub id: &'static str,
    /// The name for people.
    pub name: &'static str,
    /// Hosts that may be asked and redirected to; empty for that of each request alone.
    pub hosts: &'static [&'static str],
    /// The keys that are needed; empty where none is.
    pub keys: &'static [Key],
    /// At most one request in this time.
    pub pace: Duration,
    /// Requests at the same time, at most.
    pub concurrency: usize,
    /// `User-Agent`, where the vendor wants a certain one.
    pub user_agent: Option<&'static str>,
    /// Where a key is to be had, or that none is needed.
    pub sign_up: &'static str,
    /// What the vendor's terms say about the data, in a line.
    pub terms: &'static str,
}

/// A key by its name in the configuration file and in the environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// The name in the vendor's section of the configuration file.
    pub name: &'static str,
    /// The names of the environment variable, in order of preference.
    pub environment: &'static [&'static str],
}
