//! Factor returns.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::SourceFile;

/// Daily factor returns, such as those of Kenneth French.
///
/// # Shape and units
/// Each column has one value for each of `dates`; decimal fractions (a file in per cent is divided
/// by 100 on reading); NaN where missing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Factors {
    /// The dates, ascending.
    pub dates: Vec<NaiveDate>,
    /// The factors by name: `Mkt-RF`, `SMB`, `HML`, `RMW`, `CMA`, `Mom`, `RF` or a name of the
    /// user's.
    pub columns: BTreeMap<String, Vec<f64>>,
    /// Which vintage of the history this is, as far as it is known; the history is restated.
    pub vintage: Option<String>,
}

/// The unit of a factor file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactorUnit {
    /// Per cent, as in Kenneth French's files: 0.54 is 0.54%. Values are divided by 100.
    #[default]
    Percent,
    /// Decimal fractions: 0.0054 is 0.54%.
    Fraction,
}

/// Factors with where they came from.
#[derive(Clone, Debug, Default)]
pub struct FactorFiles {
    /// The factors of all files by date.
    pub factors: Factors,
    /// The files.
    pub files: Vec<SourceFile>,
    /// What a user should look at, in sentences: values whose size speaks against the unit.
    pub warnings: Vec<String>,
}

impl FactorFiles {
    /// Adds the factors to prices and their files to the provenance.
    pub fn add_to(&self, factors: &mut Option<Factors>, files: &mut Vec<SourceFile>) {
        *factors = Some(self.factors.clone());
        files.extend(self.files.iter().cloned());
    }
}
