//! The headline window under other choices, side by side.

use super::SensitivityRow;
use crate::abnormal::CrossSection;
use crate::inference::{TESTS, TestContext, TestOptions, mean, standard_deviation};
use crate::returns::Window;

/// What every row has in common.
#[derive(Clone, Copy)]
pub struct SideBySide<'a> {
    /// The headline window.
    pub window: Window,
    /// The headline tests.
    pub tests: &'a [&'static str],
    /// The choices of the tests.
    pub options: &'a TestOptions,
    /// A part of the sample, with a portfolio of its own if the sample has one.
    pub part: &'a dyn Fn(&[usize]) -> CrossSection,
}

/// The same events measured otherwise, or a sentence where that cannot be done.
pub type Remeasured = Result<CrossSection, String>;

impl SideBySide<'_> {
    /// A row for a cross-section and a window of it.
    pub fn row(
        &self,
        kind: &'static str,
        choice: impl Into<String>,
        section: &CrossSection,
        window: Window,
    ) -> SensitivityRow {
        let mut row = self.missing(kind, choice, window, "no event has all days of the window");
        let context = TestContext::new(section, self.options);
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
        row.tests = self
            .tests
            .iter()
            .filter_map(|id| TESTS.iter().find(|test| test.id == *id)?.run)
            .map(|run| run(&sample))
            .collect();
        row.missing = None;
        row
    }

    /// A row for a choice that could not be computed.
    pub fn missing(
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
        Some(self.row("events", choice, &(self.part)(&rest), self.window))
    }

    /// The sample without the events that have a flag; `None` where none has it.
    pub fn without_flagged(
        &self,
        section: &CrossSection,
        flagged: &dyn Fn(usize) -> bool,
        (one, several): (&str, &str),
    ) -> Option<SensitivityRow> {
        let rest: Vec<usize> = (0..section.len()).filter(|i| !flagged(*i)).collect();
        let left_out = section.len() - rest.len();
        let what = if left_out == 1 { one } else { several };
        let choice = format!("without {left_out} {what}");
        (left_out > 0).then(|| self.row("exclusion", choice, &(self.part)(&rest), self.window))
    }

    /// The other windows of the cross-section that hold more than one day, and these.
    pub fn other_windows(&self, section: &CrossSection, windows: &[Window]) -> Vec<SensitivityRow> {
        windows
            .iter()
            .filter(|window| **window != self.window)
            .map(|window| self.row("window", format!("window {window}"), section, *window))
            .collect()
    }

    /// Day 0 one session earlier and one later, measured anew.
    pub fn day_zero_shifted(&self, remeasure: &dyn Fn(i32) -> Remeasured) -> Vec<SensitivityRow> {
        [(-1, "day 0 one session earlier"), (1, "day 0 one session later")]
            .into_iter()
            .map(|(shift, choice)| self.remeasured("day_zero", choice, remeasure(shift)))
            .collect()
    }

    /// Other models by their ids, measured anew.
    pub fn other_models(
        &self,
        models: &[&'static str],
        remeasure: &dyn Fn(&'static str) -> Remeasured,
    ) -> Vec<SensitivityRow> {
        models.iter().map(|id| self.remeasured("model", id, remeasure(id))).collect()
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
    use crate::study::cross_section::simulated::event;

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

    fn rows(options: &TestOptions) -> SideBySide<'_> {
        let part: &dyn Fn(&[usize]) -> CrossSection = &|events| section().subset(events);
        SideBySide { window: day(0), tests: &["cross-sectional-t"], options, part }
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
            .without_flagged(&section(), &|i| i >= 3, ("event", "events dated without a time"))
            .unwrap();
        assert_eq!((row.events, row.choice.as_str()), (2, "without 2 events dated without a time"));
        assert!(rows(&options).without_flagged(&section(), &|_| false, ("", "")).is_none());
        let none =
            rows(&options).without_flagged(&section(), &|_| true, ("event", "events")).unwrap();
        assert!(none.mean.is_none() && none.missing.is_some());
    }

    #[test]
    fn other_windows_days_and_models_have_their_rows_or_reasons() {
        let options = TestOptions::default();
        let rows = rows(&options);
        let long = Window::new(0, 1).unwrap();
        let windows = rows.other_windows(&section(), &[day(0), long, Window::new(-3, 3).unwrap()]);
        assert_eq!(windows.len(), 2);
        assert!((windows[0].mean.unwrap() - 0.0475).abs() < 1e-15);
        assert!(windows[1].missing.as_ref().unwrap().contains("[-3,+3]"));
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
