//! The study of many events: from pairs of event and firm to averages, tests and a ledger.

mod description;
mod distributed;
mod event_rows;
mod extras;
mod family;
mod frames;
mod headline;
mod lone_event;
mod results;
mod run;
mod sensitivity;
mod side_by_side;
mod windows;

pub use description::{Overlap, SampleCounts};
pub use distributed::{Records, StudyPlan};
use event_rows::event_rows;
pub use extras::{
    Beside, CalendarTimePortfolio, CalendarTimeStudy, DaysDummy, PlaceboStatistic, PlaceboStudy,
    PowerStudy, SimulatedPowerStudy, VolatilityStudy, VolatilityWindow, VolumeForm, VolumeStudy,
    VolumeWindow, WindowPower,
};
pub use family::{Family, FamilyMember};
pub(crate) use frames::event_columns;
pub use frames::window_suffix;
pub use headline::{buy_and_hold_headline, headline, headline_without_variance};
pub use results::{
    CrossSectionResults, EventRow, GroupResult, Headline, LedgerRow, PathPoint, SampleDescription,
    SensitivityRow, WindowResult,
};
pub use run::CrossSectionStudy;
pub use side_by_side::{Remeasured, SideBySide};
pub use windows::{path, window_result};
