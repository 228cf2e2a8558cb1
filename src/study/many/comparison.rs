//! Rows that hold the headline window against other choices.

use rayon::prelude::*;
use serde::Serialize;

use super::windows::WindowResult;
use crate::abnormal::CrossSection;
use crate::inference::{Outcome, TestContext, TestId, TestOptions, mean, standard_deviation};
use crate::returns::Window;

/// The headline window under another choice.
#[derive(Clone, Debug, Serialize)]
pub struct SensitivityRow {
    /// What kind of choice: `model`, `window`, `day_zero`, `events`, `exclusion`.
    pub kind: &'static str,
    /// The choice, in words.
    pub choice: String,
    /// The window.
    pub window: Window,
    /// Events.
    pub events: usize,
    /// The mean CAR.
    pub mean: Option<f64>,
    /// The standard error of the mean from the spread over events.
    pub standard_error: Option<f64>,
    /// The headline tests.
    pub tests: Vec<Outcome>,
    /// Why there is no value.
    pub missing: Option<String>,
}

/// The headline window and the tests that every row of the comparison has.
pub struct Comparison<'a> {
    #[doc(hidden)]
    pub window: Window,
    #[doc(hidden)]
    pub tests: &'a [TestId],
    /// The choices of the tests.
    #[doc(hidden)]
    pub options: &'a TestOptions,
    /// A part of the sample, with a portfolio of its own if the sample has one.
    #[doc(hidden)]
    pub part: &'a (dyn Fn(&[usize]) -> CrossSection + Sync),
    /// Whether parts of the sample are tested as well, which for a hundred thousand events costs as
    /// much as the study itself.
    #[doc(hidden)]
    pub tested: bool,
}

/// What events with a flag are called.
#[derive(Clone, Copy)]
#[allow(missing_docs)]
pub struct Flagged {
    pub one: &'static str,
    pub several: &'static str,
}

/// The events measured otherwise, or a sentence where that cannot be done.
pub(crate) type Remeasured = Result<CrossSection, String>;

