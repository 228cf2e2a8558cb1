//! The study of many events: from pairs of event and firm to averages, tests and a ledger.

mod assemble;
mod closed_form;
mod event_columns;
mod event_frames;
mod frames;
mod inputs;
mod pairs;
mod results;
mod run;
mod windows;

pub use event_frames::window_suffix;
pub use inputs::StudyInputs;
pub use results::{
    CrossSectionResults, EventRow, GroupResult, Headline, LedgerRow, PathPoint, SampleDescription,
    SensitivityRow, WindowResult,
};
pub use run::CrossSectionStudy;
pub use windows::{path, window_result};
