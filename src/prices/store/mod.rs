//! Bars that were fetched, kept with where they came from.
//!
//! ```text
//! raw/vendor=alpaca/<request>-<body>.gz                  every answer as it came, without keys
//! bars/vendor=alpaca/feed=sip/adjustment=raw/interval=1m/symbol=META/
//!     manifest.json                                      sessions, when they were fetched, digests
//!     2025-12-10.<digest>.parquet                        a session, or a year of daily bars
//! locks/alpaca.lock    pace/alpaca                       one process asks a vendor at a time
//! ```
//!
//! A file is written beside its place, synced and renamed; it never changes afterwards. The manifest
//! is the only file that is replaced, and it is replaced last: whatever happens in between, it names
//! complete files. A session that can no longer change is kept for good. Prices that a vendor
//! adjusted are restated with every dividend, so that each day on which they are fetched is a vintage
//! of its own, `adjustment=all@2026-11-27`, and two vintages are never joined.

mod atomic;
mod commit;
mod compare;
mod error;
mod export;
mod lock;
mod manifest;
mod prune;
mod raw;
mod read;
mod series;
mod table;
mod verify;

use std::path::{Path, PathBuf};

pub use atomic::write as write_file;
pub use commit::{Commit, Written};
pub use compare::{Comparison, compare};
pub use error::StoreError;
pub use lock::Lock;
pub use manifest::{Fetched, Have, Manifest, Part, Session};
pub use prune::Pruned;
pub use read::Selection;
pub use series::Series;
pub use verify::Verified;

/// A folder with fetched data.
#[derive(Clone, Debug)]
pub struct Store {
    root: PathBuf,
}

impl Store {
    /// The store of a folder: the one given, else that of `EVENTSTUDY_HOME`, else `eventstudy` in the
    /// platform's folder for data. Nothing is created.
    ///
    /// # Errors
    /// [`StoreError::NoFolder`] where the platform has no such folder.
    pub fn at(given: Option<&Path>) -> Result<Self, StoreError> {
        use etcetera::BaseStrategy as _;
        if let Some(root) = given {
            return Ok(Self { root: root.to_owned() });
        }
        if let Some(root) = std::env::var_os("EVENTSTUDY_HOME").filter(|r| !r.is_empty()) {
            return Ok(Self { root: root.into() });
        }
        let base = etcetera::choose_base_strategy().map_err(|_| StoreError::NoFolder)?;
        Ok(Self { root: base.data_dir().join("eventstudy") })
    }

    /// Its folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where the pace of requests to a vendor is kept.
    pub fn pace_file(&self, vendor: &str) -> PathBuf {
        self.root.join("pace").join(vendor)
    }
}
