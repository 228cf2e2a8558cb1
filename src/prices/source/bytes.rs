//! The bytes of a file, those of a large one in parts side by side.

use std::fs::File;
use std::io::{Error, Read, Seek, SeekFrom};
use std::path::Path;

use rayon::prelude::*;

use crate::prices::PriceError;

/// Bytes that are read in one go.
const PART: usize = 1 << 23;

pub(super) fn read(path: &Path) -> Result<Vec<u8>, PriceError> {
    read_in_parts(path, PART)
        .map_err(|e| PriceError::Unreadable { path: path.to_owned(), reason: e.to_string() })
}

fn read_in_parts(path: &Path, size: usize) -> Result<Vec<u8>, Error> {
    let all = std::fs::metadata(path)?.len();
    let all = usize::try_from(all).map_err(Error::other)?;
    // A pipe says that it has no length.
    if all <= size {
        return std::fs::read(path);
    }
    let mut bytes = vec![0; all];
    let part = |(k, part): (usize, &mut [u8])| {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start((k * size) as u64))?;
        file.read_exact(part)
    };
    bytes.par_chunks_mut(size).enumerate().try_for_each(part)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_the_file() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let bytes: Vec<u8> = (0..1_000_u32).flat_map(u32::to_le_bytes).collect();
        std::fs::write(file.path(), &bytes).unwrap();
        for size in [1, 7, 1_000, 3_999, 4_000, 9_000] {
            assert_eq!(read_in_parts(file.path(), size).unwrap(), bytes, "{size}");
        }
        assert!(matches!(read("no/such.parquet".as_ref()), Err(PriceError::Unreadable { .. })));
    }
}
