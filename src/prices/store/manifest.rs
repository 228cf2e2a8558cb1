//! What a series holds: the one file of it that is ever replaced.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Series, Store, StoreError, atomic};
use crate::calendar::TradingDay;

/// Bars of a running session are asked for again after a minute, those of one that is over but not
/// final after a quarter of an hour.
const RUNNING: TimeDelta = TimeDelta::seconds(60);
const SETTLING: TimeDelta = TimeDelta::minutes(15);
/// A final session without a bar may be a hole at the vendor: it is asked for again after a day.
const EMPTY: TimeDelta = TimeDelta::hours(24);

const VERSION: u32 = 1;

/// The sessions and files of a series.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq)]
pub struct Manifest {
    /// The layout of this file.
    version: u32,
    /// The series in words.
    pub series: String,
    /// Whether dividends and splits are recorded beside the prices.
    pub actions: bool,
    /// The data files, by session or year.
    pub parts: BTreeMap<String, Part>,
    /// The fetches that brought the bars.
    pub fetches: Vec<Fetched>,
    /// The sessions, each with its fetch.
    pub sessions: BTreeMap<NaiveDate, Session>,
}

/// A data file.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq)]
pub struct Part {
    /// The name of the file.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// The number of bars.
    pub rows: usize,
}

/// A fetch.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq)]
pub struct Fetched {
    /// When, UTC.
    pub at: DateTime<Utc>,
    /// The answers, by their names under `raw`.
    pub raw: Vec<String>,
}

/// A session.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq)]
pub struct Session {
    /// The number of bars.
    pub rows: usize,
    /// Whether they can no longer change.
    #[serde(rename = "final")]
    pub is_final: bool,
    /// The fetch they are from, by its place in the list.
    pub fetch: usize,
}

/// Whether a session is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Have {
    /// Stored, and good for now.
    Good,
    /// Stored, and possibly changed since.
    Expired,
    /// Not stored.
    Missing,
}

impl Manifest {
    pub(super) fn new(series: &Series, actions: bool) -> Self {
        Self {
            version: VERSION,
            series: series.to_string(),
            actions,
            parts: BTreeMap::new(),
            fetches: Vec::new(),
            sessions: BTreeMap::new(),
        }
    }

    /// Whether a session is there at an instant.
    pub fn have(&self, day: &TradingDay, now: DateTime<Utc>) -> Have {
        let Some(session) = self.sessions.get(&day.date) else { return Have::Missing };
        let Some(fetch) = self.fetches.get(session.fetch) else { return Have::Missing };
        let lasts = match session {
            Session { is_final: true, rows: 0, .. } => EMPTY,
            Session { is_final: true, .. } => return Have::Good,
            _ if fetch.at < day.post_end => RUNNING,
            _ => SETTLING,
        };
        if now < fetch.at + lasts { Have::Good } else { Have::Expired }
    }

    /// When the youngest of its bars was fetched.
    pub fn vintage(&self) -> Option<DateTime<Utc>> {
        self.sessions.values().filter_map(|s| Some(self.fetches.get(s.fetch)?.at)).max()
    }

    /// First and last session with bars.
    pub fn span(&self) -> Option<(NaiveDate, NaiveDate)> {
        let mut dates = self.sessions.iter().filter(|(_, s)| s.rows > 0).map(|(d, _)| *d);
        let first = dates.next()?;
        Some((first, dates.next_back().unwrap_or(first)))
    }

    /// Bars in all sessions.
    pub fn rows(&self) -> usize {
        self.parts.values().map(|p| p.rows).sum()
    }
}

impl Store {
    pub(super) fn manifest_path(&self, series: &Series) -> Result<PathBuf, StoreError> {
        Ok(self.root.join(series.folder()?).join("manifest.json"))
    }

    /// The manifest of a series; `None` where nothing is stored.
    ///
    /// # Errors
    /// [`StoreError::Read`] and [`StoreError::Damaged`].
    pub fn manifest(&self, series: &Series) -> Result<Option<Manifest>, StoreError> {
        let path = self.manifest_path(series)?;
        let Some(bytes) = atomic::read(&path)? else { return Ok(None) };
        let damaged = |reason: String| StoreError::damaged(&path, reason);
        let manifest: Manifest =
            serde_json::from_slice(&bytes).map_err(|e| damaged(format!("is no manifest: {e}")))?;
        if manifest.version != VERSION {
            return Err(damaged(format!("has the layout {} of another version", manifest.version)));
        }
        // Names in it become paths.
        for part in manifest.parts.values() {
            super::series::safe("data file", part.file.trim_end_matches(".parquet"))
                .map_err(|_| damaged("names a file that is no data file".into()))?;
        }
        Ok(Some(manifest))
    }

    pub(super) fn write_manifest(
        &self,
        series: &Series,
        manifest: &Manifest,
    ) -> Result<(), StoreError> {
        let path = self.manifest_path(series)?;
        let mut bytes =
            serde_json::to_vec_pretty(manifest).map_err(|e| StoreError::write(&path, e))?;
        bytes.push(b'\n');
        atomic::write(&path, &bytes)?;
        path.parent().map_or(Ok(()), atomic::sync_folder)
    }
}
