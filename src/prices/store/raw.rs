//! Answers as they came, without keys.

use std::io::{Read as _, Write as _};
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};

use super::series::safe;
use super::{Store, StoreError, atomic};
use crate::prices::source::sha256;
use crate::prices::vendor::{Answer, HttpRequest};

/// Characters of a digest in a file name: two answers do not share so many by chance.
pub(super) const SHORT: usize = 24;

/// The first line of a stored answer; the body follows.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    address: String,
    status: u16,
    fetched: DateTime<Utc>,
    content_type: Option<String>,
    sha256: String,
    program: String,
}

impl Store {
    fn raw_path(&self, vendor: &str, name: &str) -> Result<PathBuf, StoreError> {
        safe("source", vendor)?;
        Ok(self.root.join("raw").join(format!("vendor={vendor}")).join(name))
    }

    /// Keeps an answer; returns its name.
    ///
    /// # Errors
    /// [`StoreError::Write`].
    pub fn keep_answer(
        &self,
        vendor: &str,
        request: &HttpRequest,
        answer: &Answer,
    ) -> Result<String, StoreError> {
        let address = request.without_keys().to_string();
        let sha256_of_body = sha256(&answer.body);
        let name =
            format!("{}-{}.gz", &sha256(address.as_bytes())[..SHORT], &sha256_of_body[..SHORT]);
        let path = self.raw_path(vendor, &name)?;
        if path.exists() {
            return Ok(name);
        }
        let head = Head {
            address,
            status: answer.status,
            fetched: answer.received,
            content_type: answer.headers.get("content-type").cloned(),
            sha256: sha256_of_body,
            program: concat!("eventstudy ", env!("CARGO_PKG_VERSION")).into(),
        };
        let failed = |reason: String| StoreError::write(&path, reason);
        let mut bytes = serde_json::to_vec(&head).map_err(|e| failed(e.to_string()))?;
        bytes.push(b'\n');
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed
            .write_all(&bytes)
            .and_then(|()| packed.write_all(&answer.body))
            .map_err(|e| failed(e.to_string()))?;
        let packed = packed.finish().map_err(|e| failed(e.to_string()))?;
        atomic::write(&path, &packed)?;
        Ok(name)
    }

    /// Checks that a stored answer is whole.
    pub(super) fn check_answer(&self, vendor: &str, name: &str) -> Result<(), StoreError> {
        let path = self.raw_path(vendor, name)?;
        let damaged = |reason: &str| StoreError::damaged(&path, reason);
        let packed = atomic::read(&path)?.ok_or_else(|| damaged("is missing"))?;
        let mut bytes = Vec::new();
        GzDecoder::new(packed.as_slice())
            .read_to_end(&mut bytes)
            .map_err(|_| damaged("cannot be unpacked"))?;
        let end = bytes.iter().position(|b| *b == b'\n').ok_or_else(|| damaged("has no head"))?;
        let head: Head =
            serde_json::from_slice(&bytes[..end]).map_err(|_| damaged("has no head"))?;
        if sha256(&bytes[end + 1..]) != head.sha256 {
            return Err(damaged("is not what was fetched: its digest differs"));
        }
        Ok(())
    }
}
