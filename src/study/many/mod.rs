//! The study of many events: from pairs of event and firm to averages, tests and a ledger.

pub(crate) mod comparison;
mod conclusion;
mod conclusion_inputs;
pub(crate) mod counts;
pub(crate) mod description;
mod distributed;
mod event_rows;
pub(crate) mod extras;
pub(crate) mod family;
mod frames;
mod groups;
pub(crate) mod headline;
#[doc(hidden)]
pub mod internals;
mod ledger;
mod results;
mod run;
mod sample_tests;
mod sensitivity;
mod serialised;
mod tested_sample;
mod weights;
mod windows;

pub use comparison::SensitivityRow;
pub use description::SampleDescription;
pub use distributed::{Records, StudyPlan};
pub use event_rows::EventRow;
pub(crate) use extras::Extras;
pub use extras::{
    CalendarTimePortfolio, CalendarTimeStudy, DaysDummy, PlaceboStatistic, PlaceboStudy,
    PowerStudy, SimulatedPowerStudy, VolatilityStudy, VolatilityWindow, VolumeForm, VolumeStudy,
    VolumeWindow, WindowPower,
};
pub use family::{Family, FamilyMember};
pub(crate) use frames::event_columns;
pub use groups::GroupResult;
pub use headline::Headline;
pub use results::CrossSectionResults;
pub use run::CrossSectionStudy;
pub use windows::{CaarPoint, WindowResult};
