//! Files that appear whole or not at all.

use std::io::Write;
use std::path::Path;

use super::ReportError;

/// Writes a file, in parts that follow one another, under a temporary name in its folder and renames
/// it.
pub fn write(path: &Path, parts: &[impl AsRef<[u8]>]) -> Result<(), ReportError> {
    let failed = |e: std::io::Error| ReportError::Unwritable {
        path: path.to_owned(),
        reason: e.to_string(),
    };
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut file =
        tempfile::Builder::new().prefix(".eventstudy-").tempfile_in(folder).map_err(failed)?;
    parts.iter().try_for_each(|part| file.write_all(part.as_ref())).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    readable_by_all(file.path()).map_err(failed)?;
    file.persist(path).map_err(|e| failed(e.error))?;
    Ok(())
}

/// Temporary files are private; a report is meant to be passed on.
#[cfg(unix)]
fn readable_by_all(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all(_: &Path) -> std::io::Result<()> {
    Ok(())
}