impl Comparison<'_> {
    /// A row for a cross-section and a window of it.
    pub(crate) fn row(
        &self,
        kind: &'static str,
        choice: impl Into<String>,
        section: &CrossSection,
        window: Window,
    ) -> SensitivityRow {
        let mut row = self.missing(kind, choice, window, "no event has all days of the window");
        let context = TestContext::new(section, self.options)
            .for_tests(&[window], |test, _| self.tests.contains(&test.id));
        let Some(sample) = context.sample(window) else {
            row.missing = Some(format!("the window {window} is not among those measured"));
            return row;
        };
        if sample.is_empty() {
            return row;
        }
        let n = sample.len() as f64;
        row.events = sample.len();
        row.mean = Some(mean(&sample.car));
        row.standard_error = standard_deviation(&sample.car).map(|sd| sd / n.sqrt());
        row.tests =
            self.tests.iter().filter_map(|id| id.of_many()?.run).map(|run| run(&sample)).collect();
        row.missing = None;
        row
    }

    /// A row for a choice that could not be computed.
    pub(crate) fn missing(
        &self,
        kind: &'static str,
        choice: impl Into<String>,
        window: Window,
        reason: impl Into<String>,
    ) -> SensitivityRow {
        SensitivityRow {
            kind,
            choice: choice.into(),
            window,
            events: 0,
            mean: None,
            standard_error: None,
            tests: Vec::new(),
            missing: Some(reason.into()),
        }
    }

    /// The event without which the mean changes most, left out; `name` names it. `None` for fewer
    /// than three events.
    ///
    /// # Formula
    /// `argmax |mean - mean_(-i)|`, which is `argmax |CAR_i - mean|/(N - 1)`; the first one of equals.
    #[doc(hidden)]
    pub fn without_most_influential(
        &self,
        section: &CrossSection,
        name: &dyn Fn(usize) -> String,
    ) -> Option<SensitivityRow> {
        let column = section.column_of(self.window)?;
        let valid: Vec<usize> =
            (0..section.len()).filter(|i| section.car(*i, column).is_finite()).collect();
        let cars: Vec<f64> = valid.iter().map(|i| section.car(*i, column)).collect();
        if cars.len() < 3 {
            return None;
        }
        let center = mean(&cars);
        let distance = |k: &usize| (cars[*k] - center).abs();
        let most = (0..cars.len())
            .max_by(|a, b| distance(a).total_cmp(&distance(b)).then(b.cmp(a)))
            .map(|k| valid[k])?;
        let rest: Vec<usize> = valid.into_iter().filter(|i| *i != most).collect();
        let choice = format!("without the most influential event, {}", name(most));
        Some(self.row_of_part("events", choice, section, &rest))
    }

    /// The sample without the events that have a flag; `None` where none has it.
    #[doc(hidden)]
    pub fn without_flagged(
        &self,
        section: &CrossSection,
        flagged: &dyn Fn(usize) -> bool,
        words: Flagged,
    ) -> Option<SensitivityRow> {
        let rest: Vec<usize> = (0..section.len()).filter(|i| !flagged(*i)).collect();
        let left_out = section.len() - rest.len();
        let what = if left_out == 1 { words.one } else { words.several };
        let choice = format!("without {left_out} {what}");
        (left_out > 0).then(|| self.row_of_part("exclusion", choice, section, &rest))
    }

    /// The other windows of the study, as they were tested.
    #[doc(hidden)]
    pub fn other_windows(&self, windows: &[WindowResult]) -> Vec<SensitivityRow> {
        let chosen = |result: &WindowResult| {
            let of = |id: &TestId| result.tests.iter().find(|t| t.test() == *id).cloned();
            self.tests.iter().filter_map(of).collect()
        };
        windows
            .iter()
            .filter(|result| result.window != self.window)
            .map(|result| SensitivityRow {
                events: result.events,
                mean: result.mean,
                standard_error: result.standard_error,
                tests: chosen(result),
                missing: (result.events == 0)
                    .then(|| "no event has all days of the window".to_owned()),
                ..self.missing("window", format!("window {}", result.window), result.window, "")
            })
            .collect()
    }

    /// A row for a part of the sample: its mean and standard error, and the headline tests unless
    /// that is too much for a comparison.
    fn row_of_part(
        &self,
        kind: &'static str,
        choice: String,
        section: &CrossSection,
        events: &[usize],
    ) -> SensitivityRow {
        if self.tested {
            return self.row(kind, choice, &(self.part)(events), self.window);
        }
        let none = "no event has all days of the window";
        let row = self.missing(kind, choice, self.window, none);
        let Some(column) = section.column_of(self.window) else { return row };
        let cars: Vec<f64> =
            events.iter().map(|i| section.car(*i, column)).filter(|c| c.is_finite()).collect();
        if cars.is_empty() {
            return row;
        }
        let n = cars.len() as f64;
        SensitivityRow {
            events: cars.len(),
            mean: Some(mean(&cars)),
            standard_error: standard_deviation(&cars).map(|sd| sd / n.sqrt()),
            missing: None,
            ..row
        }
    }

    /// Day 0 one session earlier and one later, measured anew.
    #[doc(hidden)]
    pub fn day_zero_shifted(
        &self,
        remeasure: &(dyn Fn(i32) -> Remeasured + Sync),
    ) -> Vec<SensitivityRow> {
        [(-1, "day 0 one session earlier"), (1, "day 0 one session later")]
            .into_par_iter()
            .map(|(shift, choice)| self.remeasured("day_zero", choice, remeasure(shift)))
            .collect()
    }

    /// Other models by their ids, measured anew.
    #[doc(hidden)]
    pub fn other_models(
        &self,
        models: &[&'static str],
        remeasure: &(dyn Fn(&'static str) -> Remeasured + Sync),
    ) -> Vec<SensitivityRow> {
        models.par_iter().map(|id| self.remeasured("model", id, remeasure(id))).collect()
    }

    fn remeasured(&self, kind: &'static str, choice: &str, section: Remeasured) -> SensitivityRow {
        match section {
            Ok(section) => self.row(kind, choice, &section, self.window),
            Err(reason) => self.missing(kind, choice, self.window, reason),
        }
    }
}
