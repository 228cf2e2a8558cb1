//! Significance tests: is it more than noise?
//!
//! One test per file. A result is a value: statistic, distribution, p-value and null hypothesis in
//! words, or a reason why the test does not apply. All p-values are two-sided unless they say
//! otherwise. [`TESTS`] lists the members.

mod distribution;
mod j1;
mod joint;
mod power;
mod rank;
mod robust;
mod sample_quantile;
mod single_event;
mod synthetic_control;

use serde::Serialize;

pub use distribution::{Reference, normal_quantile, student_quantile};
pub use j1::j1;
pub use joint::joint;
pub use power::{minimum_detectable_effect, minimum_detectable_mean, power};
pub use rank::{RankOf, holm};
pub use robust::{mad, median};
pub use sample_quantile::{Scaling, sample_quantile};
pub use single_event::single_event;
pub use synthetic_control::synthetic_control_placebo;

/// What a test says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Outcome {
    /// The test applies.
    Applies(TestResult),
    /// The test does not apply.
    NotApplicable {
        /// Which test.
        test: &'static str,
        /// Why not.
        reason: String,
    },
}

/// The result of a test that applies.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TestResult {
    /// Which test.
    pub test: &'static str,
    /// The statistic.
    pub statistic: f64,
    /// Its distribution under the null hypothesis.
    pub reference: Reference,
    /// The two-sided p-value.
    pub p_value: f64,
    /// The null hypothesis, in words.
    pub null: &'static str,
    /// The number of observations behind the distribution.
    pub observations: usize,
}

impl Outcome {
    /// The p-value, where the test applies.
    pub fn p_value(&self) -> Option<f64> {
        match self {
            Self::Applies(result) => Some(result.p_value),
            Self::NotApplicable { .. } => None,
        }
    }

    pub(crate) fn not_applicable(test: &'static str, reason: impl Into<String>) -> Self {
        Self::NotApplicable { test, reason: reason.into() }
    }
}

/// A test of the list.
pub struct TestEntry {
    /// The name in commands and files.
    pub id: &'static str,
    /// What it tests, in words.
    pub what: &'static str,
    /// The source.
    pub reference: &'static str,
}

/// Every test of this crate.
pub const TESTS: &[TestEntry] = &[
    TestEntry {
        id: single_event::ID,
        what: "one event: AR or CAR over its forecast standard error, Student t with nu degrees of freedom",
        reference: "Patell 1976; Campbell, Lo and MacKinlay 1997",
    },
    TestEntry {
        id: sample_quantile::ID,
        what: "one event: rank of the AR or CAR among the firm's own residuals, scaled by their standard errors",
        reference: "Gelbach, Helland and Klick 2013",
    },
    TestEntry {
        id: rank::ID,
        what: "one event: rank of a return among the same clock times of earlier days (placebo)",
        reference: "Rinaudo and Saha 2014",
    },
    TestEntry {
        id: synthetic_control::ID,
        what: "one event, synthetic control: rank of the firm's CAR among those of its donors, each treated in turn",
        reference: "Abadie, Diamond and Hainmueller 2010",
    },
    TestEntry {
        id: j1::ID,
        what: "several independent events: CAAR over its standard error, standard normal",
        reference: "MacKinlay 1997",
    },
];
