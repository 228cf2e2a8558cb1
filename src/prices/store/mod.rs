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
mod folder;
mod lock;
mod manifest;
mod prune;
mod raw;
mod read;
mod series;
mod table;
mod verify;

pub use atomic::write as write_file;
pub(crate) use commit::Commit;
#[cfg(feature = "fetch")]
pub use commit::Fewer;
pub use compare::{Comparison, compare};
pub use error::StoreError;
pub use folder::Store;
#[cfg(feature = "fetch")]
pub(crate) use lock::Lock;
pub use manifest::Manifest;
#[cfg(feature = "fetch")]
pub(crate) use manifest::{Fetched, Have};
pub use prune::Pruned;
pub use read::Selection;
pub use series::Series;
pub use verify::Verified;
