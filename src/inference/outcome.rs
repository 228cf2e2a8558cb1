//! What a test says: a result, or why there is none.

use serde::Serialize;

use super::distribution::{self, Reference};
use super::test_id::TestId;

/// What a test says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Outcome {
    /// The test applies.
    Applies(TestResult),
    /// The test does not apply.
    NotApplicable {
        /// Which test.
        test: TestId,
        /// Why not.
        reason: String,
    },
}

/// The result of a test that applies.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TestResult {
    /// Which test.
    pub test: TestId,
    /// The statistic.
    pub statistic: f64,
    /// Distribution of the statistic under the null hypothesis.
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
    /// How often the test rejects where there is nothing in a sample like this one, where that is
    /// not its level; see [`SampleShape`](crate::inference::SampleShape).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<String>,
}

/// A figure beside a statistic.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Detail {
    /// Name of the figure.
    pub name: &'static str,
    /// Value of the figure.
    pub value: f64,
}

/// Why signs and ranks over events say nothing of one event.
pub(super) const ONE_EVENT: &str = "there is one event, whose sign or rank alone can never be rare: hold it against the firm's own \
     days (sample-quantile)";

/// The null hypothesis of the tests of a mean.
const MEAN_IS_ZERO: &str = "the mean abnormal return of the events is zero";

impl TestResult {
    /// A result of any distribution.
    pub fn new(
        test: TestId,
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
            size: None,
        }
    }

    /// A statistic that is standard normal under the null.
    pub fn normal(test: TestId, statistic: f64, observations: usize) -> Self {
        let p = distribution::normal_two_sided(statistic);
        Self::new(test, statistic, Reference::Normal, p, observations)
    }

    /// A statistic that is Student t under the null; standard normal for infinitely many degrees
    /// of freedom.
    pub fn student(
        test: TestId,
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

    /// Sets the null hypothesis in words.
    #[must_use]
    pub fn null(mut self, null: &'static str) -> Self {
        self.null = null;
        self
    }

    /// Adds a figure.
    #[must_use]
    pub fn detail(mut self, name: &'static str, value: f64) -> Self {
        self.details.push(Detail { name, value });
        self
    }

    /// Sets a caution.
    #[must_use]
    pub fn caution(mut self, caution: impl Into<String>) -> Self {
        self.caution = Some(caution.into());
        self
    }
}

impl Outcome {
    /// The id of the test.
    pub fn test(&self) -> TestId {
        match self {
            Self::Applies(result) => result.test,
            Self::NotApplicable { test, .. } => *test,
        }
    }

    /// The result, where the test applies.
    pub fn result(&self) -> Option<&TestResult> {
        match self {
            Self::Applies(result) => Some(result),
            Self::NotApplicable { .. } => None,
        }
    }

    pub(crate) fn result_mut(&mut self) -> Option<&mut TestResult> {
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

    pub(crate) fn not_applicable(test: TestId, reason: impl Into<String>) -> Self {
        Self::NotApplicable { test, reason: reason.into() }
    }
}
