//! The study of many events on one screen.

use std::collections::BTreeMap;

use super::assemble::{Assembled, Assembler};
use super::pairs::{Pairs, row_of};
use super::{
    CrossSectionResults, EventRow, GroupResult, LedgerRow, StudyInputs, path, window_result,
};
use crate::abnormal::CrossSection;
use crate::calendar::TradingCalendar;
use crate::inference::{TestContext, single_event};
use crate::models::{ExpectedReturnModel, model};
use crate::returns::Window;
use crate::study::{StudyError, StudySpec};

/// A study of many events.
pub struct CrossSectionStudy<'a> {
    spec: StudySpec,
    calendar: &'a TradingCalendar,
    own_model: Option<Box<dyn ExpectedReturnModel>>,
}

impl<'a> CrossSectionStudy<'a> {
    /// A study with this specification.
    pub fn new(spec: StudySpec, calendar: &'a TradingCalendar) -> Self {
        Self { spec, calendar, own_model: None }
    }

    /// Uses a model of your own instead of the one the specification names.
    #[must_use]
    pub fn with_model(mut self, model: impl ExpectedReturnModel + 'static) -> Self {
        self.spec.model = model.id().to_owned();
        self.own_model = Some(Box::new(model));
        self
    }

    /// Runs the study. A pair that cannot be studied becomes a row of the ledger.
    ///
    /// # Errors
    /// [`StudyError`] where the specification contradicts itself, names a column that the events
    /// have not got, or nothing at all could be computed.
    pub fn run(&self, inputs: &StudyInputs<'_>) -> Result<CrossSectionResults, StudyError> {
        self.spec.validate()?;
        let listed;
        let model: &dyn ExpectedReturnModel = match &self.own_model {
            Some(own) => own.as_ref(),
            None => {
                listed = model(&self.spec.model)
                    .ok_or_else(|| StudyError::UnknownModel { id: self.spec.model.clone() })?;
                listed.as_ref()
            }
        };
        let pairs = Pairs::of(inputs.announcements, &self.spec, self.calendar, &|ticker| {
            inputs.panel.firm(ticker)
        });
        let assembler = Assembler {
            spec: &self.spec,
            calendar: self.calendar,
            inputs,
            model,
            days_of_firm: &pairs.days_of_firm,
        };
        let assembled = assembler.assemble(pairs.list());
        let mut ledger = pairs.ledger;
        ledger.extend(assembled.ledger.iter().cloned());
        ledger.extend(self.windows_missing(inputs, &assembled));
        ledger.sort_by_key(|row| row.row);
        if assembled.section.is_empty() {
            return Err(StudyError::no_events(&ledger));
        }
        let context = TestContext::new(&assembled.section, &self.spec.cross_section.tests);
        let windows = self
            .spec
            .car_windows
            .iter()
            .filter_map(|w| window_result(&context, *w))
            .collect::<Vec<_>>();
        let window = self.spec.window;
        let days = (window.first()..=window.last())
            .filter_map(|t| window_result(&context, Window::new(t, t)?))
            .collect();
        let mut ledger_counts = BTreeMap::new();
        for row in &ledger {
            *ledger_counts.entry(row.code.to_owned()).or_insert(0) += 1;
        }
        Ok(CrossSectionResults {
            provenance: inputs.provenance.clone(),
            spec: self.spec.clone(),
            sample: Default::default(),
            headline: Default::default(),
            windows,
            days,
            path: path(&assembled.section),
            groups: self.groups(inputs, &assembled)?,
            sensitivity: Vec::new(),
            ledger,
            ledger_counts,
            notes: Vec::new(),
            events: self.event_rows(inputs, &assembled),
            section: assembled.section.clone(),
        })
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
            let series = inputs.panel.series(pair.firm);
            let end = series.first + series.values.len();
            let gone =
                missing.first().is_some_and(|t| pair.day_zero as i64 + i64::from(*t) >= end as i64);
            let days: Vec<String> = missing.iter().take(5).map(|t| format!("{t:+}")).collect();
            let more = if missing.len() > 5 { ", ..." } else { "" };
            let code = if gone { "delisted" } else { "missing_event_bar" };
            let ends = if gone { ", where the firm's bars end" } else { "" };
            let reason = format!(
                "no return on day {}{more}{ends}: not in the windows {}",
                days.join(", "),
                windows.join(", ")
            );
            rows.push(row_of(inputs.announcements, pair.position, "window", code, reason));
        }
        rows
    }

    fn groups(
        &self,
        inputs: &StudyInputs<'_>,
        assembled: &Assembled,
    ) -> Result<Vec<GroupResult>, StudyError> {
        let Some(column) = &self.spec.cross_section.by else { return Ok(Vec::new()) };
        let values =
            inputs.announcements.attributes.get(column).ok_or_else(|| StudyError::NoColumn {
                column: column.clone(),
                columns: inputs.announcements.attributes.keys().cloned().collect(),
            })?;
        let mut members: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (i, pair) in assembled.pairs.iter().enumerate() {
            members.entry(values[pair.position].as_str()).or_default().push(i);
        }
        let result = |(value, events): (&str, Vec<usize>)| {
            let section: CrossSection = assembled.section.subset(&events);
            let context = TestContext::new(&section, &self.spec.cross_section.tests);
            GroupResult {
                column: column.clone(),
                value: value.to_owned(),
                events: events.len(),
                headline: Default::default(),
                windows: self
                    .spec
                    .car_windows
                    .iter()
                    .filter_map(|w| window_result(&context, *w))
                    .collect(),
            }
        };
        Ok(members.into_iter().map(result).collect())
    }

    fn event_rows(&self, inputs: &StudyInputs<'_>, assembled: &Assembled) -> Vec<EventRow> {
        let section = &assembled.section;
        let column = self.spec.car_windows.first().and_then(|w| section.column_of(*w));
        let some = |v: f64| v.is_finite().then_some(v);
        assembled
            .pairs
            .iter()
            .enumerate()
            .map(|(i, pair)| {
                let member = section.members()[i];
                let car = column.and_then(|c| some(section.car(i, c)));
                let standard_error = column.and_then(|c| some(section.variance(i, c).sqrt()));
                let test = car.zip(standard_error).and_then(|(car, se)| {
                    single_event(car, se, member.degrees_of_freedom).p_value()
                });
                let mut flags = Vec::new();
                if pair.date_only {
                    flags.push("date_only");
                }
                if pair.overlaps {
                    flags.push("overlap");
                }
                EventRow {
                    event: inputs.announcements.ids[pair.position].clone(),
                    ticker: inputs.announcements.ticker(pair.position).to_string(),
                    day_zero: self.calendar.days()[pair.day_zero].date,
                    estimation_bars: section.residuals(i).len(),
                    degrees_of_freedom: member.degrees_of_freedom,
                    sigma: member.sigma,
                    car,
                    standard_error,
                    p_value: test,
                    buy_and_hold: column.and_then(|c| some(section.buy_and_hold(i, c))),
                    flags,
                }
            })
            .collect()
    }
}
