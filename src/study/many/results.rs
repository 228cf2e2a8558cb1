//! What a study of many events returns.

use std::collections::BTreeMap;

use super::comparison::SensitivityRow;
use super::description::SampleDescription;
use super::event_rows::EventRow;
use super::extras::Extras;
use super::family::Family;
use super::groups::GroupResult;
use super::headline::Headline;
use super::windows::{CaarPoint, WindowResult};
use crate::abnormal::CrossSection;
use crate::event::{LedgerPart, Reason};
use crate::inference::{RegressionResult, TestId};
use crate::study::{LedgerRow, Provenance, StudySpec};

/// Everything a study of many events found.
#[derive(Clone, Debug)]
pub struct CrossSectionResults {
    /// Where the numbers come from.
    pub provenance: Provenance,
    /// The choices.
    pub spec: StudySpec,
    /// What the sample looks like.
    pub sample: SampleDescription,
    /// Which tests make the headline, and why.
    pub headline: Headline,
    /// Which test suits the mean buy-and-hold abnormal return, and why.
    pub buy_and_hold_headline: Option<Headline>,
    /// One entry for each CAR window; the first one is the headline.
    pub windows: Vec<WindowResult>,
    /// One entry for each day of the event window.
    pub days: Vec<WindowResult>,
    /// The cumulative average abnormal return from the start of the event window.
    pub path: Vec<CaarPoint>,
    /// The CAR windows in groups of events.
    pub groups: Vec<GroupResult>,
    /// The headline tests of all windows and groups, adjusted for being a family.
    pub family: Family,
    /// The regression of the headline window's CARs on columns of the events file.
    pub regression: Option<RegressionResult>,
    /// The headline window under other choices.
    pub sensitivity: Vec<SensitivityRow>,
    /// Volatility, volume, calendar time, placebo dates and power.
    pub extras: Extras,
    /// Every event asked for that is not in the sample, or not in some window, with its reason.
    pub ledger: Vec<LedgerRow>,
    /// How many rows of the ledger have each reason code.
    pub ledger_counts: BTreeMap<Reason, usize>,
    /// What to keep in mind.
    pub notes: Vec<String>,
    /// One row for each event of the sample, in the order of the cross-section; serialised in
    /// columns.
    pub events: Vec<EventRow>,
    /// The abnormal returns themselves, for tables and figures; not serialised.
    pub section: CrossSection,
}

impl CrossSectionResults {
    /// The headline tests that were run on single days: all of them, or with
    /// [`only_tests`](crate::study::CrossSectionOptions::only_tests) those that were asked for.
    pub fn headline_tests_of_days(&self) -> Vec<TestId> {
        let run = |id: &TestId| self.spec.cross_section.asks_for(*id);
        self.headline.tests.iter().copied().filter(run).collect()
    }

    /// The number of pairs asked for that are not in the sample.
    pub fn left_out(&self) -> usize {
        self.ledger.iter().filter(|row| row.part == LedgerPart::Event).count()
    }
}
