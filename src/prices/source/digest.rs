//! SHA-256 of what was read.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// The digest of bytes in hexadecimal digits.
pub(in crate::prices) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

pub(in crate::prices) fn hexadecimal(digest: &[u8]) -> String {
    digest.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
