//! How volatile abnormal returns were.

use serde::Serialize;

use super::suited_tests::{self, with_null};
use crate::inference::{AbnormalVolatility, Outcome, TestContext, TestEntry};
use crate::returns::Window;
use crate::study::Also;
use crate::study::many::headline::Headline;
use crate::study::many::tested_sample::TestedSample;

/// With more events than this, volatility is measured on request only: it ranks all residuals anew.
const UNASKED_UP_TO: usize = 20_000;

const NULL: &str = "squared abnormal returns of the window are like those of the estimation window";

/// The volatility of the events' days against that of their estimation windows.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct VolatilityStudy {
    /// Events with abnormal volatility.
    pub events: usize,
    /// Events of the sample without: hardly any estimation bars, or no forecast variance.
    pub left_out: usize,
    /// Which tests are given, and why.
    pub tests: Headline,
    /// One entry for each CAR window.
    pub windows: Vec<VolatilityWindow>,
    /// What to keep in mind.
    pub cautions: Vec<String>,
    /// Why there is nothing.
    pub missing: Option<String>,
}

/// The volatility of a window.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct VolatilityWindow {
    /// The window.
    pub window: Window,
    /// Events with a value.
    pub events: usize,
    /// Mean square of standardised abnormal returns over that of the estimation window: 1 is usual,
    /// and the root of it is the ratio of standard deviations.
    pub ratio: Option<f64>,
    /// The standard error of the ratio, from the spread over events.
    pub standard_error: Option<f64>,
    /// Tests that keep their size on squares.
    pub tests: Vec<Outcome>,
}

impl VolatilityStudy {
    pub(crate) fn new(study: &TestedSample<'_>) -> Self {
        let returns = &study.assembled.section;
        let also = &study.spec.cross_section.also;
        if returns.len() > UNASKED_UP_TO && !also.contains(&Also::Volatility) {
            return Self::missing(format!(
                "with more than {UNASKED_UP_TO} events volatility is measured on request"
            ));
        }
        let found = AbnormalVolatility::of(returns);
        if found.section.is_empty() {
            return Self::missing(
                "no event has the estimation days and the variance that squares are measured by"
                    .into(),
            );
        }
        let tests = suited_tests::for_volatility(study.sample, found.section.len());
        let wanted = |test: &TestEntry, window: Window| {
            tests.tests.contains(&test.id) && suited_tests::suits_squares(test.id, window.len())
        };
        let options = study.context.options;
        let all =
            TestContext::new(&found.section, options).for_tests(&study.spec.car_windows, wanted);
        let of = |window: &Window| {
            let column = found.section.column_of(*window)?;
            let whole: Vec<usize> = (0..found.section.len())
                .filter(|i| found.section.car(*i, column).is_finite())
                .collect();
            // Ranks in time would take every event on the days it has, and then be of other events
            // than the ratio beside them.
            let tests = if whole.len() == found.section.len() {
                all.sample(*window)?.tests(|test| wanted(test, *window))
            } else {
                let section = found.section.subset(&whole);
                let context = TestContext::new(&section, options).for_tests(&[*window], wanted);
                context.sample(*window)?.tests(|test| wanted(test, *window))
            };
            let ratio = found.ratio(*window);
            Some(VolatilityWindow {
                window: *window,
                events: whole.len(),
                ratio: ratio.map(|r| r.ratio),
                standard_error: ratio.and_then(|r| r.standard_error),
                tests: with_null(tests, NULL),
            })
        };
        Self {
            events: found.section.len(),
            left_out: found.left_out.len(),
            windows: study.spec.car_windows.iter().filter_map(of).collect(),
            cautions: cautions(study, found.section.len()),
            missing: None,
            tests,
        }
    }

    fn missing(reason: String) -> Self {
        Self {
            events: 0,
            left_out: 0,
            tests: Headline::default(),
            windows: Vec::new(),
            cautions: Vec::new(),
            missing: Some(reason),
        }
    }
}

fn cautions(study: &TestedSample<'_>, events: usize) -> Vec<String> {
    let mut cautions = vec![
        "volatility comes in spells: where it had changed before the events, the change counts as \
         theirs, and ranks over long windows reject too often (some 7% of windows of 5 days and 17% \
         of 21 days in a usual GARCH process, instead of 5%)"
            .to_owned(),
    ];
    if study.sample.overlapping_pairs > 0 {
        cautions
            .push("se takes events as independent, and they share days: go by the tests".into());
    }
    if events < suited_tests::FEW_SQUARES {
        cautions
            .push(format!("squares of {events} events are few: a single event can make the ratio"));
    }
    cautions
}
