//! One process writes what is of a vendor at a time.

use std::fs::{File, TryLockError};
use std::path::PathBuf;

use super::series::safe;
use super::{Store, StoreError};

/// The right to ask a vendor and to write what it sends; it ends with the process, however that ends.
#[derive(Debug)]
pub struct Lock {
    /// Released when it is dropped.
    _file: File,
}

impl Store {
    /// Waits until no other process asks this vendor. `waiting` is called once if there is one.
    ///
    /// # Errors
    /// [`StoreError::Write`] where the folder cannot be written or locked.
    pub fn lock(&self, vendor: &str, waiting: &dyn Fn()) -> Result<Lock, StoreError> {
        let (file, path) = self.lock_file(vendor)?;
        let failed =
            |e: std::io::Error| StoreError::write(&path, format!("it cannot be locked: {e}"));
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                waiting();
                file.lock().map_err(failed)?;
            }
            Err(TryLockError::Error(e)) => return Err(failed(e)),
        }
        Ok(Lock { _file: file })
    }

    fn lock_file(&self, vendor: &str) -> Result<(File, PathBuf), StoreError> {
        safe("source", vendor)?;
        let path = self.root.join("locks").join(format!("{vendor}.lock"));
        let failed = |e: std::io::Error| StoreError::write(&path, e);
        for folder in ["locks", "pace"] {
            std::fs::create_dir_all(self.root.join(folder)).map_err(failed)?;
        }
        let file = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(failed)?;
        Ok((file, path))
    }

    /// Vendors of which anything is stored.
    pub(super) fn vendors(&self) -> Result<Vec<String>, StoreError> {
        let mut found = Vec::new();
        for room in ["raw", "bars"] {
            for path in super::atomic::listing(&self.root.join(room))? {
                let name = path.file_name().and_then(|n| n.to_str());
                if let Some(vendor) = name.and_then(|n| n.strip_prefix("vendor="))
                    && safe("source", vendor).is_ok()
                {
                    found.push(vendor.to_owned());
                }
            }
        }
        found.sort();
        found.dedup();
        Ok(found)
    }
}
