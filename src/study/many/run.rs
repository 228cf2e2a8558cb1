//! The study of many events on one screen.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::extras::Finished;
use super::sensitivity::Sensitivity;
use super::{
    Beside, CrossSectionResults, Family, GroupResult, Headline, LedgerRow, SampleCounts,
    SampleDescription, WindowResult, buy_and_hold_headline, event_rows, headline,
    headline_without_variance, path,
};
use super::{lone_event, windows};
use crate::abnormal::CrossSection;
use crate::calendar::TradingCalendar;
use crate::event::Announcements;
use crate::inference::{
    RegressionResult, SharedStatistic, TestContext, TestEntry, WeightedMean, parse_weights, regress,
};
use crate::models::{ExpectedReturnModel, model};
use crate::returns::{ReturnPanel, Window};
use crate::study::measure::assemble::{Assembled, Assembler};
use crate::study::measure::fit::Fit;
use crate::study::measure::inputs::StudyInputs;
use crate::study::measure::measurements::Measurements;
use crate::study::measure::pairs::{Pair, Pairs, row_of};
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
/// use eventstudy::returns::ReturnPanel;
/// use eventstudy::study::many::CrossSectionStudy;
///
/// let calendar = TradingCalendar::new_york();
/// let announcements = Announcements::from_events(Catalog::bundled()?.events());
/// let tickers = ["META".parse()?, "BABA".parse()?, "SPY".parse()?];
/// let prices = Prices::bundled_sample(&tickers, &calendar)?;
/// let panel = ReturnPanel::of(PricePanel::from_prices(prices, &calendar)?, ReturnKind::Simple);
/// let results =
///     CrossSectionStudy::new(StudySpec::default(), &calendar).run(&announcements, &panel)?;
/// assert_eq!(results.events.len() + results.left_out(), announcements.len());
/// # Ok::<(), eventstudy::Error>(())
/// ```
pub struct CrossSectionStudy<'a> {
    pub(crate) spec: StudySpec,
    pub(crate) calendar: &'a TradingCalendar,
    own_model: Option<Box<dyn ExpectedReturnModel>>,
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
        self.own_model = Some(Box::new(model));
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
    /// It plans, measures and concludes; where prices are too many for one machine, firms are measured
    /// apart, see [`CrossSectionStudy::plan`], with the same figures.
    ///
    /// # Errors
    /// [`StudyError`] where the specification contradicts itself, names a column that the events
    /// have not got, or nothing at all could be computed.
    pub fn run(
        &self,
        announcements: &Announcements,
        panel: &ReturnPanel,
    ) -> Result<CrossSectionResults, StudyError> {
        self.checked(announcements)?;
        let inputs = StudyInputs::new(announcements, panel, &self.spec, self.calendar);
        let pairs =
            Pairs::of(announcements, &self.spec, self.calendar, &|ticker| panel.firm(ticker));
        let single_events = announcements.len() <= SINGLE_EVENTS_UP_TO;
        self.with_assembler(&inputs, &pairs.days_of_firm, single_events, |assembler| {
            self.concluded(&inputs, &pairs, assembler)
        })
    }

    /// Refuses choices that contradict each other or the events before anything is computed.
    pub(crate) fn checked(&self, announcements: &Announcements) -> Result<(), StudyError> {
        self.spec.validate()?;
        self.columns_exist(announcements)
    }

    /// Does something with what measures pairs under the study's model.
    pub(crate) fn with_assembler<T>(
        &self,
        inputs: &StudyInputs<'_>,
        days_of_firm: &HashMap<usize, Vec<usize>>,
        single_events: bool,
        work: impl FnOnce(&Assembler<'_>) -> Result<T, StudyError>,
    ) -> Result<T, StudyError> {
        let listed;
        let model: &dyn ExpectedReturnModel = match &self.own_model {
            Some(own) => own.as_ref(),
            None => {
                listed = model(&self.spec.model)
                    .ok_or_else(|| StudyError::UnknownModel { id: self.spec.model.clone() })?;
                listed.as_ref()
            }
        };
        inputs.has_compared(model)?;
        let (spec, calendar) = (&self.spec, self.calendar);
        let watch = &self.watch;
        work(&Assembler { spec, calendar, inputs, model, days_of_firm, single_events, watch })
    }

    /// Concludes the study from measured pairs, wherever they were measured.
    pub(crate) fn concluded(
        &self,
        inputs: &StudyInputs<'_>,
        pairs: &Pairs,
        measurements: &dyn Measurements,
    ) -> Result<CrossSectionResults, StudyError> {
        let announcements = inputs.announcements;
        let mut assembled = measurements.study(pairs.list());
        let fits = std::mem::take(&mut assembled.fits);
        self.watch.go_on()?;
        let mut ledger = pairs.ledger.clone();
        let rows = assembled.left_out.iter().map(|left| {
            let reason = left.reason.clone();
            row_of(announcements, left.pair.position, "event", left.code, reason)
        });
        let mut rows: Vec<LedgerRow> = rows.collect();
        // Rows of one file in the order of the file.
        rows.sort_by_key(|row| row.row);
        ledger.append(&mut rows);
        if assembled.section.is_empty() {
            return Err(StudyError::no_events(&ledger));
        }
        ledger.extend(self.windows_missing(announcements, &assembled, measurements));
        ledger.sort_by_key(|row| row.row);

        let section = &assembled.section;
        let counts = self.counts(announcements, pairs, (&assembled, measurements));
        let sample = SampleDescription::of(section, self.calendar, &counts);
        let weights = self.weights(announcements, &assembled);
        let headline = self.headline(&sample, section);
        let of_windows = |test: &TestEntry| self.wants(test, &headline);
        // No headline is about a single day.
        let of_days = |test: &TestEntry| !test.drawn && self.spec.cross_section.asks_for(test.id);
        let context = self.context(section, section.windows(), |test, window| {
            let of_window = self.spec.car_windows.contains(&window) && of_windows(test);
            of_window || (window.len() == 1 && of_days(test))
        });
        let window = self.spec.window;
        let (mut windows, days) = rayon::join(
            || self.windows(&context, &headline, weights.as_deref()),
            || {
                (window.first()..=window.last())
                    .into_par_iter()
                    .filter_map(|t| windows::tested(&context, Window::new(t, t)?, of_days))
                    .collect()
            },
        );
        self.watch.go_on()?;
        lone_event::add_tests(&mut windows, &headline, section, &fits);
        let (spec, calendar) = (&self.spec, self.calendar);
        let (sensitivity, note) =
            Sensitivity { spec, calendar, inputs, measurements, headline: &headline.tests }
                .rows(&context, &assembled, &windows);
        self.watch.go_on()?;
        let groups = self.groups(&assembled, measurements, (announcements, weights.as_deref()));
        let notes = note
            .into_iter()
            .chain(self.without_weight(weights.as_deref()))
            .chain(notes_on_events(&assembled.pairs, &fits))
            .collect();
        let dependent = sample.overlapping_pairs > 0;
        let finished = Finished {
            spec,
            assembler: measurements.assembler(),
            assembled: &assembled,
            context: &context,
            sample: &sample,
            headline: &headline,
            windows: &windows,
        };
        let held = windows.first().map(|w| buy_and_hold_headline(w.held));
        let beside = Beside::of(&finished);
        let family = Family::of(&context, (&windows, &headline), &groups, dependent);
        let regression = self.regression(&context, announcements, &assembled);
        Ok(CrossSectionResults {
            provenance: measurements.provenance(),
            spec: self.spec.clone(),
            beside,
            family,
            groups,
            regression,
            sensitivity,
            path: path(section),
            events: event_rows(&self.spec, self.calendar, announcements, &assembled, fits),
            sample,
            headline,
            windows,
            days,
            ledger_counts: count_codes(&ledger),
            ledger,
            buy_and_hold_headline: held,
            notes,
            section: assembled.section,
        })
    }

    /// Refuses columns that the events have not got before anything is computed.
    fn columns_exist(&self, announcements: &Announcements) -> Result<(), StudyError> {
        let options = &self.spec.cross_section;
        let named = [&options.by, &options.cluster, &options.weight];
        for column in named.into_iter().flatten().chain(&options.regress_on) {
            if !announcements.attributes.contains_key(column) {
                return Err(StudyError::NoColumn {
                    column: column.clone(),
                    columns: announcements.attributes.keys().cloned().collect(),
                });
            }
        }
        Ok(())
    }

    /// Whether a test is to be run: one of those asked for, or of the headlines.
    fn wants(&self, test: &TestEntry, headline: &Headline) -> bool {
        self.spec.cross_section.asks_for(test.id)
            || headline.tests.contains(&test.id)
            || buy_and_hold_headline(2).tests.contains(&test.id)
    }

    fn windows(
        &self,
        context: &TestContext<'_>,
        headline: &Headline,
        weights: Option<&[f64]>,
    ) -> Vec<WindowResult> {
        let of = |window: &Window| {
            let mut result = windows::tested(context, *window, |test| self.wants(test, headline))?;
            if let Some(weights) = weights {
                result.weighted = WeightedMean::of(&context.sample(*window)?, weights);
            }
            Some(result)
        };
        self.spec.car_windows.par_iter().filter_map(of).collect()
    }

    /// The weight of each event of the cross-section, where a column of the events has them.
    fn weights(&self, announcements: &Announcements, assembled: &Assembled) -> Option<Vec<f64>> {
        let column = self.spec.cross_section.weight.as_ref()?;
        let parsed = parse_weights(&announcements.attributes[column]);
        Some(assembled.pairs.iter().map(|pair| parsed[pair.position]).collect())
    }

    fn without_weight(&self, weights: Option<&[f64]>) -> Option<String> {
        let (column, weights) = self.spec.cross_section.weight.as_ref().zip(weights)?;
        let without = weights.iter().filter(|w| w.is_nan()).count();
        (without > 0).then(|| {
            format!(
                "{without} of {} events have no positive number in the column {column} and do not \
                 count in the weighted means",
                weights.len()
            )
        })
    }

    /// A cross-section with the correlations between the events of these windows, which every window
    /// shows, and what its tests share.
    fn context<'s>(
        &'s self,
        section: &'s CrossSection,
        windows: &[Window],
        wanted: impl Fn(&TestEntry, Window) -> bool,
    ) -> TestContext<'s> {
        TestContext::new(section, &self.spec.cross_section.tests)
            .with(SharedStatistic::Correlations, windows)
            .for_tests(windows, wanted)
    }

    fn headline(&self, sample: &SampleDescription, section: &CrossSection) -> Headline {
        let first = self.spec.car_windows.first().and_then(|window| section.column_of(*window));
        let cars = first.map_or(&[][..], |column| section.cars(column));
        let n = cars.iter().filter(|car| car.is_finite()).count();
        if section.is_fitted() {
            return headline_without_variance(sample, n);
        }
        headline(sample, n, section.portfolio().is_some())
    }

    /// What the sample is missing, for its description.
    fn counts(
        &self,
        announcements: &Announcements,
        pairs: &Pairs,
        (assembled, measurements): (&Assembled, &dyn Measurements),
    ) -> SampleCounts {
        let length = self.spec.estimation_length + self.spec.window.len();
        let time_line = self.spec.time_line();
        // What lies next to another event of the firm is not missing, it is kept out.
        let kept_out = |i: usize| {
            let Pair { firm, day_zero, .. } = assembled.pairs[i];
            let days = pairs.days_of_firm.get(&firm).map_or(&[][..], Vec::as_slice);
            let stretches = time_line.stretches_near_other_events(days, day_zero);
            stretches.map(|stretch| stretch.len() as u64).sum::<u64>()
        };
        let section = &assembled.section;
        let bars_of = |i: usize| {
            let window = section.abnormal(i).iter().filter(|ar| ar.is_finite()).count();
            (section.residuals(i).len(), window)
        };
        let zero =
            |i: usize| measurements.zero_returns(&assembled.pairs[i], section.residual_times(i));
        let (present, estimation, zero, kept_out) = (0..section.len())
            .into_par_iter()
            .map(|i| {
                let (estimation, window) = bars_of(i);
                ((estimation + window) as u64, estimation as u64, zero(i), kept_out(i))
            })
            .reduce(|| (0, 0, 0, 0), |a, b| (a.0 + b.0, a.1 + b.1, a.2 + b.2, a.3 + b.3));
        let bars = ((length * section.len()) as u64).saturating_sub(kept_out);
        SampleCounts {
            asked: announcements.len() + announcements.rejected.len(),
            bars,
            kept_out,
            missing: bars - present.min(bars),
            estimation_returns: estimation,
            zero,
        }
    }

    /// A ledger row for each event that is not in all CAR windows.
    fn windows_missing(
        &self,
        announcements: &Announcements,
        assembled: &Assembled,
        measurements: &dyn Measurements,
    ) -> Vec<LedgerRow> {
        let section = &assembled.section;
        let columns: Vec<(usize, Window)> = self
            .spec
            .car_windows
            .iter()
            .filter_map(|w| Some((section.column_of(*w)?, *w)))
            .collect();
        let first = self.spec.window.first();
        let mut rows = Vec::new();
        for (i, pair) in assembled.pairs.iter().enumerate() {
            let windows: Vec<String> = columns
                .iter()
                .filter(|(column, _)| !section.car(i, *column).is_finite())
                .map(|(_, window)| window.to_string())
                .collect();
            if windows.is_empty() {
                continue;
            }
            let missing: Vec<i32> = section
                .abnormal(i)
                .iter()
                .zip(first..)
                .filter(|(ar, _)| !ar.is_finite())
                .map(|(_, t)| t)
                .collect();
            let gap = measurements.gap(pair, &missing);
            let reason = format!("{}: not in the windows {}", gap.reason, windows.join(", "));
            rows.push(row_of(announcements, pair.position, "window", gap.code, reason));
        }
        rows
    }

    fn groups(
        &self,
        assembled: &Assembled,
        measurements: &dyn Measurements,
        (announcements, weights): (&Announcements, Option<&[f64]>),
    ) -> Vec<GroupResult> {
        let Some(column) = &self.spec.cross_section.by else { return Vec::new() };
        let values = &announcements.attributes[column];
        let mut members: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (i, pair) in assembled.pairs.iter().enumerate() {
            members.entry(values[pair.position].as_str()).or_default().push(i);
        }
        let result = |(value, events): (&str, Vec<usize>)| {
            let section: CrossSection = assembled.part(&events, measurements);
            let counts = SampleCounts::default();
            let sample = SampleDescription::of(&section, self.calendar, &counts);
            let own: Option<Vec<f64>> =
                weights.map(|weights| events.iter().map(|i| weights[*i]).collect());
            let headline = self.headline(&sample, &section);
            let context = self
                .context(&section, &self.spec.car_windows, |test, _| self.wants(test, &headline));
            let windows = self.windows(&context, &headline, own.as_deref());
            let (column, value) = (column.clone(), value.to_owned());
            GroupResult { column, value, events: events.len(), headline, windows }
        };
        members.into_iter().map(result).collect()
    }

    fn regression<'e>(
        &'e self,
        context: &TestContext<'_>,
        announcements: &'e Announcements,
        assembled: &Assembled,
    ) -> Option<RegressionResult> {
        let columns = &self.spec.cross_section.regress_on;
        let window = self.spec.car_windows.first().filter(|_| !columns.is_empty())?;
        let sample = context.sample(*window)?;
        let cell =
            |values: &'e [String], event: &usize| values[assembled.pairs[*event].position].as_str();
        let columns: Vec<(&str, Vec<&str>)> = columns
            .iter()
            .map(|name| {
                let values = &announcements.attributes[name];
                (name.as_str(), sample.events.iter().map(|i| cell(values, i)).collect())
            })
            .collect();
        Some(regress(&sample, &columns))
    }
}

/// What is true of some events, with their number.
fn notes_on_events(pairs: &[Pair], fits: &[Fit]) -> Vec<String> {
    let all = pairs.len();
    let mut notes = Vec::new();
    let uncertain = pairs.iter().filter(|pair| pair.uncertain).count();
    if uncertain > 0 {
        notes.push(format!(
            "{uncertain} of {all} events may have become public on either of two days 0; the earlier one \
             is used, and they have the flag day_zero_uncertain"
        ));
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for note in fits.iter().flat_map(|fit| &fit.notes) {
        *counts.entry(note).or_insert(0) += 1;
    }
    notes.extend(counts.into_iter().map(|(note, n)| format!("{n} of {all} events: {note}")));
    notes
}

fn count_codes(ledger: &[LedgerRow]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for row in ledger {
        *counts.entry(row.code.to_owned()).or_insert(0) += 1;
    }
    counts
}
