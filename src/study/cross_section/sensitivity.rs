//! How much the headline hangs on the choices.

use super::assemble::{Assembled, Assembler};
use super::pairs::{Pair, Pairs};
use super::side_by_side::SideBySide;
use super::{SensitivityRow, StudyInputs};
use crate::calendar::TradingCalendar;
use crate::inference::TestContext;
use crate::models::{ExpectedReturnModel, ModelError, model};
use crate::returns::Regressor;
use crate::study::{Overlapping, StudySpec};

/// With more events than this, nothing is measured anew for the sake of comparison.
const MEASURED_ANEW_UP_TO: usize = 20_000;

/// Models that the headline is held against, as far as the data has what they need.
const OTHER_MODELS: [&str; 9] = [
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
pub(super) struct Sensitivity<'a> {
    pub(super) assembler: &'a Assembler<'a>,
    pub(super) headline: &'a [&'static str],
}

impl Sensitivity<'_> {
    /// One row for each other choice; a sentence where there are too many events for it.
    pub(super) fn rows(
        &self,
        context: &TestContext<'_>,
        assembled: &Assembled,
    ) -> (Vec<SensitivityRow>, Option<String>) {
        let spec = self.assembler.spec;
        let Some(&window) = spec.car_windows.first() else { return (Vec::new(), None) };
        let side = SideBySide { window, tests: self.headline, options: context.options };
        let section = context.section;
        let pairs = &assembled.pairs;
        let mut rows = side.other_windows(section, &spec.car_windows);
        let inputs = self.assembler.inputs;
        let name = |i: usize| {
            let position = pairs[i].position;
            let ticker = inputs.announcements.ticker(position);
            format!("{} ({ticker})", inputs.announcements.ids[position])
        };
        rows.extend(side.without_most_influential(section, &name));
        let date_only = |i: usize| pairs[i].date_only;
        if !pairs.iter().all(|p| p.date_only) {
            rows.extend(side.without_flagged(section, &date_only, "events known by date only"));
        }
        let overlaps = |i: usize| pairs[i].overlaps;
        rows.extend(side.without_flagged(section, &overlaps, "events that overlap another"));
        if let Some(confounded) = inputs.announcements.attributes.get("confounded") {
            let yes = |i: usize| says_yes(&confounded[pairs[i].position]);
            rows.extend(side.without_flagged(section, &yes, "confounded events"));
        }
        if section.len() > MEASURED_ANEW_UP_TO {
            let note = format!(
                "other models, shifted days 0 and overlapping events were not measured for \
                 comparison, since there are more than {MEASURED_ANEW_UP_TO} events"
            );
            return (rows, Some(note));
        }
        rows.extend(self.overlapping_kept(&side));
        rows.extend(side.day_zero_shifted(&|shift| {
            let moved: Vec<Pair> = pairs
                .iter()
                .map(|p| Pair { day_zero: p.day_zero.saturating_add_signed(shift as isize), ..*p })
                .collect();
            Ok(self.with_portfolio(self.assembler, &moved))
        }));
        let others: Vec<&str> = OTHER_MODELS
            .into_iter()
            .filter(|id| *id != spec.model && self.has_data_for(*id))
            .collect();
        rows.extend(side.other_models(&others, &|id| {
            let other: Box<dyn ExpectedReturnModel> =
                model(id).ok_or_else(|| format!("there is no model {id}"))?;
            let assembler = Assembler { model: other.as_ref(), ..*self.assembler };
            let section = self.with_portfolio(&assembler, pairs);
            if section.is_empty() {
                let error = ModelError::NoMarket { model: id.to_owned() };
                return Err(if inputs.market_of(pairs[0].firm).is_none() {
                    error.to_string()
                } else {
                    "no event has the data that the model needs".into()
                });
            }
            Ok(section)
        }));
        (rows, None)
    }

    fn with_portfolio(
        &self,
        assembler: &Assembler<'_>,
        pairs: &[Pair],
    ) -> crate::abnormal::CrossSection {
        let mut assembled = assembler.assemble(pairs);
        let portfolio = assembler.portfolio(&assembled.pairs);
        assembled.section.set_portfolio(portfolio);
        assembled.section
    }

    /// The sample with the overlapping events that were left out; `None` where there are none.
    fn overlapping_kept(&self, side: &SideBySide<'_>) -> Option<SensitivityRow> {
        let assembler = self.assembler;
        let left_out = assembler.spec.cross_section.overlapping == Overlapping::LeaveOut;
        let mut spec: StudySpec = assembler.spec.clone();
        spec.cross_section.overlapping = Overlapping::Keep;
        let inputs: &StudyInputs<'_> = assembler.inputs;
        let calendar: &TradingCalendar = assembler.calendar;
        let firm_of = |ticker: &crate::event::Ticker| inputs.panel.firm(ticker);
        let kept = Pairs::of(inputs.announcements, &spec, calendar, &firm_of);
        let number = kept.list().iter().filter(|p| p.overlaps).count();
        if !left_out || number == 0 {
            return None;
        }
        let section = self.with_portfolio(assembler, kept.list());
        let choice = "with the overlapping events that were left out";
        Some(side.row("exclusion", choice, &section, side.window))
    }

    /// Models without their factors in the data are no choice of the user's.
    fn has_data_for(&self, id: &str) -> bool {
        model(id).is_some_and(|model| {
            model.factors().iter().all(|regressor| match regressor {
                Regressor::Factor(name) => self.assembler.inputs.regressors.has(name),
                _ => true,
            })
        })
    }
}

/// How people write yes in a table.
fn says_yes(cell: &str) -> bool {
    matches!(cell.trim().to_ascii_lowercase().as_str(), "1" | "true" | "yes" | "y")
}
