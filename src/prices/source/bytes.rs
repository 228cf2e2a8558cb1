//! The bytes of a file, those of a large one in parts side by side.

#[cfg(unix)]
use std::fs::File;
use std::io::Error;
#[cfg(unix)]
use std::io::Read;
use std::path::Path;

#[cfg(unix)]
use rayon::prelude::*;

use crate::prices::PriceError;

/// Bytes that are read in one go.
const PART: usize = 1 << 23;

/// The bytes of a file, unpacked if it is compressed.
pub fn read(path: &Path) -> Result<Vec<u8>, PriceError> {
    read_in_parts(path, PART).map_err(|e| PriceError::unreadable(path, e))
}

/// The bytes of a file of this size, in parts read at the same time.
#[cfg(unix)]
pub fn read_in_parts(path: &Path, size: usize) -> Result<Vec<u8>, Error> {
    use std::os::unix::fs::FileExt;

    // One handle, so that a file put in its place meanwhile is not read in part.
    let mut file = File::open(path)?;
    let all = usize::try_from(file.metadata()?.len()).map_err(Error::other)?;
    // A pipe says that it has no length.
    if all <= size {
        let mut bytes = Vec::with_capacity(all);
        file.read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    let mut bytes = vec![0; all];
    let part = |(k, part): (usize, &mut [u8])| file.read_exact_at(part, (k * size) as u64);
    bytes.par_chunks_mut(size).enumerate().try_for_each(part)?;
    Ok(bytes)
}

#[cfg(not(unix))]
pub fn read_in_parts(path: &Path, _: usize) -> Result<Vec<u8>, Error> {
    std::fs::read(path)
}
