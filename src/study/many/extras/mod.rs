//! What stands beside the abnormal returns of many events.

mod calendar_time;
pub(crate) mod placebo;
pub(crate) mod placebo_sample;
mod power;
mod simulated_power;
pub(crate) mod suited_tests;
mod volatility;
pub(crate) mod volume;

use serde::Serialize;

pub use calendar_time::{CalendarTimePortfolio, CalendarTimeStudy, DaysDummy};
pub use placebo::{PlaceboStatistic, PlaceboStudy};
pub use power::{PowerStudy, WindowPower};
pub use simulated_power::SimulatedPowerStudy;
pub use volatility::{VolatilityStudy, VolatilityWindow};
pub use volume::{VolumeForm, VolumeStudy, VolumeWindow};

use super::tested_sample::{PanelSample, TestedSample};
use crate::study::Also;
use crate::study::measure::measurer::Measurer;

/// Further studies of the same sample: volatility and power without being asked for, the rest if it is
/// among
/// [`CrossSectionOptions::also`](crate::study::CrossSectionOptions::also).
///
/// The events are those of the sample; nothing here adds to its ledger.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Extras {
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

impl Extras {
    /// The studies that were asked for; those that need prices only where the panel is at hand.
    pub(crate) fn new(tested: &TestedSample<'_>, panel: Option<&Measurer<'_>>) -> Self {
        let TestedSample { assembled, sample, headline, .. } = *tested;
        let panel = panel.map(|measurer| PanelSample { measurer, assembled, sample, headline });
        let on_panel = |also| {
            let wanted = tested.spec.cross_section.also.contains(&also);
            panel.as_ref().filter(|_| wanted)
        };
        Self {
            volatility: Some(VolatilityStudy::new(tested)),
            power: PowerStudy::new(tested),
            calendar_time: on_panel(Also::CalendarTime).map(CalendarTimeStudy::new),
            volume: on_panel(Also::Volume).map(VolumeStudy::new),
            placebo_dates: on_panel(Also::PlaceboDates).map(PlaceboStudy::new),
            simulated_power: on_panel(Also::Power).map(SimulatedPowerStudy::new),
        }
    }

    /// What was asked for by name and is not given, with the reason.
    pub fn unmet(&self, asked: &[Also]) -> Vec<(Also, &str)> {
        let reason = |also: Also| match also {
            Also::CalendarTime => self.calendar_time.as_ref()?.missing.as_deref(),
            Also::Volume => {
                let volume = self.volume.as_ref().filter(|v| v.forms.is_empty())?;
                volume.missing.first().map(String::as_str)
            }
            Also::Volatility => self.volatility.as_ref()?.missing.as_deref(),
            Also::PlaceboDates => self.placebo_dates.as_ref()?.missing.as_deref(),
            Also::Power => self.simulated_power.as_ref()?.missing.as_deref(),
        };
        asked.iter().filter_map(|also| Some((*also, reason(*also)?))).collect()
    }
}
