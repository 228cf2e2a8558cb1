//! Where the numbers of a study come from.

use serde::Serialize;

use crate::prices::{Finding, SourceFile};

/// Where the numbers come from. The same input gives the same provenance: no clock is read.
#[derive(Clone, Debug, Serialize)]
pub struct Provenance {
    /// Program and version.
    pub program: String,
    /// Whether the prices are simulated.
    pub simulated: bool,
    /// The data in a line.
    pub data: String,
    /// The files considered.
    pub files: Vec<SourceFile>,
    /// The findings of the quality checks.
    pub quality: Vec<Finding>,
    /// The calendar.
    pub calendar: String,
    /// Units of the figures.
    pub units: &'static str,
}
