//! What stands beside the abnormal returns of many events.

mod calendar_time;
mod chosen;
mod placebo;
mod placement;
mod power;
mod power_at_placebo_dates;
mod volatility;
mod volume;

use serde::Serialize;

pub use calendar_time::{CalendarTimePortfolio, CalendarTimeStudy, DaysDummy};
pub use placebo::{PlaceboStatistic, PlaceboStudy};
pub use power::{PowerStudy, WindowPower};
pub use power_at_placebo_dates::SimulatedPowerStudy;
pub use volatility::{VolatilityStudy, VolatilityWindow};
pub use volume::{VolumeForm, VolumeStudy, VolumeWindow};

use super::{Headline, SampleDescription, WindowResult};
use crate::inference::{Outcome, TestContext};
use crate::study::measure::assemble::{Assembled, Assembler};
use crate::study::{Also, StudySpec};

/// What stands beside the abnormal returns: volatility and power without being asked for,
/// the rest if it is among
/// [`CrossSectionOptions::also`](crate::study::CrossSectionOptions::also).
///
/// The events are those of the sample; nothing here adds to its ledger.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Beside {
    /// How volatile abnormal returns were.
    pub volatility: Option<VolatilityStudy>,
    /// What a test of the mean could have found, by formula.
    pub power: Option<PowerStudy>,
    /// The portfolio of all firms with a recent event.
    pub calendar_time: Option<CalendarTimeStudy>,
    /// Abnormal volume.
    pub volume: Option<VolumeStudy>,
    /// The headline at days on which nothing happened.
    pub placebo_dates: Option<PlaceboStudy>,
    /// What the headline tests find at such days.
    pub simulated_power: Option<SimulatedPowerStudy>,
}

/// A finished study that something is put beside.
#[derive(Clone, Copy)]
pub(crate) struct Finished<'a> {
    pub(crate) spec: &'a StudySpec,
    /// What measures on the panel; `None` where the study was measured elsewhere.
    pub(crate) assembler: Option<&'a Assembler<'a>>,
    pub(crate) assembled: &'a Assembled,
    pub(crate) context: &'a TestContext<'a>,
    pub(crate) sample: &'a SampleDescription,
    pub(crate) headline: &'a Headline,
    pub(crate) windows: &'a [WindowResult],
}

impl<'a> Finished<'a> {
    /// What measures on the panel.
    fn assembler(&self) -> &'a Assembler<'a> {
        self.assembler.unwrap_or_else(|| unreachable!("a plan refuses what needs the panel"))
    }
}

impl Beside {
    /// Computes what was asked for.
    pub(crate) fn of(study: &Finished<'_>) -> Self {
        let wanted = |also| study.spec.cross_section.also.contains(&also);
        Self {
            volatility: Some(VolatilityStudy::of(study)),
            power: PowerStudy::of(study),
            calendar_time: wanted(Also::CalendarTime).then(|| CalendarTimeStudy::of(study)),
            volume: wanted(Also::Volume).then(|| VolumeStudy::of(study)),
            placebo_dates: wanted(Also::PlaceboDates).then(|| PlaceboStudy::of(study)),
            simulated_power: wanted(Also::Power).then(|| SimulatedPowerStudy::of(study)),
        }
    }
}

/// The same outcomes with a null hypothesis that is not one of returns.
fn with_null(outcomes: Vec<Outcome>, null: &'static str) -> Vec<Outcome> {
    let told = |outcome| match outcome {
        Outcome::Applies(result) => Outcome::Applies(result.null(null)),
        not => not,
    };
    outcomes.into_iter().map(told).collect()
}
