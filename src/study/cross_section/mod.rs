//! The study of many events: from pairs of event and firm to averages, tests and a ledger.

mod assemble;
mod closed_form;
mod description;
mod design;
mod event_columns;
mod event_frames;
mod frames;
mod headline;
mod inputs;
mod pairs;
mod regression;
mod results;
mod run;
#[cfg(test)]
mod simulated;
mod windows;

pub use description::{Overlap, SampleCounts};
pub use event_frames::window_suffix;
pub use headline::{buy_and_hold_headline, headline};
pub use inputs::StudyInputs;
pub use regression::{LeftOutLevel, RegressionResult, RegressionTerm, regress};
pub use results::{
    CrossSectionResults, EventRow, GroupResult, Headline, LedgerRow, PathPoint, SampleDescription,
    SensitivityRow, WindowResult,
};
pub use run::CrossSectionStudy;
pub use windows::{path, window_result};
