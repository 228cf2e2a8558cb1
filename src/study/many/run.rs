//! The study of many events on one screen.

use std::collections::HashMap;
use std::sync::Arc;

use super::conclusion::conclude;
use super::conclusion_inputs::ConclusionInputs;
use super::results::CrossSectionResults;
use crate::calendar::TradingCalendar;
use crate::event::Announcements;
use crate::models::{ExpectedReturnModel, model};
use crate::prices::PricePanel;
use crate::returns::ReturnPanel;
use crate::study::measure::inputs::StudyInputs;
use crate::study::measure::measurements::Measurements;
use crate::study::measure::measurer::Measurer;
use crate::study::measure::pairs::Pairs;
use crate::study::{StudyError, StudySpec, Watch};

/// With more events asked for than this, events have no p-values of their own by ranks or by
/// permutation.
pub(crate) const SINGLE_EVENTS_UP_TO: usize = 20_000;

/// A study of many events.
///
/// ```
/// use eventstudy::event::Announcements;
/// use eventstudy::prelude::*;
/// use eventstudy::prices::PricePanel;
/// use eventstudy::study::many::CrossSectionStudy;
///
/// let calendar = TradingCalendar::new_york();
/// let announcements = Announcements::from_events(Catalog::bundled()?.events());
/// let tickers = ["META".parse()?, "BABA".parse()?, "SPY".parse()?];
/// let prices = Prices::bundled_sample(&tickers, &calendar)?;
/// let prices = PricePanel::from_prices(prices, &calendar)?;
/// let results =
///     CrossSectionStudy::new(StudySpec::default(), &calendar).run(&announcements, &prices)?;
/// assert_eq!(results.events.len() + results.left_out(), announcements.len());
/// # Ok::<(), eventstudy::Error>(())
/// ```
pub struct CrossSectionStudy<'a> {
    pub(crate) spec: StudySpec,
    pub(crate) calendar: &'a TradingCalendar,
    own_model: Option<Arc<dyn ExpectedReturnModel>>,
    watch: Arc<Watch>,
}

impl<'a> CrossSectionStudy<'a> {
    /// A study with this specification.
    pub fn new(spec: StudySpec, calendar: &'a TradingCalendar) -> Self {
        Self { spec, calendar, own_model: None, watch: Arc::default() }
    }

    /// Uses a model of your own instead of the one the specification names.
    #[must_use]
    pub fn with_model(mut self, model: impl ExpectedReturnModel + 'static) -> Self {
        self.spec.model = model.id().to_owned();
        self.own_model = Some(Arc::new(model));
        self
    }

    /// Lets another thread see how far the study is, and stop it.
    #[must_use]
    pub fn watched_by(mut self, watch: Arc<Watch>) -> Self {
        self.watch = watch;
        self
    }

    /// Runs the study. A pair that cannot be studied becomes a row of the ledger.
    ///
    /// The specification alone says whether returns are simple or logarithmic. Where prices are too
    /// many for one machine, firms are measured on several, see [`CrossSectionStudy::plan`], with the
    /// same figures.
    ///
    /// # Errors
    /// [`StudyError`] where the specification contradicts itself, names a column that the events lack,
    /// or nothing at all could be computed.
    pub fn run(
        &self,
        announcements: &Announcements,
        prices: &PricePanel,
    ) -> Result<CrossSectionResults, StudyError> {
        self.validate(announcements)?;
        let panel = ReturnPanel::of(prices, self.spec.returns);
        let inputs = StudyInputs::new(announcements, &panel, &self.spec, self.calendar);
        let firm_of = |ticker: &_| panel.firm(ticker);
        let pairs = Pairs::of(announcements, &self.spec, self.calendar, &firm_of);
        let model = self.model(&inputs)?;
        let measurer = Measurer {
            single_events: announcements.len() <= SINGLE_EVENTS_UP_TO,
            ..self.measurer(&inputs, model.as_ref(), &pairs.days_of_firm)
        };
        conclude(&self.conclusion_inputs(&inputs, &pairs, &measurer), Some(&measurer))
    }

    /// Refuses choices that contradict each other or the events before anything is computed.
    pub(crate) fn validate(&self, announcements: &Announcements) -> Result<(), StudyError> {
        self.spec.validate()?;
        let options = &self.spec.cross_section;
        let named = [&options.by, &options.cluster, &options.weight];
        let mut named = named.into_iter().flatten().chain(&options.regress_on);
        match named.find(|column| !announcements.attributes.contains_key(*column)) {
            None => Ok(()),
            Some(column) => Err(StudyError::NoColumn {
                column: column.clone(),
                columns: announcements.attributes.keys().cloned().collect(),
            }),
        }
    }

    /// The model of the study, of which the panel has what it compares firms with.
    pub(crate) fn model(
        &self,
        inputs: &StudyInputs<'_>,
    ) -> Result<Arc<dyn ExpectedReturnModel>, StudyError> {
        let model = match &self.own_model {
            Some(own) => Arc::clone(own),
            None => model(&self.spec.model)
                .map(Arc::from)
                .ok_or_else(|| StudyError::UnknownModel { id: self.spec.model.clone() })?,
        };
        inputs.has_compared(model.as_ref())?;
        Ok(model)
    }

    /// The measuring of pairs under a model, without p-values of single events.
    pub(crate) fn measurer<'s>(
        &'s self,
        inputs: &'s StudyInputs<'s>,
        model: &'s dyn ExpectedReturnModel,
        days_of_firm: &'s HashMap<usize, Vec<usize>>,
    ) -> Measurer<'s> {
        Measurer {
            spec: &self.spec,
            calendar: self.calendar,
            inputs,
            model,
            days_of_firm,
            single_events: false,
            watch: &self.watch,
        }
    }

    /// Everything the study is concluded from.
    pub(crate) fn conclusion_inputs<'s>(
        &'s self,
        inputs: &'s StudyInputs<'s>,
        pairs: &'s Pairs,
        measurements: &'s dyn Measurements,
    ) -> ConclusionInputs<'s> {
        let Self { spec, calendar, watch, .. } = self;
        ConclusionInputs { spec, calendar, watch, inputs, pairs, measurements }
    }
}
