//! Reports: what people and programs read.
//!
//! Only this module writes. Every file is written under a temporary name and then renamed, so that
//! no report is ever half a file.

pub mod chart;
mod error;
mod language;

pub use error::ReportError;
pub use language::Language;
