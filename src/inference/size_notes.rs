//! How often a test says "more than noise" where there is nothing, in a sentence beside the test.
//!
//! The figures are those of the size certificate (`docs/certificate.md`), which fails where a test
//! leaves its band and nothing is said here, or where a figure said here is no longer true.

use std::sync::LazyLock;

use Assumption::{IndependentEvents, NoEventVariance, NormalErrors};

use super::test_id::TestId;

/// What a test takes for granted, as far as the scenarios of the certificate break it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Assumption {
    /// Abnormal returns of different events are independent.
    IndependentEvents,
    /// The event brings no variance of its own.
    NoEventVariance,
    /// Abnormal returns are normal.
    NormalErrors,
}

impl Assumption {
    /// The assumption in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::IndependentEvents => "independent events",
            Self::NoEventVariance => "no variance brought by the event",
            Self::NormalErrors => "normal abnormal returns",
        }
    }
}

/// A rejection rate that a note quotes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quoted {
    /// The scenario of the certificate.
    pub scenario: &'static str,
    /// Events.
    pub events: usize,
    /// Bars of the window.
    pub bars: usize,
    /// The rejection rate in percent at a nominal 5%.
    pub percent: f64,
}

/// What is known of the size of a test.
#[derive(Clone, Debug)]
pub struct SizeNote {
    /// The test.
    pub test: TestId,
    /// What it takes for granted.
    pub assumes: &'static [Assumption],
    /// Where it rejects too often or too rarely; printed wherever the test is.
    pub sentence: String,
    /// The figures in the sentence.
    pub quoted: Vec<Quoted>,
}

/// The note on the size of a test; `None` where the certificate found it within its band
/// everywhere and it takes nothing for granted.
pub fn size_note(test: TestId) -> Option<&'static SizeNote> {
    SIZE_NOTES.iter().find(|note| note.test == test)
}

/// Every test that leaves its band somewhere, or that takes something for granted. The worst rate of
/// each scenario is quoted; `docs/certificate.md` has all of them.
pub static SIZE_NOTES: LazyLock<Vec<SizeNote>> = LazyLock::new(|| {
    let note = |(test, assumes, rates): &(TestId, &'static [Assumption], [Rate; 5])| {
        let rates = SCENARIOS.iter().zip(rates).filter(|(_, rate)| **rate != OK);
        let (mut quoted, mut parts) = (Vec::new(), Vec::new());
        for ((scenario, words), (events, bars, percent)) in rates {
            let plural =
                |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
            let design = format!("{}, {}", plural(*events, "event"), plural(*bars, "bar"));
            parts.push(format!("{percent:.1}% {words} ({design})"));
            quoted.push(Quoted { scenario, events: *events, bars: *bars, percent: *percent });
        }
        let sentence = match parts.join("; ") {
            none if none.is_empty() => none,
            some => format!("of true nulls it rejects, instead of 5%: {some}"),
        };
        SizeNote { test: *test, assumes, sentence, quoted }
    };
    RATES.iter().map(note).collect()
});

/// Events, bars of the window and the rejection rate in percent at a nominal 5%.
type Rate = (usize, usize, f64);

/// The test is within its band everywhere.
const OK: Rate = (0, 0, 5.0);

/// The scenarios of the certificate that notes quote, with the words for them.
const SCENARIOS: [(&str, &str); 5] = [
    ("normal", "with normal returns"),
    ("student-t4", "with heavy tails (t4)"),
    ("event-variance", "where the event doubles the variance"),
    ("common-date", "on one date with correlation 0.1"),
    ("thin-trading", "where three days in ten have no trade"),
];

