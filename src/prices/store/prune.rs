//! Removing what is no longer wanted.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::{Series, Store, StoreError, atomic};

/// What was removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pruned {
    /// Files.
    pub files: usize,
    /// The size of the removed files in bytes.
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
        for vendor in self.vendors()? {
            // Held throughout: what is left over now may be named by the next fetch.
            let _lock = self.lock(&vendor, &|| ())?;
            self.prune_vendor(&vendor, damaged, &mut pruned)?;
            if let Some(before) = before {
                self.prune_answers(&vendor, before, &mut pruned)?;
            }
        }
        Ok(pruned)
    }

    fn prune_vendor(
        &self,
        vendor: &str,
        damaged: bool,
        pruned: &mut Pruned,
    ) -> Result<(), StoreError> {
        let mut found = super::Verified::default();
        self.verify_vendor(vendor, &mut found)?;
        for path in &found.left_over {
            remove(path, pruned)?;
        }
        let all: Vec<Series> = self.series()?.into_iter().filter(|s| s.vendor == vendor).collect();
        let younger = |s: &&Series| {
            let same = |o: &Series| Series { as_of: s.as_of, ..o.clone() } == **s;
            s.as_of.is_some() && all.iter().any(|o| o.as_of > s.as_of && same(o))
        };
        let broken = found.damaged_series.iter().filter(|_| damaged);
        for series in all.iter().filter(younger).chain(broken) {
            let folder = self.root.join(series.folder()?);
            // The manifest goes first: without it the rest is left over.
            remove(&folder.join("manifest.json"), pruned)?;
            for path in atomic::listing(&folder)? {
                remove(&path, pruned)?;
            }
            let _ = std::fs::remove_dir(&folder);
            pruned.series.push(series.to_string());
        }
        for error in found.damaged.iter().filter(|_| damaged) {
            if let StoreError::Damaged { path, .. } = error
                && path.extension().is_some_and(|e| e == "gz")
            {
                remove(path, pruned)?;
            }
        }
        Ok(())
    }

    /// Answers take most of the room. The manifests forget those that go.
    fn prune_answers(
        &self,
        vendor: &str,
        before: DateTime<Utc>,
        pruned: &mut Pruned,
    ) -> Result<(), StoreError> {
        let folder = self.root.join("raw").join(format!("vendor={vendor}"));
        let mut gone: Vec<PathBuf> = Vec::new();
        for series in self.series()?.into_iter().filter(|s| s.vendor == vendor) {
            let Some(mut manifest) = self.manifest(&series)? else { continue };
            let already = gone.len();
            for fetch in manifest.fetches.iter_mut().filter(|f| f.at < before) {
                gone.extend(fetch.raw.drain(..).map(|name| folder.join(name)));
            }
            if gone.len() > already {
                self.write_manifest(&series, &manifest)?;
            }
        }
        let still = self.named_answers(vendor)?;
        gone.iter().filter(|p| !still.contains(p)).try_for_each(|path| remove(path, pruned))
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
    std::fs::remove_file(path).map_err(|e| StoreError::write(path, e))?;
    pruned.files += 1;
    pruned.bytes += size;
    Ok(())
}
