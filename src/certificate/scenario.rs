//! How the returns of a certificate are drawn.

use crate::inference::Assumption;

/// A way to draw the returns of many events without any effect.
#[derive(Debug)]
pub struct Scenario {
    /// The name in commands and files.
    pub id: &'static str,
    /// The name for people.
    pub name: &'static str,
    /// How returns are drawn, where it differs from the first scenario.
    pub words: &'static str,
    /// Whether all events share day 0, and with it the market.
    pub common_date: bool,
    /// The correlation of every two firms' errors on a bar; only for a common date.
    pub correlation: f64,
    /// The distribution of errors.
    pub errors: Errors,
    /// The factor on the error variance in the event window.
    pub event_variance: f64,
    /// The probability that a firm trades on a bar; the price is carried otherwise.
    pub trading: f64,
    /// What tests may take for granted and is not so here.
    pub breaks: &'static [Assumption],
}

/// The distribution of errors, all with the same variance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Errors {
    /// Normal.
    Normal,
    /// Student t with 4 degrees of freedom over the root of 2, its standard deviation.
    StudentT4,
    /// A shifted exponential and a normal, mixed to this skewness: 0 is normal, 2 the exponential.
    Skewed(u8),
}

/// The market's mean return and standard deviation a bar.
pub const MARKET: (f64, f64) = (0.0004, 0.01);
/// The intercept of every firm.
pub const ALPHA: f64 = 0.0002;
/// The range from which betas are drawn.
pub const BETAS: (f64, f64) = (0.5, 1.5);
/// The standard deviation of every firm's error.
pub const ERROR_SD: f64 = 0.02;

/// The base of the list.
const NORMAL: Scenario = Scenario {
    id: "normal",
    name: "Independent dates, normal errors",
    words: "Every event has a date and with it a market of its own; errors are normal.",
    common_date: false,
    correlation: 0.0,
    errors: Errors::Normal,
    event_variance: 1.0,
    trading: 1.0,
    breaks: &[],
};

/// The designs of the independent simulation, all on one date, beside the list.
pub(super) const ON_ONE_DATE: [Scenario; 3] = [
    Scenario {
        id: "one-date",
        name: "One date, independent normal errors",
        words: "All events share one date and one market; errors are independent.",
        common_date: true,
        ..NORMAL
    },
    Scenario {
        id: "one-date-t4",
        name: "One date, heavy tails",
        words: "As before, with errors of Student t with 4 degrees of freedom.",
        common_date: true,
        errors: Errors::StudentT4,
        breaks: &[Assumption::NormalErrors],
        ..NORMAL
    },
    Scenario {
        id: "one-date-variance",
        name: "One date, doubled variance at the event",
        words: "As the first, with twice the error variance in the event window.",
        common_date: true,
        event_variance: 2.0,
        breaks: &[Assumption::NoEventVariance],
        ..NORMAL
    },
];

/// Every scenario of the certificate.
pub const SCENARIOS: &[Scenario] = &[
    NORMAL,
    Scenario {
        id: "student-t4",
        name: "Heavy tails",
        words: "Errors are Student t with 4 degrees of freedom, scaled to the same variance.",
        errors: Errors::StudentT4,
        breaks: &[Assumption::NormalErrors],
        ..NORMAL
    },
    Scenario {
        id: "event-variance",
        name: "Doubled variance at the event",
        words: "The error variance is twice as large on every bar of the event window.",
        event_variance: 2.0,
        breaks: &[Assumption::NoEventVariance],
        ..NORMAL
    },
    Scenario {
        id: "common-date",
        name: "One common date, correlation 0.1",
        words: "All events share one date and one market; on every bar the errors of every two \
                firms are correlated by 0.1.",
        common_date: true,
        correlation: 0.1,
        breaks: &[Assumption::IndependentEvents],
        ..NORMAL
    },
    Scenario {
        id: "thin-trading",
        name: "Thin trading",
        words: "A firm trades on a bar with probability 0.7, independently of everything else; \
                otherwise its price is carried, so that its return is 0 and the next one covers \
                all bars since the last trade.",
        trading: 0.7,
        breaks: &[Assumption::NormalErrors, Assumption::IndependentBars],
        ..NORMAL
    },
    Scenario {
        id: "skewed",
        name: "Skewness 1",
        words: "Errors are a shifted exponential and a normal, mixed to a skewness of 1.",
        errors: Errors::Skewed(1),
        breaks: &[Assumption::NormalErrors, Assumption::SymmetricErrors],
        ..NORMAL
    },
    Scenario {
        id: "skewed-2",
        name: "Skewness 2",
        words: "Errors are a shifted exponential, whose skewness is 2.",
        errors: Errors::Skewed(2),
        breaks: &[Assumption::NormalErrors, Assumption::SymmetricErrors],
        ..NORMAL
    },
];

/// The scenario with this id, of the list or of the comparison.
pub fn scenario(id: &str) -> Option<&'static Scenario> {
    static BESIDE: [Scenario; 3] = ON_ONE_DATE;
    SCENARIOS.iter().chain(&BESIDE).find(|s| s.id == id)
}