/// The rates of each test in the order of [`SCENARIOS`].
#[rustfmt::skip]
const RATES: &[(TestId, &[Assumption], [Rate; 5])] = &[
    (TestId::SingleEventT, &[NoEventVariance, NormalErrors], [OK, (1, 21, 5.9), (1, 1, 16.2), OK, (1, 1, 6.2)]),
    (TestId::SampleQuantile, &[NoEventVariance], [(1, 21, 9.3), (1, 21, 10.6), (1, 21, 20.1), (1, 21, 10.1), (1, 21, 9.3)]),
    (TestId::J1, &[IndependentEvents, NoEventVariance], [OK, OK, (100, 1, 17.5), (100, 3, 55.1), (30, 21, 3.8)]),
    (TestId::CrossSectionalT, &[IndependentEvents], [OK, OK, OK, (100, 21, 56.9), OK]),
    (TestId::Patell, &[IndependentEvents, NoEventVariance], [OK, (1, 3, 5.9), (100, 1, 17.5), (100, 3, 55.0), (1, 1, 6.2)]),
    (TestId::PatellCsar, &[IndependentEvents, NoEventVariance], [(30, 21, 7.0), (1, 21, 8.0), (100, 21, 18.8), (100, 21, 58.3), (1, 1, 6.2)]),
    (TestId::AdjustedPatell, &[NoEventVariance], [OK, OK, (100, 1, 17.5), OK, OK]),
    (TestId::Bmp, &[IndependentEvents], [OK, OK, OK, (100, 11, 56.9), OK]),
    (TestId::Portfolio, &[NoEventVariance], [OK, OK, OK, OK, OK]),
    (TestId::Sign, &[IndependentEvents], [(1, 1, 0.0), (1, 1, 0.0), (1, 1, 0.0), (100, 3, 45.9), (1, 1, 0.0)]),
    (TestId::GeneralisedSign, &[IndependentEvents], [(1, 1, 0.0), (1, 1, 0.0), (1, 1, 0.0), (100, 3, 49.1), (1, 1, 0.0)]),
    (TestId::CorradoSign, &[], [(1, 1, 0.0), (1, 1, 0.0), (1, 1, 0.0), (1, 1, 0.0), (1, 1, 0.0)]),
    (TestId::CorradoRank, &[NoEventVariance], [(1, 1, 0.0), (1, 1, 0.0), (1, 1, 0.0), (1, 1, 0.0), (1, 1, 0.0)]),
    (TestId::CorradoZivney, &[NoEventVariance], [(1, 1, 0.0), (1, 1, 0.0), (1, 1, 0.0), (1, 1, 0.0), (1, 1, 0.0)]),
    (TestId::CorradoZivneyRestandardised, &[], [(8, 1, 7.4), (8, 21, 8.1), (8, 1, 7.2), (8, 3, 7.8), (8, 1, 7.2)]),
    (TestId::GrankT, &[], [(8, 1, 7.7), (8, 21, 9.5), (8, 11, 8.1), (8, 11, 8.3), (8, 21, 9.9)]),
    (TestId::GrankZ, &[IndependentEvents], [(8, 1, 8.0), (8, 21, 9.5), (8, 11, 8.2), OK, (8, 21, 9.9)]),
    (TestId::Wilcoxon, &[IndependentEvents], [(1, 1, 0.0), (1, 1, 0.0), (1, 1, 0.0), (100, 3, 55.9), (1, 1, 0.0)]),
    (TestId::Jackknife, &[IndependentEvents], [(100, 11, 18.7), (100, 1, 21.4), (100, 3, 19.3), (100, 21, 70.6), (100, 1, 20.0)]),
    (TestId::SignFlip, &[IndependentEvents], [OK, OK, OK, (100, 3, 56.8), OK]),
    (TestId::SignFlipStandardised, &[IndependentEvents], [OK, OK, OK, (100, 3, 56.4), OK]),
    (TestId::BootstrapBmp, &[IndependentEvents], [(8, 11, 3.4), (8, 1, 2.8), (8, 1, 3.4), (100, 3, 56.8), (8, 1, 2.6)]),
    (TestId::CrudeDependenceAdjustment, &[NoEventVariance], [(30, 21, 7.4), (1, 21, 8.3), (100, 21, 19.0), (1, 21, 7.5), (1, 1, 6.4)]),
    (TestId::SkewnessJohnson, &[IndependentEvents], [(8, 1, 9.4), (8, 1, 9.4), (8, 11, 9.5), (100, 3, 57.4), (8, 1, 10.5)]),
    (TestId::SkewnessHall, &[IndependentEvents], [(8, 1, 9.5), (8, 1, 9.6), (8, 11, 9.5), (100, 3, 57.4), (8, 1, 10.7)]),
    (TestId::SkewnessHallBootstrap, &[IndependentEvents], [(8, 1, 7.8), (8, 1, 9.4), (8, 11, 8.1), (100, 3, 55.5), (8, 1, 10.1)]),
    (TestId::PrecisionWeighted, &[IndependentEvents, NoEventVariance], [OK, (100, 1, 7.2), (100, 1, 18.3), (100, 21, 55.5), (100, 1, 7.0)]),
];
