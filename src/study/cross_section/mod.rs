//! The study of many events: from pairs of event and firm to averages, tests and a ledger.

mod results;
mod windows;

pub use results::{
    CrossSectionResults, EventRow, GroupResult, Headline, LedgerRow, PathPoint, SampleDescription,
    SensitivityRow, WindowResult,
};
pub use windows::{path, window_result};
