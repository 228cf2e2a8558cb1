//! How much the headline hangs on the choices.

use super::side_by_side::SideBySide;
use super::{SensitivityRow, WindowResult};
use crate::calendar::TradingCalendar;
use crate::inference::{TestContext, TestId};
use crate::models::{ModelError, model};
use crate::returns::Regressor;
use crate::study::measure::assemble::Assembled;
use crate::study::measure::inputs::StudyInputs;
use crate::study::measure::measurements::{Choice, Measurements};
use crate::study::measure::pairs::Pairs;
use crate::study::{Overlapping, StudySpec};

/// With more events than this, nothing is measured anew for the sake of comparison.
pub(crate) const MEASURED_ANEW_UP_TO: usize = 20_000;

/// Models that the headline is held against, as far as the data has what they need.
pub(crate) const OTHER_MODELS: [&str; 9] = [
    "market-model",
    "market-adjusted",
    "constant-mean",
    "capm",
    "ff3",
    "carhart",
    "ff5",
    "scholes-williams",
    "dimson",
];

/// The headline window under other choices.
pub(crate) struct Sensitivity<'a> {
    pub(crate) spec: &'a StudySpec,
    pub(crate) calendar: &'a TradingCalendar,
    pub(crate) inputs: &'a StudyInputs<'a>,
    pub(crate) measurements: &'a dyn Measurements,
    pub(crate) headline: &'a [TestId],
}

impl Sensitivity<'_> {
    /// One row for each other choice; a sentence where there are too many events for it.
    pub(crate) fn rows(
        &self,
        context: &TestContext<'_>,
        assembled: &Assembled,
        windows: &[WindowResult],
    ) -> (Vec<SensitivityRow>, Option<String>) {
        let Self { spec, inputs, measurements, .. } = self;
        let Some(&window) = spec.car_windows.first() else { return (Vec::new(), None) };
        let section = context.section;
        let pairs = &assembled.pairs;
        let part = |events: &[usize]| assembled.part(events, *measurements);
        let (tests, options) = (self.headline, context.options);
        let tested = section.len() <= MEASURED_ANEW_UP_TO;
        let side = SideBySide { window, tests, options, part: &part, tested };
        let mut rows = side.other_windows(windows);
        let name = |i: usize| {
            let position = pairs[i].position;
            let ticker = inputs.announcements.ticker(position);
            format!("{} ({ticker})", inputs.announcements.ids[position])
        };
        rows.extend(side.without_most_influential(section, &name));
        let date_only = |i: usize| pairs[i].date_only;
        if !pairs.iter().all(|p| p.date_only) {
            rows.extend(side.without_flagged(
                section,
                &date_only,
                ("event known by date only", "events known by date only"),
            ));
        }
        let uncertain = |i: usize| pairs[i].uncertain;
        rows.extend(side.without_flagged(
            section,
            &uncertain,
            ("event whose day 0 is uncertain", "events whose day 0 is uncertain"),
        ));
        let overlaps = |i: usize| pairs[i].overlaps;
        rows.extend(side.without_flagged(
            section,
            &overlaps,
            ("event that overlaps another", "events that overlap another"),
        ));
        if let Some(confounded) = inputs.announcements.attributes.get("confounded") {
            let yes = |i: usize| says_yes(&confounded[pairs[i].position]);
            rows.extend(side.without_flagged(
                section,
                &yes,
                ("confounded event", "confounded events"),
            ));
        }
        if section.len() > MEASURED_ANEW_UP_TO {
            let note = format!(
                "other models, shifted days 0 and overlapping events were not measured for \
                 comparison, and parts of the sample were not tested, since there are more than \
                 {MEASURED_ANEW_UP_TO} events"
            );
            return (rows, Some(note));
        }
        rows.extend(self.overlapping_kept(&side));
        rows.extend(
            side.day_zero_shifted(&|shift| {
                Ok(measurements.otherwise(Choice::DayZero(shift), pairs))
            }),
        );
        rows.extend(side.other_models(&other_models(spec, inputs), &|id| {
            let section = measurements.otherwise(Choice::Model(id), pairs);
            if section.is_empty() {
                let error = ModelError::NoMarket { model: id.to_owned() };
                let first = inputs.announcements.ticker(pairs[0].position);
                return Err(if inputs.has_market(first) {
                    "no event has the data that the model needs".into()
                } else {
                    error.to_string()
                });
            }
            Ok(section)
        }));
        (rows, None)
    }

    /// The sample with the overlapping events that were left out; `None` where there are none.
    fn overlapping_kept(&self, side: &SideBySide<'_>) -> Option<SensitivityRow> {
        let left_out = self.spec.cross_section.overlapping == Overlapping::LeaveOut;
        let firm_of = |ticker: &crate::event::Ticker| self.measurements.firm(ticker);
        let kept =
            Pairs::with_overlapping(self.inputs.announcements, self.spec, self.calendar, &firm_of);
        let number = kept.list().iter().filter(|p| p.overlaps).count();
        if !left_out || number == 0 {
            return None;
        }
        let section = self.measurements.otherwise(Choice::OverlappingKept, kept.list());
        let choice = "with the overlapping events that were left out";
        Some(side.row("exclusion", choice, &section, side.window))
    }
}

/// The models that a study is held against. Models without their factors in the data are no choice
/// of the user's.
pub(crate) fn other_models(spec: &StudySpec, inputs: &StudyInputs<'_>) -> Vec<&'static str> {
    let has_data = |id: &str| {
        model(id).is_some_and(|model| {
            model.factors().iter().all(|regressor| match regressor {
                Regressor::Factor(name) => inputs.regressors.has(name),
                _ => true,
            })
        })
    };
    OTHER_MODELS.into_iter().filter(|id| *id != spec.model && has_data(id)).collect()
}

/// How people write yes in a table.
fn says_yes(cell: &str) -> bool {
    matches!(cell.trim().to_ascii_lowercase().as_str(), "1" | "true" | "yes" | "y")
}
