//! A zip archive with one file in it, as a factor library serves it.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

/// A file of the library is some megabytes; what unpacks to more is no such file.
const LARGEST: usize = 64 << 20;

/// Unpacks the only file of an archive.
///
/// # Errors
/// What is wrong with the archive, in words: it breaks off, has several files, unpacks to more than
/// 64 MiB, or its check sum is another one.
pub fn only_file(bytes: &[u8]) -> Result<Vec<u8>, String> {
    only_file_within(bytes, LARGEST)
}

/// The one file of an archive, if it is no larger than that.
pub fn only_file_within(bytes: &[u8], largest: usize) -> Result<Vec<u8>, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|e| format!("the zip archive cannot be read: {e}"))?;
    if archive.len() != 1 {
        return Err(format!("the zip archive has {} files instead of one", archive.len()));
    }
    let file = archive.by_index(0).map_err(|e| format!("its file cannot be read: {e}"))?;
    let size = file.size();
    let mut content = Vec::new();
    // At the end of the file its check sum is compared.
    file.take(largest as u64 + 1)
        .read_to_end(&mut content)
        .map_err(|e| format!("it cannot be unpacked: {e}"))?;
    if content.len() > largest {
        return Err(format!("it unpacks to more than {} KiB", largest >> 10));
    }
    if content.len() as u64 != size {
        return Err("its length is not the one in the zip archive".into());
    }
    Ok(content)
}
