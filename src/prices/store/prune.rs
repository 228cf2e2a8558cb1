//! Removing what is no longer wanted.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::{Store, StoreError, atomic};

/// What was removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Files.
    pub files: usize,
    /// Their size in bytes.
    pub bytes: u64,
    /// Series that were removed as a whole.
    pub series: Vec<String>,
}

impl Store {
    /// Removes what interrupted fetches left over, vintages of adjusted prices to which there is a
    /// younger one, and with `damaged` the series that `verify` finds damaged and the answers too;
    /// with `before`, answers that were fetched before that instant (their bars stay).
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn prune(
        &self,
        damaged: bool,
        before: Option<DateTime<Utc>>,
    ) -> Result<Pruned, StoreError> {
        let mut pruned = Pruned::default();
        let verified = self.verify()?;
        for path in &verified.left_over {
            remove(path, &mut pruned)?;
        }
        let all = self.series()?;
        let superseded = all.iter().filter(|s| {
            s.as_of.is_some()
                && all.iter().any(|other| {
                    other.as_of > s.as_of
                        && super::Series { as_of: s.as_of, ..other.clone() } == **s
                })
        });
        let broken = verified.damaged_series.iter().filter(|_| damaged);
        for series in superseded.chain(broken) {
            let _lock = self.lock(&series.vendor, &|| ())?;
            let folder = self.root.join(series.folder()?);
            // The manifest goes first: without it the rest is left over.
            remove(&folder.join("manifest.json"), &mut pruned)?;
            for path in atomic::listing(&folder)? {
                remove(&path, &mut pruned)?;
            }
            let _ = std::fs::remove_dir(&folder);
            pruned.series.push(series.to_string());
        }
        if damaged {
            for error in &verified.damaged {
                if let StoreError::Damaged { path, .. } = error
                    && path.extension().is_some_and(|e| e == "gz")
                {
                    remove(path, &mut pruned)?;
                }
            }
        }
        if let Some(before) = before {
            self.prune_answers(before, &mut pruned)?;
        }
        Ok(pruned)
    }

    /// Answers take most of the room. The manifests forget those that go.
    fn prune_answers(&self, before: DateTime<Utc>, pruned: &mut Pruned) -> Result<(), StoreError> {
        for series in self.series()? {
            let _lock = self.lock(&series.vendor, &|| ())?;
            let Some(mut manifest) = self.manifest(&series)? else { continue };
            let mut gone: Vec<PathBuf> = Vec::new();
            let folder = self.root.join("raw").join(format!("vendor={}", series.vendor));
            for fetch in manifest.fetches.iter_mut().filter(|f| f.at < before) {
                gone.extend(fetch.raw.drain(..).map(|name| folder.join(name)));
            }
            if gone.is_empty() {
                continue;
            }
            self.write_manifest(&series, &manifest)?;
            let still: Vec<PathBuf> = self.named_answers(&series.vendor)?;
            for path in gone.iter().filter(|p| !still.contains(p)) {
                remove(path, pruned)?;
            }
        }
        Ok(())
    }

    fn named_answers(&self, vendor: &str) -> Result<Vec<PathBuf>, StoreError> {
        let folder = self.root.join("raw").join(format!("vendor={vendor}"));
        let mut names = Vec::new();
        for series in self.series()?.into_iter().filter(|s| s.vendor == vendor) {
            if let Some(manifest) = self.manifest(&series)? {
                names.extend(manifest.fetches.into_iter().flat_map(|f| f.raw));
            }
        }
        Ok(names.into_iter().map(|n| folder.join(n)).collect())
    }
}

fn remove(path: &Path, pruned: &mut Pruned) -> Result<(), StoreError> {
    let size = match std::fs::metadata(path) {
        Ok(metadata) => metadata.len(),
        Err(_) => return Ok(()),
    };
    std::fs::remove_file(path)
        .map_err(|e| StoreError::Write { path: path.to_owned(), reason: e.to_string() })?;
    pruned.files += 1;
    pruned.bytes += size;
    Ok(())
}
