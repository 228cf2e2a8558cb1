//! Whether everything is as it was written.

use std::collections::BTreeSet;

use super::manifest::Manifest;
use super::{Series, Store, StoreError, atomic};
use crate::prices::vendor::BarLength;

/// What a check of the whole store found.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Verified {
    /// Series that were checked.
    pub series: usize,
    /// Data files with the right digest.
    pub parts: usize,
    /// Bars in them.
    pub bars: usize,
    /// Answers with the right digest.
    pub answers: usize,
    /// Files that nothing names: left over from an interrupted fetch, and harmless.
    pub left_over: Vec<std::path::PathBuf>,
    /// What is wrong.
    pub damaged: Vec<StoreError>,
    /// The series with something wrong.
    pub(super) damaged_series: Vec<Series>,
}

impl Store {
    /// Reads every file and compares it with its digest and its manifest. Fetches wait meanwhile.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be read at all; what is damaged is in the result.
    pub fn verify(&self) -> Result<Verified, StoreError> {
        let mut found = Verified::default();
        for vendor in self.vendors()? {
            let _lock = self.lock(&vendor, &|| ())?;
            self.verify_vendor(&vendor, &mut found)?;
        }
        Ok(found)
    }

    /// Checks what is of one vendor, whose lock is held.
    pub(super) fn verify_vendor(
        &self,
        vendor: &str,
        found: &mut Verified,
    ) -> Result<(), StoreError> {
        let mut named = BTreeSet::new();
        for series in self.series()?.into_iter().filter(|s| s.vendor == vendor) {
            found.series += 1;
            let before = found.damaged.len();
            let answers = match self.check_series(&series, found) {
                Ok(answers) => answers,
                Err(error) => {
                    found.damaged.push(error);
                    Vec::new()
                }
            };
            for name in answers.into_iter().filter(|n| named.insert(n.clone())) {
                match self.check_answer(vendor, &name) {
                    Ok(()) => found.answers += 1,
                    Err(error) => found.damaged.push(error),
                }
            }
            if found.damaged.len() > before {
                found.damaged_series.push(series);
            }
        }
        self.check_other_answers(vendor, &named, found)
    }

    /// Checks one series; returns the names of its answers.
    fn check_series(
        &self,
        series: &Series,
        found: &mut Verified,
    ) -> Result<Vec<String>, StoreError> {
        let folder = self.root.join(series.folder()?);
        let manifest = self.manifest(series)?;
        for path in atomic::listing(&folder)? {
            let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("");
            let known = manifest.as_ref().is_some_and(|m| m.parts.values().any(|p| p.file == name));
            if name != "manifest.json" && !known {
                found.left_over.push(path);
            }
        }
        // Without a manifest nothing was completed here.
        let Some(manifest) = manifest else { return Ok(Vec::new()) };
        for (name, part) in &manifest.parts {
            match self.read_part(series, part) {
                Ok(table) if table.height() == part.rows => {
                    found.parts += 1;
                    found.bars += part.rows;
                }
                Ok(table) => found.damaged.push(StoreError::damaged(
                    folder.join(&part.file),
                    format!("has {} bars instead of {}", table.height(), part.rows),
                )),
                Err(error) => found.damaged.push(error),
            }
            let rows = rows_of_sessions(series, &manifest, name);
            if rows != part.rows {
                found.damaged.push(StoreError::damaged(
                    folder.join("manifest.json"),
                    format!(
                        "counts {rows} bars in the sessions of {name}, and {} in its file",
                        part.rows
                    ),
                ));
            }
        }
        for (date, session) in &manifest.sessions {
            let part = series.part_of(*date);
            if session.rows > 0 && !manifest.parts.contains_key(&part) {
                found.damaged.push(StoreError::damaged(
                    folder.join("manifest.json"),
                    format!("has a session {date} without a file"),
                ));
            }
        }
        Ok(manifest.fetches.into_iter().flat_map(|f| f.raw).collect())
    }

    /// Answers of elements that were not completed are whole as well.
    fn check_other_answers(
        &self,
        vendor: &str,
        named: &BTreeSet<String>,
        found: &mut Verified,
    ) -> Result<(), StoreError> {
        let folder = self.root.join("raw").join(format!("vendor={vendor}"));
        for path in atomic::listing(&folder)? {
            let Some(name) = path.file_name().and_then(|n| n.to_str()) else { continue };
            if name.starts_with(atomic::UNFINISHED) {
                found.left_over.push(path);
            } else if !named.contains(name) {
                match self.check_answer(vendor, name) {
                    Ok(()) => found.answers += 1,
                    Err(error) => found.damaged.push(error),
                }
            }
        }
        Ok(())
    }
}

fn rows_of_sessions(series: &Series, manifest: &Manifest, part: &str) -> usize {
    let sessions = manifest.sessions.iter();
    match series.length {
        BarLength::Day => {
            sessions.filter(|(date, _)| series.part_of(**date) == part).map(|(_, s)| s.rows).sum()
        }
        BarLength::Minutes(_) => part
            .parse()
            .ok()
            .and_then(|date: chrono::NaiveDate| manifest.sessions.get(&date))
            .map_or(0, |s| s.rows),
    }
}
