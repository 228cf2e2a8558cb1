//! Why a report could not be written.

use std::path::PathBuf;

/// A report could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// A folder or file that cannot be written.
    #[error("{path} cannot be written: {reason}")]
    Unwritable {
        /// The path.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A picture that could not be drawn.
    #[error("the picture could not be drawn: {0}")]
    Drawing(String),
    /// A result that could not be put into a format.
    #[error("the results could not be written as {format}: {reason}")]
    Format {
        /// The format.
        format: &'static str,
        /// Why.
        reason: String,
    },
}

impl ReportError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            Self::Unwritable { .. } => "name another folder, or check its permissions".into(),
            Self::Drawing(_) | Self::Format { .. } => {
                "this is a defect of the program; please report it with the command that caused it"
                    .into()
            }
        }
    }
}
