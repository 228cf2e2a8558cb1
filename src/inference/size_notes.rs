//! How often a test says "more than noise" where there is nothing, in a sentence beside the test.
//!
//! The figures are those of the size certificate (`docs/certificate.md`), which fails where a test
//! leaves its band and nothing is said here, or where a figure said here is no longer true.

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
#[derive(Clone, Copy, Debug)]
pub struct SizeNote {
    /// The test.
    pub test: &'static str,
    /// What it takes for granted.
    pub assumes: &'static [Assumption],
    /// Where it rejects too often or too rarely; printed wherever the test is.
    pub sentence: &'static str,
    /// The figures in the sentence.
    pub quoted: &'static [Quoted],
}

/// The note on the size of a test; `None` where the certificate found it within its band
/// everywhere and it takes nothing for granted.
pub fn size_note(test: &str) -> Option<&'static SizeNote> {
    SIZE_NOTES.iter().find(|note| note.test == test)
}

const fn quoted(scenario: &'static str, events: usize, bars: usize, percent: f64) -> Quoted {
    Quoted { scenario, events, bars, percent }
}

/// Every test that leaves its band somewhere, or that takes something for granted.
pub const SIZE_NOTES: &[SizeNote] = &[];
