//! The study: the whole method, from events and prices to results.

mod also;
mod error;
mod exclusion;
#[doc(hidden)]
pub mod internals;
mod ledger_row;
pub mod many;
mod measure;
mod provenance;
mod single;
mod spec;
mod watch;

pub use also::{Also, CalendarTimeOptions};
pub use error::StudyError;
pub use exclusion::Exclusion;
pub use ledger_row::LedgerRow;
pub use provenance::Provenance;
pub use single::{
    CarResult, ClaimResult, DailyBar, DailyResult, EventResult, FirmAnswer, FirmResult, JointTest,
    LegResult, LegsResult, ModelFigures, Study, StudyResults,
};
pub use spec::{CrossSectionOptions, Overlapping, StudySpec};
pub use watch::Watch;
