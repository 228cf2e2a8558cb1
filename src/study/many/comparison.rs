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
pub(crate) struct Comparison<'a> {
    pub(crate) window: Window,
    pub(crate) tests: &'a [TestId],
    /// The choices of the tests.
    pub(crate) options: &'a TestOptions,
    /// A part of the sample, with a portfolio of its own if the sample has one.
    pub(crate) part: &'a (dyn Fn(&[usize]) -> CrossSection + Sync),
    /// Whether parts of the sample are tested as well, which for a hundred thousand events costs as
    /// much as the study itself.
    pub(crate) tested: bool,
}

/// What events with a flag are called.
#[derive(Clone, Copy)]
pub(crate) struct Flagged {
    pub(crate) one: &'static str,
    pub(crate) several: &'static str,
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
    pub(crate) fn without_most_influential(
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
    pub(crate) fn without_flagged(
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
    pub(crate) fn other_windows(&self, windows: &[WindowResult]) -> Vec<SensitivityRow> {
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
    pub(crate) fn day_zero_shifted(
        &self,
        remeasure: &(dyn Fn(i32) -> Remeasured + Sync),
    ) -> Vec<SensitivityRow> {
        [(-1, "day 0 one session earlier"), (1, "day 0 one session later")]
            .into_par_iter()
            .map(|(shift, choice)| self.remeasured("day_zero", choice, remeasure(shift)))
            .collect()
    }

    /// Other models by their ids, measured anew.
    pub(crate) fn other_models(
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::simulated::event;
    use crate::study::many::window_result;

    const RESIDUALS: [f64; 6] = [0.01, -0.02, 0.015, -0.005, 0.01, -0.01];

    fn day(t: i32) -> Window {
        Window::new(t, t).unwrap()
    }

    fn section() -> CrossSection {
        let mut section =
            CrossSection::new(Window::new(0, 1).unwrap(), &[Window::new(0, 1).unwrap()]);
        for (i, car) in [0.01, f64::NAN, 0.02, 0.09, 0.03].into_iter().enumerate() {
            section.push(&event(10 * i, i, &RESIDUALS, &[car, 0.01]));
        }
        section
    }

    fn rows(options: &TestOptions) -> Comparison<'_> {
        let part: &(dyn Fn(&[usize]) -> CrossSection + Sync) = &|events| section().subset(events);
        Comparison {
            window: day(0),
            tests: &[TestId::CrossSectionalT],
            options,
            part,
            tested: true,
        }
    }

    #[test]
    fn without_the_event_that_carries_the_mean() {
        let options = TestOptions::default();
        let row =
            rows(&options).without_most_influential(&section(), &|i| format!("no. {i}")).unwrap();
        assert!(row.choice.contains("no. 3"), "{}", row.choice);
        // 1, 2 and 3 per cent: mean 2, sd 1.
        assert_eq!(row.events, 3);
        assert!((row.mean.unwrap() - 0.02).abs() < 1e-15);
        assert!((row.standard_error.unwrap() - 0.01 / 3.0_f64.sqrt()).abs() < 1e-15);
        assert_eq!(row.tests.len(), 1);
        let few = section().subset(&[0, 2]);
        assert!(rows(&options).without_most_influential(&few, &|_| String::new()).is_none());
    }

    #[test]
    fn flagged_events_are_counted_and_no_flag_is_no_row() {
        let options = TestOptions::default();
        let row = rows(&options)
            .without_flagged(
                &section(),
                &|i| i >= 3,
                Flagged { one: "event", several: "events dated without a time" },
            )
            .unwrap();
        assert_eq!((row.events, row.choice.as_str()), (2, "without 2 events dated without a time"));
        let untested = Comparison { tested: false, ..rows(&options) }
            .without_flagged(&section(), &|i| i >= 3, Flagged { one: "event", several: "events" })
            .unwrap();
        assert_eq!((untested.mean, untested.standard_error), (row.mean, row.standard_error));
        assert!(untested.tests.is_empty() && untested.events == row.events);
        assert!(
            rows(&options)
                .without_flagged(&section(), &|_| false, Flagged { one: "", several: "" })
                .is_none()
        );
        let none = rows(&options)
            .without_flagged(&section(), &|_| true, Flagged { one: "event", several: "events" })
            .unwrap();
        assert!(none.mean.is_none() && none.missing.is_some());
    }

    #[test]
    fn other_windows_days_and_models_have_their_rows_or_reasons() {
        let options = TestOptions::default();
        let rows = rows(&options);
        let long = Window::new(0, 1).unwrap();
        let (section_of_two, options) = (section(), TestOptions::default());
        let context = TestContext::new(&section_of_two, &options);
        let results = [day(0), long].map(|w| window_result(&context, w, false).unwrap());
        let windows = rows.other_windows(&results);
        assert_eq!(windows.len(), 1);
        assert!((windows[0].mean.unwrap() - 0.0475).abs() < 1e-15);
        assert_eq!(windows[0].tests.len(), 1);
        assert_eq!(windows[0].missing, None);
        let shifted = rows.day_zero_shifted(&|shift| {
            if shift > 0 { Ok(section()) } else { Err("outside the calendar".into()) }
        });
        assert_eq!(shifted[0].missing.as_deref(), Some("outside the calendar"));
        assert_eq!(shifted[1].events, 4);
        let models = rows.other_models(&["market-model", "ff3"], &|id| {
            if id == "ff3" { Err("no factors".into()) } else { Ok(section()) }
        });
        assert_eq!((models[0].choice.as_str(), models[1].mean), ("market-model", None));
    }
}
