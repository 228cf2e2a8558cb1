//! The crate's error: one variant per stage of a study, each with a sentence for people and a hint.

use crate::calendar::CalendarError;
use crate::certificate::CertificateError;
use crate::claims::ClaimError;
use crate::event::EventError;
use crate::models::ModelError;
use crate::prices::PriceError;
use crate::prices::fetch::FetchError;
use crate::prices::store::StoreError;
use crate::report::ReportError;
use crate::study::StudyError;

/// What went wrong, by the stage of the study in which it went wrong.
///
/// The message says what is wrong with the values in it; [`Error::hint`] says what to do next.
///
/// ```
/// use eventstudy::prelude::*;
/// let error = Catalog::bundled()?.get("meta-avocadoo").unwrap_err();
/// let error = eventstudy::Error::from(error);
/// assert!(error.to_string().contains("meta-avocadoo"));
/// assert!(error.hint().contains("meta-avocado"));
/// assert_eq!(error.exit_code(), 2);
/// # Ok::<(), eventstudy::Error>(())
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The trading calendar could not answer.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// An event could not be read or found.
    #[error(transparent)]
    Event(#[from] EventError),
    /// Prices could not be read.
    #[error(transparent)]
    Prices(#[from] PriceError),
    /// Data could not be fetched.
    #[error(transparent)]
    Fetch(FetchError),
    /// What was fetched could not be stored or read.
    #[error(transparent)]
    Store(StoreError),
    /// An expected-return model could not be estimated.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// A claim could not be understood.
    #[error(transparent)]
    Claim(#[from] ClaimError),
    /// The study could not be run.
    #[error(transparent)]
    Study(#[from] StudyError),
    /// Pseudo-events could not be drawn.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// A result could not be written.
    #[error(transparent)]
    Report(#[from] ReportError),
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Prices(error) => Self::Prices(error),
            error => Self::Store(error),
        }
    }
}

impl From<FetchError> for Error {
    fn from(error: FetchError) -> Self {
        match error {
            FetchError::Store(error) => error.into(),
            error => Self::Fetch(error),
        }
    }
}

impl Error {
    /// What to do next, in one or two sentences.
    pub fn hint(&self) -> String {
        match self {
            Self::Calendar(e) => e.hint(),
            Self::Event(e) => e.hint(),
            Self::Prices(e) => e.hint(),
            Self::Fetch(e) => e.hint(),
            Self::Store(e) => e.hint(),
            Self::Model(e) => e.hint(),
            Self::Claim(e) => e.hint(),
            Self::Study(e) => e.hint(),
            Self::Certificate(e) => e.hint(),
            Self::Report(e) => e.hint(),
        }
    }

    /// The command's exit code: 2 where the request itself is wrong, 1 where it could not be met.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Event(e) if e.is_usage() => 2,
            Self::Study(e) if e.is_usage() => 2,
            Self::Prices(e) if e.is_usage() => 2,
            Self::Fetch(e) if e.is_usage() => 2,
            Self::Claim(_) => 2,
            _ => 1,
        }
    }
}
