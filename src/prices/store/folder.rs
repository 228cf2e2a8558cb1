//! The folder of the store.

use std::path::{Path, PathBuf};

use super::StoreError;

/// A folder with fetched data.
#[derive(Clone, Debug)]
pub struct Store {
    pub(super) root: PathBuf,
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

    /// The folder of the store.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where the pace of requests to a vendor is kept.
    pub fn pace_file(&self, vendor: &str) -> PathBuf {
        self.root.join("pace").join(vendor)
    }
}
