//! Files that are there in full or not at all.

use std::io::Write as _;
use std::path::Path;

use super::StoreError;

/// How unfinished files begin.
pub(super) const UNFINISHED: &str = ".unfinished-";

/// Writes a file beside its place, syncs it and moves it there: a reader sees the old file or the
/// new one, never a part.
///
/// # Errors
/// [`StoreError::Write`]; the old file is untouched then.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let failed = |e: std::io::Error| StoreError::write(path, e);
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut file =
        tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(path).map_err(|e| failed(e.error))?;
    Ok(())
}

/// Makes sure that the names in a folder survive a power cut.
pub(super) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    std::fs::File::open(folder)
        .and_then(|f| f.sync_all())
        .map_err(|e| StoreError::write(folder, e))?;
    // Elsewhere a folder cannot be synced; the rename is as safe as the file system makes it.
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// Reads a file; `None` where there is none.
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(StoreError::read(path, e)),
    }
}

/// What is in a folder, sorted; nothing where there is no folder.
pub(super) fn listing(folder: &Path) -> Result<Vec<std::path::PathBuf>, StoreError> {
    let failed = |e: std::io::Error| StoreError::read(folder, e);
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(failed(e)),
    };
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(entry.map_err(failed)?.path());
    }
    paths.sort();
    Ok(paths)
}
