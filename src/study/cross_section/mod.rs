//! The study of many events: from pairs of event and firm to averages, tests and a ledger.

mod after_frames;
mod apart;
mod assemble;
mod beside;
mod calendar_time;
mod closed_form;
mod description;
mod design;
pub(crate) mod event_columns;
mod event_frames;
mod event_rows;
mod family;
mod firm_series;
mod fit;
mod frames;
mod headline;
mod inputs;
mod lone_event;
mod measurements;
mod pairs;
mod placebo_dates;
mod prior;
mod regression;
mod results;
mod run;
mod sensitivity;
mod side_by_side;
#[cfg(test)]
mod simulated;
mod simulated_power;
mod standardised_calendar_time;
mod volatility;
mod volume;
mod weights;
mod windows;

pub use apart::{Records, StudyPlan};
pub use beside::{
    Beside, CalendarTimePortfolio, CalendarTimeStudy, DaysDummy, PlaceboStatistic, PlaceboStudy,
    PowerStudy, SimulatedPowerStudy, VolatilityStudy, VolatilityWindow, VolumeForm, VolumeStudy,
    VolumeWindow, WindowPower,
};
pub use calendar_time::{
    CalendarTimeInput, CalendarTimeResult, HeldEvent, calendar_time, event_days_dummy,
};
pub use description::{Overlap, SampleCounts};
pub use event_frames::window_suffix;
use event_rows::event_rows;
pub use family::{Family, FamilyMember};
pub use headline::{buy_and_hold_headline, headline, headline_without_variance};
use inputs::StudyInputs;
pub use placebo_dates::{Movement, PlaceboDraws, PlaceboPlan, Refit, Statistic, placebo_dates};
pub use regression::{LeftOutLevel, RegressionResult, RegressionTerm, regress};
pub use results::{
    CrossSectionResults, EventRow, GroupResult, Headline, LedgerRow, PathPoint, SampleDescription,
    SensitivityRow, WindowResult,
};
pub use run::CrossSectionStudy;
pub use side_by_side::{Remeasured, SideBySide};
pub use simulated_power::{Injection, SimulatedPower, simulated_power};
pub use standardised_calendar_time::standardised_calendar_time;
pub use volatility::{AbnormalVolatility, VolatilityRatio};
pub use volume::{VolumeInput, VolumeModel, abnormal_volume, log_turnover, log_volume};
pub use weights::WeightedMean;
pub use windows::{path, window_result};
