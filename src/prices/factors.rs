//! Factor returns.

use std::collections::BTreeMap;

use chrono::NaiveDate;

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
