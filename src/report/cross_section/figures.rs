//! The pictures of a study of many events.

use super::Made;
use crate::report::ReportError;
use crate::study::cross_section::CrossSectionResults;

/// A picture of a study of many events: its files, or none where there is nothing to draw.
pub(super) type Figure = fn(&CrossSectionResults) -> Result<Vec<Made>, ReportError>;

/// Every picture, one file of this folder for each.
const FIGURES: &[Figure] = &[];

/// The files of all pictures, below `figures/`.
pub(super) fn figures(results: &CrossSectionResults) -> Result<Vec<Made>, ReportError> {
    let mut made = Vec::new();
    for figure in FIGURES {
        made.extend(figure(results)?);
    }
    Ok(made)
}
