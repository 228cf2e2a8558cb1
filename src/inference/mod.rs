//! Significance tests: is it more than noise?
//!
//! One test per file. A result is a value: statistic, distribution, p-value and null hypothesis in
//! words, or a reason why the test does not apply. All p-values are two-sided unless they say
//! otherwise. [`TESTS`] lists the members.

mod cross_section;
mod cross_sectional_t;
mod distribution;
mod j1;
mod joint;
mod moments;
mod patell;
mod power;
mod rank;
mod robust;
mod sample_quantile;
mod single_event;
mod size_notes;

use serde::Serialize;

pub use cross_section::{TestContext, TestOptions, WindowSample};
pub use cross_sectional_t::cross_sectional_t;
pub use distribution::{Reference, normal_quantile, student_quantile};
pub use j1::{j1, j1_of_averages};
pub use joint::joint;
pub use moments::{mean, standard_deviation};
pub use patell::patell;
pub use power::{minimum_detectable_effect, minimum_detectable_mean, power};
pub use rank::{RankOf, holm};
pub use robust::{mad, median};
pub use sample_quantile::{Scaling, sample_quantile};
pub use single_event::single_event;
pub use size_notes::{Assumption, Quoted, SIZE_NOTES, SizeNote, size_note};

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
    /// Other figures of the test, by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<Detail>,
    /// What to keep in mind with this result.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caution: Option<String>,
}

/// A figure beside a statistic.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Detail {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: f64,
}

/// The null hypothesis of the tests of a mean.
const MEAN_IS_ZERO: &str = "the mean abnormal return of the events is zero";

impl TestResult {
    /// A result of any distribution.
    pub fn new(
        test: &'static str,
        statistic: f64,
        reference: Reference,
        p_value: f64,
        observations: usize,
    ) -> Self {
        Self {
            test,
            statistic,
            reference,
            p_value,
            null: MEAN_IS_ZERO,
            observations,
            details: Vec::new(),
            caution: None,
        }
    }

    /// A statistic that is standard normal under the null.
    pub fn normal(test: &'static str, statistic: f64, observations: usize) -> Self {
        let p = distribution::normal_two_sided(statistic);
        Self::new(test, statistic, Reference::Normal, p, observations)
    }

    /// A statistic that is Student t under the null; standard normal for infinitely many degrees
    /// of freedom.
    pub fn student(
        test: &'static str,
        statistic: f64,
        degrees_of_freedom: f64,
        observations: usize,
    ) -> Self {
        if degrees_of_freedom == f64::INFINITY {
            return Self::normal(test, statistic, observations);
        }
        let p = distribution::student_two_sided(statistic, degrees_of_freedom);
        let reference = Reference::Student { degrees_of_freedom };
        Self::new(test, statistic, reference, p, observations)
    }

    /// The same with its null hypothesis in words.
    #[must_use]
    pub fn null(mut self, null: &'static str) -> Self {
        self.null = null;
        self
    }

    /// The same with another figure.
    #[must_use]
    pub fn detail(mut self, name: &'static str, value: f64) -> Self {
        self.details.push(Detail { name, value });
        self
    }

    /// The same with a caution.
    #[must_use]
    pub fn caution(mut self, caution: impl Into<String>) -> Self {
        self.caution = Some(caution.into());
        self
    }
}

impl Outcome {
    /// The id of the test.
    pub fn test(&self) -> &'static str {
        match self {
            Self::Applies(result) => result.test,
            Self::NotApplicable { test, .. } => test,
        }
    }

    /// The result, where the test applies.
    pub fn result(&self) -> Option<&TestResult> {
        match self {
            Self::Applies(result) => Some(result),
            Self::NotApplicable { .. } => None,
        }
    }

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
    /// Runs it on a window of a cross-section; `None` for tests of one event.
    pub run: Option<fn(&WindowSample<'_>) -> Outcome>,
}

/// Every test of this crate.
pub const TESTS: &[TestEntry] = &[
    TestEntry {
        id: single_event::ID,
        what: "one event: AR or CAR over its forecast standard error, Student t with nu degrees of freedom",
        reference: "Patell 1976; Campbell, Lo and MacKinlay 1997",
        run: None,
    },
    TestEntry {
        id: sample_quantile::ID,
        what: "one event: rank of the AR or CAR among the firm's own residuals, scaled by their standard errors",
        reference: "Gelbach, Helland and Klick 2013",
        run: None,
    },
    TestEntry {
        id: rank::ID,
        what: "one event: rank of a return among the same clock times of earlier days (placebo)",
        reference: "Rinaudo and Saha 2014",
        run: None,
    },
    TestEntry {
        id: j1::ID,
        what: "several independent events: CAAR over its standard error, standard normal",
        reference: "MacKinlay 1997",
        run: Some(j1::j1),
    },
    TestEntry {
        id: cross_sectional_t::ID,
        what: "many events: mean CAR over its spread across events, Student t(N - 1)",
        reference: "Brown and Warner 1985",
        run: Some(cross_sectional_t::cross_sectional_t),
    },
    TestEntry {
        id: patell::ID,
        what: "many independent events: sum of standardised CARs, standard normal",
        reference: "Patell 1976",
        run: Some(patell::patell),
    },
];
