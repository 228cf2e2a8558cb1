//! Pictures: drawn once as SVG, rasterised from it.

use super::{Language, ReportError};
use crate::calendar::TradingCalendar;
use crate::study::{EventResult, Provenance};

/// A drawn page.
pub struct Page {
    /// The page as SVG.
    pub svg: String,
    /// The same page as PNG at twice its size.
    pub png: Vec<u8>,
}

/// Draws the page of one event.
///
/// # Errors
/// [`ReportError::Drawing`]
pub fn page(
    _event: &EventResult,
    _provenance: &Provenance,
    _calendar: &TradingCalendar,
    _language: Language,
) -> Result<Page, ReportError> {
    Ok(Page { svg: String::new(), png: Vec::new() })
}
