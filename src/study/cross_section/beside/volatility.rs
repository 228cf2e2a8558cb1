//! How volatile abnormal returns were.

use serde::Serialize;

use super::{Finished, chosen, with_null};
use crate::inference::{Outcome, TestContext};
use crate::returns::Window;
use crate::study::cross_section::{AbnormalVolatility, Headline};

const NULL: &str = "squared abnormal returns are on average those of the estimation window";

/// The volatility of the events' days against that of their estimation windows.
#[derive(Clone, Debug, Serialize)]
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
}

/// The volatility of a window.
#[derive(Clone, Debug, Serialize)]
pub struct VolatilityWindow {
    /// The window.
    pub window: Window,
    /// Events with a value.
    pub events: usize,
    /// Mean square of standardised abnormal returns over that of the estimation window: 1 is usual,
    /// and the root of it is the ratio of standard deviations.
    pub ratio: Option<f64>,
    /// Its standard error, from the spread over events.
    pub standard_error: Option<f64>,
    /// Tests that keep their size on squares.
    pub tests: Vec<Outcome>,
}

impl VolatilityStudy {
    /// `None` where no event has abnormal volatility.
    pub(super) fn of(study: &Finished<'_>) -> Option<Self> {
        let returns = &study.assembled.section;
        let found = AbnormalVolatility::of(returns);
        if found.section.is_empty() {
            return None;
        }
        let tests = chosen::for_volatility(study.sample, found.section.len());
        let context = TestContext::new(&found.section, study.context.options);
        let of = |window: &Window| {
            let sample = context.sample(*window)?;
            let ratio = found.ratio(*window);
            Some(VolatilityWindow {
                window: *window,
                events: sample.len(),
                ratio: ratio.map(|r| r.ratio),
                standard_error: ratio.and_then(|r| r.standard_error),
                tests: with_null(sample.tests(|test| tests.tests.contains(&test.id)), NULL),
            })
        };
        let windows = study.assembler.spec.car_windows.iter().filter_map(of).collect();
        Some(Self {
            events: found.section.len(),
            left_out: found.left_out.len(),
            windows,
            cautions: cautions(study, found.section.len()),
            tests,
        })
    }
}

fn cautions(study: &Finished<'_>, events: usize) -> Vec<String> {
    let mut cautions = vec![
        "volatility comes in spells: where it had changed before the events, the change counts as \
         theirs"
            .to_owned(),
    ];
    if study.sample.overlapping_pairs > 0 {
        cautions
            .push("se takes events as independent, and they share days: go by the tests".into());
    }
    if events < chosen::FEW_SQUARES {
        cautions
            .push(format!("squares of {events} events are few: a single event can make the ratio"));
    }
    cautions
}
