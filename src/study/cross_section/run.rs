//! The study of many events on one screen.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::assemble::{Assembled, Assembler};
use super::pairs::{Pairs, row_of};
use super::sensitivity::Sensitivity;
use super::{
    CrossSectionResults, GroupResult, Headline, LedgerRow, RegressionResult, SampleCounts,
    SampleDescription, StudyInputs, WindowResult, event_rows, headline, path, regress,
    window_result,
};
use crate::abnormal::CrossSection;
use crate::calendar::TradingCalendar;
use crate::event::Announcements;
use crate::inference::TestContext;
use crate::models::{ExpectedReturnModel, model};
use crate::returns::{ReturnPanel, Window};
use crate::study::{StudyError, StudySpec, Watch};

/// A study of many events.
///
/// ```
/// use eventstudy::event::Announcements;
/// use eventstudy::prelude::*;
/// use eventstudy::prices::PricePanel;
/// use eventstudy::returns::ReturnPanel;
/// use eventstudy::study::cross_section::CrossSectionStudy;
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
    spec: StudySpec,
    calendar: &'a TradingCalendar,
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
    /// # Errors
    /// [`StudyError`] where the specification contradicts itself, names a column that the events
    /// have not got, or nothing at all could be computed.
    pub fn run(
        &self,
        announcements: &Announcements,
        panel: &ReturnPanel,
    ) -> Result<CrossSectionResults, StudyError> {
        self.spec.validate()?;
        self.columns_exist(announcements)?;
        let listed;
        let model: &dyn ExpectedReturnModel = match &self.own_model {
            Some(own) => own.as_ref(),
            None => {
                listed = model(&self.spec.model)
                    .ok_or_else(|| StudyError::UnknownModel { id: self.spec.model.clone() })?;
                listed.as_ref()
            }
        };
        let inputs = StudyInputs::new(announcements, panel, &self.spec, self.calendar);
        let pairs =
            Pairs::of(announcements, &self.spec, self.calendar, &|ticker| panel.firm(ticker));
        let assembler = Assembler {
            spec: &self.spec,
            calendar: self.calendar,
            inputs: &inputs,
            model,
            days_of_firm: &pairs.days_of_firm,
            watch: &self.watch,
        };
        let mut assembled = assembler.assemble(pairs.list());
        self.watch.go_on()?;
        let mut ledger = pairs.ledger.clone();
        ledger.append(&mut assembled.ledger);
        if assembled.section.is_empty() {
            return Err(StudyError::no_events(&ledger));
        }
        assembled.section.set_portfolio(assembler.portfolio(&assembled.pairs));
        ledger.extend(self.windows_missing(&inputs, &assembled));
        ledger.sort_by_key(|row| row.row);

        let section = &assembled.section;
        let counts = self.counts(&inputs, &assembled);
        let sample = SampleDescription::of(section, self.calendar, &counts);
        let context = TestContext::new(section, &self.spec.cross_section.tests);
        context.prepare();
        let windows = self.windows(&context);
        let window = self.spec.window;
        let days = (window.first()..=window.last())
            .into_par_iter()
            .filter_map(|t| window_result(&context, Window::new(t, t)?, false))
            .collect();
        self.watch.go_on()?;
        let headline = self.headline(&sample, &windows, section);
        let (sensitivity, note) = Sensitivity { assembler: &assembler, headline: &headline.tests }
            .rows(&context, &assembled);
        self.watch.go_on()?;
        Ok(CrossSectionResults {
            provenance: inputs.provenance(self.calendar),
            spec: self.spec.clone(),
            groups: self.groups(announcements, &assembled),
            regression: self.regression(&context, announcements, &assembled)?,
            sensitivity,
            path: path(section),
            events: event_rows(&self.spec, self.calendar, announcements, &assembled),
            sample,
            headline,
            windows,
            days,
            ledger_counts: count_codes(&ledger),
            ledger,
            notes: note.into_iter().collect(),
            section: assembled.section.clone(),
        })
    }

    /// Refuses columns that the events have not got before anything is computed.
    fn columns_exist(&self, announcements: &Announcements) -> Result<(), StudyError> {
        let options = &self.spec.cross_section;
        let named = [&options.by, &options.cluster];
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

    fn windows(&self, context: &TestContext<'_>) -> Vec<WindowResult> {
        let windows = &self.spec.car_windows;
        windows.iter().filter_map(|w| window_result(context, *w, true)).collect()
    }

    fn headline(
        &self,
        sample: &SampleDescription,
        windows: &[WindowResult],
        section: &CrossSection,
    ) -> Headline {
        let n = windows.first().map_or(0, |w| w.events);
        headline(sample, n, section.portfolio().is_some())
    }

    /// What the sample is missing, for its description.
    fn counts(&self, inputs: &StudyInputs<'_>, assembled: &Assembled) -> SampleCounts {
        let announcements = inputs.announcements;
        let length = self.spec.estimation_length + self.spec.window.len();
        let section = &assembled.section;
        let bars_of = |i: usize| {
            let window = section.abnormal(i).iter().filter(|ar| ar.is_finite()).count();
            (section.residuals(i).len(), window)
        };
        let zero = |i: usize| {
            let series = inputs.panel.series(assembled.pairs[i].firm);
            let day_zero = assembled.pairs[i].day_zero as i64;
            let at = |t: &&i32| series.at((day_zero + i64::from(**t)) as usize) == 0.0;
            section.residual_times(i).iter().filter(at).count() as u64
        };
        let (present, estimation, zero) = (0..section.len())
            .into_par_iter()
            .map(|i| {
                let (estimation, window) = bars_of(i);
                ((estimation + window) as u64, estimation as u64, zero(i))
            })
            .reduce(|| (0, 0, 0), |a, b| (a.0 + b.0, a.1 + b.1, a.2 + b.2));
        let bars = (length * section.len()) as u64;
        SampleCounts {
            asked: announcements.len() + announcements.rejected.len(),
            bars,
            missing: bars - present.min(bars),
            estimation_returns: estimation,
            zero,
        }
    }

    /// A ledger row for each event that is not in all CAR windows.
    fn windows_missing(&self, inputs: &StudyInputs<'_>, assembled: &Assembled) -> Vec<LedgerRow> {
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
            let session = |t: &i32| (pair.day_zero as i64 + i64::from(*t)).max(0) as usize;
            let series = inputs.panel.series(pair.firm);
            let end = series.first + series.values.len();
            let halted = |t: &i32| inputs.panel.prices().halted(pair.firm, session(t));
            let (code, why) = if missing.first().is_some_and(|t| session(t) >= end) {
                ("delisted", ", where the firm's bars end")
            } else if missing.iter().any(halted) {
                ("halted", ", where the firm did not trade")
            } else {
                ("missing_event_bar", "")
            };
            let days: Vec<String> = missing.iter().take(5).map(|t| format!("{t:+}")).collect();
            let more = if missing.len() > 5 { ", ..." } else { "" };
            let reason = format!(
                "no return on day {}{more}{why}: not in the windows {}",
                days.join(", "),
                windows.join(", ")
            );
            rows.push(row_of(inputs.announcements, pair.position, "window", code, reason));
        }
        rows
    }

    fn groups(&self, announcements: &Announcements, assembled: &Assembled) -> Vec<GroupResult> {
        let Some(column) = &self.spec.cross_section.by else { return Vec::new() };
        let values = &announcements.attributes[column];
        let mut members: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (i, pair) in assembled.pairs.iter().enumerate() {
            members.entry(values[pair.position].as_str()).or_default().push(i);
        }
        let result = |(value, events): (&str, Vec<usize>)| {
            let section: CrossSection = assembled.section.subset(&events);
            let context = TestContext::new(&section, &self.spec.cross_section.tests);
            let counts = SampleCounts::default();
            let sample = SampleDescription::of(&section, self.calendar, &counts);
            let windows = self.windows(&context);
            GroupResult {
                column: column.clone(),
                value: value.to_owned(),
                events: events.len(),
                headline: self.headline(&sample, &windows, &section),
                windows,
            }
        };
        members.into_iter().map(result).collect()
    }

    fn regression(
        &self,
        context: &TestContext<'_>,
        announcements: &Announcements,
        assembled: &Assembled,
    ) -> Result<Option<RegressionResult>, StudyError> {
        let columns = &self.spec.cross_section.regress_on;
        let window = self.spec.car_windows.first().filter(|_| !columns.is_empty());
        let Some(sample) = window.and_then(|w| context.sample(*w)) else { return Ok(None) };
        let rows: Vec<usize> = assembled.pairs.iter().map(|p| p.position).collect();
        regress(&sample, &announcements.attributes, &rows, columns).map(Some)
    }
}

fn count_codes(ledger: &[LedgerRow]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for row in ledger {
        *counts.entry(row.code.to_owned()).or_insert(0) += 1;
    }
    counts
}
