//! The bytes of an event file.

use std::fmt::Write as _;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::event::EventError;

/// A compressed file may unpack to at most this much, so that a crafted one cannot fill the memory.
const LARGEST_UNPACKED: u64 = 2 << 30;

pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, EventError> {
    let found = std::fs::metadata(path).map_err(|e| unreadable(path, e.to_string()))?;
    if !found.is_file() {
        return Err(unreadable(path, "it is not a file"));
    }
    std::fs::read(path).map_err(|e| unreadable(path, e.to_string()))
}

pub(super) fn is_parquet(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("parquet"))
}

/// The bytes themselves, or what is in them if they are gzip.
pub(super) fn unpacked(path: &Path, bytes: Vec<u8>) -> Result<Vec<u8>, EventError> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut plain = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes.as_slice())
        .take(LARGEST_UNPACKED + 1)
        .read_to_end(&mut plain)
        .map_err(|e| unreadable(path, format!("it does not unpack ({e})")))?;
    if plain.len() as u64 > LARGEST_UNPACKED {
        let limit = LARGEST_UNPACKED >> 30;
        return Err(unreadable(path, format!("it unpacks to more than {limit} GB")));
    }
    Ok(plain)
}

pub(super) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

pub(super) fn hexadecimal(digest: &[u8]) -> String {
    digest.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

pub(super) fn unreadable(path: &Path, reason: impl Into<String>) -> EventError {
    EventError::UnreadableFile { path: path.to_owned(), reason: reason.into() }
}
