//! The study out of one machine: planned here, measured where the prices are, concluded here.

mod columns;
mod fingerprint;
mod format;
mod gathered;
mod plan;
mod read;
mod records;
mod write;

use std::collections::HashMap;

use super::conclusion::conclude;
use super::results::CrossSectionResults;
use super::run::CrossSectionStudy;
use super::sensitivity::other_models;
use crate::event::{Announcements, Ticker};
use crate::models::ExpectedReturnModel;
use crate::prices::{PriceError, PricePanel};
use crate::returns::ReturnPanel;
use crate::study::StudyError;
use crate::study::measure::inputs::StudyInputs;
use crate::study::measure::measurements::Choice;
use crate::study::measure::measurer::Measurer;
use crate::study::measure::pairs::{Pair, Pairs};
use fingerprint::fingerprint;
use gathered::Gathered;
use plan::PlannedPair;
pub use plan::StudyPlan;
pub use records::Records;
use write::Writer;

/// The three steps that [`CrossSectionStudy::run`] is made of, one by one.
///
/// ```
/// use eventstudy::event::Announcements;
/// use eventstudy::prelude::*;
/// use eventstudy::prices::PricePanel;
/// use eventstudy::report::cross_section::CrossSectionReport;
/// use eventstudy::study::many::{CrossSectionStudy, Records, StudyPlan};
/// use polars::prelude::*;
///
/// let calendar = TradingCalendar::new_york();
/// let announcements = Announcements::from_events(Catalog::bundled()?.events());
/// let prices = |names: &[&str]| -> Result<PricePanel, Error> {
///     let tickers = names.iter().map(|n| n.parse()).collect::<Result<Vec<Ticker>, _>>()?;
///     Ok(PricePanel::from_prices(Prices::bundled_sample(&tickers, &calendar)?, &calendar)?)
/// };
/// let study = CrossSectionStudy::new(StudySpec::default(), &calendar);
///
/// // On the driver: which pairs there are, as a frame that is parted by ticker.
/// let plan = study.plan(&announcements)?.frame(&calendar)?;
///
/// // On the workers: the specification as JSON, some tickers of the plan, and the prices of these
/// // tickers and of the benchmark.
/// let json = serde_json::to_string(&StudySpec::default())?;
/// let mut records = Vec::new();
/// for ticker in ["META", "BABA"] {
///     let spec: StudySpec = serde_json::from_str(&json)?;
///     let rows = plan.column("ticker")?.str()?.iter().map(|t| t == Some(ticker)).collect();
///     let part = StudyPlan::from_frame(&plan.filter(&rows)?, &calendar)?;
///     let worker = CrossSectionStudy::new(spec, &calendar);
///     records.push(worker.measure(&part, &prices(&[ticker, "SPY"])?)?.frame()?);
/// }
///
/// // On the driver again: the benchmark's prices, the files that all prices come from, the records.
/// let whole = prices(&["META", "BABA", "SPY"])?;
/// let mut shared = prices(&["SPY"])?;
/// shared.files = whole.files.clone();
/// let parts = records.into_iter().map(Records::from_frame).collect::<Result<Vec<_>, _>>()?;
/// let apart = study.conclude(&announcements, &shared, &Records::joined(parts))?;
///
/// // The very same numbers as at once.
/// let together = study.run(&announcements, &whole)?;
/// let report = |results| CrossSectionReport::of(results).json();
/// assert_eq!(report(&apart)?, report(&together)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl CrossSectionStudy<'_> {
    /// The first step: which pairs there are. It needs no prices.
    ///
    /// # Errors
    /// [`StudyError`] where the specification contradicts itself, or names a column that the events
    /// have not got.
    pub fn plan(&self, announcements: &Announcements) -> Result<StudyPlan, StudyError> {
        self.validate_parts(announcements)?;
        Ok(StudyPlan::of(announcements, &self.spec, self.calendar))
    }

    /// The second step: measures the pairs of a plan, or of a part of one.
    ///
    /// A part has all pairs of its tickers. `prices` has all prices of these tickers, in the order of
    /// their source, and those of the benchmark's members, the peers and the donors with the
    /// factors: the same ones for every part. A ticker of the part that the prices lack counts as
    /// one without data. The study has the same specification and model everywhere, and the calendar
    /// the same patches; [`CrossSectionStudy::conclude`] refuses records where that is not so.
    ///
    /// # Errors
    /// [`StudyError`] where the specification contradicts itself or names no model.
    pub fn measure(&self, plan: &StudyPlan, prices: &PricePanel) -> Result<Records, StudyError> {
        self.spec.validate()?;
        // Names and further columns of the events are needed by the conclusion alone.
        let nameless = Announcements::default();
        let panel = ReturnPanel::of(prices, self.spec.returns);
        let inputs = StudyInputs::new(&nameless, &panel, &self.spec, self.calendar);
        let mut writer = Writer::default();
        let (mut studied, mut overlapping) = (Vec::new(), Vec::new());
        let mut days_of_firm: HashMap<usize, Vec<usize>> = HashMap::new();
        let mut planned_as: HashMap<usize, &PlannedPair> = HashMap::new();
        for planned in &plan.pairs {
            planned_as.insert(planned.position, planned);
            let Some(firm) = panel.firm(&planned.ticker) else {
                writer.no_data(planned, self.calendar);
                continue;
            };
            days_of_firm.entry(firm).or_default().push(planned.day_zero);
            let pair = Pair::planned(planned.position, firm, planned.day_zero);
            (if planned.studied { &mut studied } else { &mut overlapping }).push(pair);
        }
        for (ticker, days) in &plan.compared {
            if let Some(firm) = panel.firm(ticker) {
                days_of_firm.insert(firm, days.clone());
            }
        }
        for days in days_of_firm.values_mut() {
            days.sort_unstable();
        }
        let own = fingerprint(&self.spec, self.calendar, &panel);
        for ticker in plan.tickers().iter().filter(|ticker| panel.firm(ticker).is_some()) {
            writer.firm(ticker, &own, &panel.prices().findings);
        }
        let model = self.model(&inputs)?;
        self.can_be_parted(model.as_ref())?;
        let measurer = Measurer {
            single_events: plan.single_events,
            ..self.measurer(&inputs, model.as_ref(), &days_of_firm)
        };
        let mut add = |measurer: &Measurer<'_>, choice, pairs: &[Pair]| {
            writer.add(measurer, choice, pairs, &planned_as, plan.samples)
        };
        let measured = add(&measurer, None, &studied);
        if plan.anew {
            add(&measurer, Some(Choice::OverlappingKept), &overlapping);
            for choice in measured_anew(self, &inputs) {
                measurer
                    .under(choice, &measured, |measurer, pairs| add(measurer, Some(choice), pairs));
            }
        }
        Ok(writer.finish().map_err(PriceError::from)?)
    }

    /// Refuses what [`validate`](Self::validate) refuses, and what needs all prices on one machine.
    fn validate_parts(&self, announcements: &Announcements) -> Result<(), StudyError> {
        self.validate(announcements)?;
        if self.spec.cross_section.also.is_empty() {
            return Ok(());
        }
        Err(StudyError::Records {
            what: "calendar-time portfolios, volume, placebo dates and simulated power need all \
                   prices on one machine"
                .into(),
            help: "leave `also` empty, or run the study on one machine".into(),
        })
    }

    /// A prior from the firms of the sample would need the prices of all of them in every part.
    fn can_be_parted(&self, model: &dyn ExpectedReturnModel) -> Result<(), StudyError> {
        if model.with_prior(&[]).is_none() || !self.spec.peers.is_empty() {
            return Ok(());
        }
        Err(StudyError::Records {
            what: format!(
                "the prior of the {} would be made of the betas of all firms of the sample, and a part \
                 has not got them",
                model.name()
            ),
            help: "name peers, whose betas form the prior; every part has their prices".into(),
        })
    }

    /// The third step: concludes the study from the records of all parts, in any order.
    ///
    /// `shared` is the panel of the benchmark's members, the peers and the donors with the factors,
    /// as every part had them. The results say of it where the prices come from: its
    /// [`files`](crate::prices::PricePanel::files) and whether they are simulated are those of the
    /// study. The findings of the quality checks travel with the records.
    ///
    /// # Errors
    /// As [`CrossSectionStudy::run`], and [`StudyError::Records`] where records are missing, are
    /// there twice, or were measured under another specification, model, calendar or benchmark.
    pub fn conclude(
        &self,
        announcements: &Announcements,
        shared: &PricePanel,
        records: &Records,
    ) -> Result<CrossSectionResults, StudyError> {
        self.validate_parts(announcements)?;
        let panel = ReturnPanel::of(shared, self.spec.returns);
        let inputs = StudyInputs::new(announcements, &panel, &self.spec, self.calendar);
        let read = records.read(&fingerprint(&self.spec, self.calendar, &panel))?;
        let firm_of = |ticker: &Ticker| read.firm(ticker);
        let pairs = Pairs::of(announcements, &self.spec, self.calendar, &firm_of);
        let choices = measured_anew(self, &inputs);
        let model = self.model(&inputs)?;
        self.can_be_parted(model.as_ref())?;
        let measurer = self.measurer(&inputs, model.as_ref(), &pairs.days_of_firm);
        let measurements = &Gathered { measurer: &measurer, read: &read };
        measurements.complete(&pairs, &choices)?;
        conclude(&self.conclusion_inputs(&inputs, &pairs, measurements), None)
    }
}

/// The choices under which the pairs of the sample are measured anew.
fn measured_anew(study: &CrossSectionStudy<'_>, inputs: &StudyInputs<'_>) -> Vec<Choice> {
    let models = other_models(&study.spec, inputs).into_iter().map(Choice::Model);
    [Choice::DayZero(-1), Choice::DayZero(1)].into_iter().chain(models).collect()
}
