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

/// A rate as the certificate of the documentation has it.
const fn quoted(scenario: &'static str, events: usize, bars: usize, percent: f64) -> Quoted {
    Quoted { scenario, events, bars, percent }
}

/// Every test that leaves its band somewhere, or that takes something for granted. The worst rate of
/// each scenario is quoted; `docs/certificate.md` has all of them.
pub const SIZE_NOTES: &[SizeNote] = &[
    SizeNote {
        test: "single-event-t",
        assumes: &[Assumption::NoEventVariance, Assumption::NormalErrors],
        sentence: "of true nulls it rejects, instead of 5%: 5.9% with heavy tails (t4) (1 event, 21 bars); 16.2% where the event doubles the variance (1 event, 1 bar); 6.2% where three days in ten have no trade (1 event, 1 bar)",
        quoted: &[
            quoted("student-t4", 1, 21, 5.9),
            quoted("event-variance", 1, 1, 16.2),
            quoted("thin-trading", 1, 1, 6.2),
        ],
    },
    SizeNote {
        test: "sample-quantile",
        assumes: &[Assumption::NoEventVariance],
        sentence: "of true nulls it rejects, instead of 5%: 9.3% with normal returns (1 event, 21 bars); 10.6% with heavy tails (t4) (1 event, 21 bars); 20.1% where the event doubles the variance (1 event, 21 bars); 10.1% on one date with correlation 0.1 (1 event, 21 bars); 9.3% where three days in ten have no trade (1 event, 21 bars)",
        quoted: &[
            quoted("normal", 1, 21, 9.3),
            quoted("student-t4", 1, 21, 10.6),
            quoted("event-variance", 1, 21, 20.1),
            quoted("common-date", 1, 21, 10.1),
            quoted("thin-trading", 1, 21, 9.3),
        ],
    },
    SizeNote {
        test: "j1",
        assumes: &[Assumption::IndependentEvents, Assumption::NoEventVariance],
        sentence: "of true nulls it rejects, instead of 5%: 17.5% where the event doubles the variance (100 events, 1 bar); 55.1% on one date with correlation 0.1 (100 events, 3 bars); 3.8% where three days in ten have no trade (30 events, 21 bars)",
        quoted: &[
            quoted("event-variance", 100, 1, 17.5),
            quoted("common-date", 100, 3, 55.1),
            quoted("thin-trading", 30, 21, 3.8),
        ],
    },
    SizeNote {
        test: "cross-sectional-t",
        assumes: &[Assumption::IndependentEvents],
        sentence: "of true nulls it rejects, instead of 5%: 56.9% on one date with correlation 0.1 (100 events, 21 bars)",
        quoted: &[quoted("common-date", 100, 21, 56.9)],
    },
    SizeNote {
        test: "patell",
        assumes: &[Assumption::IndependentEvents, Assumption::NoEventVariance],
        sentence: "of true nulls it rejects, instead of 5%: 5.9% with heavy tails (t4) (1 event, 3 bars); 17.5% where the event doubles the variance (100 events, 1 bar); 55.0% on one date with correlation 0.1 (100 events, 3 bars); 6.2% where three days in ten have no trade (1 event, 1 bar)",
        quoted: &[
            quoted("student-t4", 1, 3, 5.9),
            quoted("event-variance", 100, 1, 17.5),
            quoted("common-date", 100, 3, 55.0),
            quoted("thin-trading", 1, 1, 6.2),
        ],
    },
    SizeNote {
        test: "patell-csar",
        assumes: &[Assumption::IndependentEvents, Assumption::NoEventVariance],
        sentence: "of true nulls it rejects, instead of 5%: 7.0% with normal returns (30 events, 21 bars); 8.0% with heavy tails (t4) (1 event, 21 bars); 18.8% where the event doubles the variance (100 events, 21 bars); 58.3% on one date with correlation 0.1 (100 events, 21 bars); 6.2% where three days in ten have no trade (1 event, 1 bar)",
        quoted: &[
            quoted("normal", 30, 21, 7.0),
            quoted("student-t4", 1, 21, 8.0),
            quoted("event-variance", 100, 21, 18.8),
            quoted("common-date", 100, 21, 58.3),
            quoted("thin-trading", 1, 1, 6.2),
        ],
    },
    SizeNote {
        test: "adjusted-patell",
        assumes: &[Assumption::NoEventVariance],
        sentence: "of true nulls it rejects, instead of 5%: 17.5% where the event doubles the variance (100 events, 1 bar)",
        quoted: &[quoted("event-variance", 100, 1, 17.5)],
    },
    SizeNote {
        test: "bmp",
        assumes: &[Assumption::IndependentEvents],
        sentence: "of true nulls it rejects, instead of 5%: 56.9% on one date with correlation 0.1 (100 events, 11 bars)",
        quoted: &[quoted("common-date", 100, 11, 56.9)],
    },
    SizeNote {
        test: "portfolio",
        assumes: &[Assumption::NoEventVariance],
        sentence: "",
        quoted: &[],
    },
    SizeNote {
        test: "sign",
        assumes: &[Assumption::IndependentEvents],
        sentence: "of true nulls it rejects, instead of 5%: 0.0% with normal returns (1 event, 1 bar); 0.0% with heavy tails (t4) (1 event, 1 bar); 0.0% where the event doubles the variance (1 event, 1 bar); 45.9% on one date with correlation 0.1 (100 events, 3 bars); 0.0% where three days in ten have no trade (1 event, 1 bar)",
        quoted: &[
            quoted("normal", 1, 1, 0.0),
            quoted("student-t4", 1, 1, 0.0),
            quoted("event-variance", 1, 1, 0.0),
            quoted("common-date", 100, 3, 45.9),
            quoted("thin-trading", 1, 1, 0.0),
        ],
    },
    SizeNote {
        test: "generalised-sign",
        assumes: &[Assumption::IndependentEvents],
        sentence: "of true nulls it rejects, instead of 5%: 0.0% with normal returns (1 event, 1 bar); 0.0% with heavy tails (t4) (1 event, 1 bar); 0.0% where the event doubles the variance (1 event, 1 bar); 49.1% on one date with correlation 0.1 (100 events, 3 bars); 0.0% where three days in ten have no trade (1 event, 1 bar)",
        quoted: &[
            quoted("normal", 1, 1, 0.0),
            quoted("student-t4", 1, 1, 0.0),
            quoted("event-variance", 1, 1, 0.0),
            quoted("common-date", 100, 3, 49.1),
            quoted("thin-trading", 1, 1, 0.0),
        ],
    },
    SizeNote {
        test: "corrado-sign",
        assumes: &[],
        sentence: "of true nulls it rejects, instead of 5%: 0.0% with normal returns (1 event, 1 bar); 0.0% with heavy tails (t4) (1 event, 1 bar); 0.0% where the event doubles the variance (1 event, 1 bar); 0.0% on one date with correlation 0.1 (1 event, 1 bar); 0.0% where three days in ten have no trade (1 event, 1 bar)",
        quoted: &[
            quoted("normal", 1, 1, 0.0),
            quoted("student-t4", 1, 1, 0.0),
            quoted("event-variance", 1, 1, 0.0),
            quoted("common-date", 1, 1, 0.0),
            quoted("thin-trading", 1, 1, 0.0),
        ],
    },
    SizeNote {
        test: "corrado-rank",
        assumes: &[Assumption::NoEventVariance],
        sentence: "of true nulls it rejects, instead of 5%: 0.0% with normal returns (1 event, 1 bar); 0.0% with heavy tails (t4) (1 event, 1 bar); 0.0% where the event doubles the variance (1 event, 1 bar); 0.0% on one date with correlation 0.1 (1 event, 1 bar); 0.0% where three days in ten have no trade (1 event, 1 bar)",
        quoted: &[
            quoted("normal", 1, 1, 0.0),
            quoted("student-t4", 1, 1, 0.0),
            quoted("event-variance", 1, 1, 0.0),
            quoted("common-date", 1, 1, 0.0),
            quoted("thin-trading", 1, 1, 0.0),
        ],
    },
    SizeNote {
        test: "corrado-zivney",
        assumes: &[Assumption::NoEventVariance],
        sentence: "of true nulls it rejects, instead of 5%: 0.0% with normal returns (1 event, 1 bar); 0.0% with heavy tails (t4) (1 event, 1 bar); 0.0% where the event doubles the variance (1 event, 1 bar); 0.0% on one date with correlation 0.1 (1 event, 1 bar); 0.0% where three days in ten have no trade (1 event, 1 bar)",
        quoted: &[
            quoted("normal", 1, 1, 0.0),
            quoted("student-t4", 1, 1, 0.0),
            quoted("event-variance", 1, 1, 0.0),
            quoted("common-date", 1, 1, 0.0),
            quoted("thin-trading", 1, 1, 0.0),
        ],
    },
    SizeNote {
        test: "corrado-zivney-restandardised",
        assumes: &[],
        sentence: "of true nulls it rejects, instead of 5%: 7.4% with normal returns (8 events, 1 bar); 8.1% with heavy tails (t4) (8 events, 21 bars); 7.2% where the event doubles the variance (8 events, 1 bar); 7.8% on one date with correlation 0.1 (8 events, 3 bars); 7.2% where three days in ten have no trade (8 events, 1 bar)",
        quoted: &[
            quoted("normal", 8, 1, 7.4),
            quoted("student-t4", 8, 21, 8.1),
            quoted("event-variance", 8, 1, 7.2),
            quoted("common-date", 8, 3, 7.8),
            quoted("thin-trading", 8, 1, 7.2),
        ],
    },
    SizeNote {
        test: "grank-t",
        assumes: &[],
        sentence: "of true nulls it rejects, instead of 5%: 7.7% with normal returns (8 events, 1 bar); 9.5% with heavy tails (t4) (8 events, 21 bars); 8.1% where the event doubles the variance (8 events, 11 bars); 8.3% on one date with correlation 0.1 (8 events, 11 bars); 9.9% where three days in ten have no trade (8 events, 21 bars)",
        quoted: &[
            quoted("normal", 8, 1, 7.7),
            quoted("student-t4", 8, 21, 9.5),
            quoted("event-variance", 8, 11, 8.1),
            quoted("common-date", 8, 11, 8.3),
            quoted("thin-trading", 8, 21, 9.9),
        ],
    },
    SizeNote {
        test: "grank-z",
        assumes: &[Assumption::IndependentEvents],
        sentence: "of true nulls it rejects, instead of 5%: 8.0% with normal returns (8 events, 1 bar); 9.5% with heavy tails (t4) (8 events, 21 bars); 8.2% where the event doubles the variance (8 events, 11 bars); 9.9% where three days in ten have no trade (8 events, 21 bars)",
        quoted: &[
            quoted("normal", 8, 1, 8.0),
            quoted("student-t4", 8, 21, 9.5),
            quoted("event-variance", 8, 11, 8.2),
            quoted("thin-trading", 8, 21, 9.9),
        ],
    },
    SizeNote {
        test: "wilcoxon",
        assumes: &[Assumption::IndependentEvents],
        sentence: "of true nulls it rejects, instead of 5%: 0.0% with normal returns (1 event, 1 bar); 0.0% with heavy tails (t4) (1 event, 1 bar); 0.0% where the event doubles the variance (1 event, 1 bar); 55.9% on one date with correlation 0.1 (100 events, 3 bars); 0.0% where three days in ten have no trade (1 event, 1 bar)",
        quoted: &[
            quoted("normal", 1, 1, 0.0),
            quoted("student-t4", 1, 1, 0.0),
            quoted("event-variance", 1, 1, 0.0),
            quoted("common-date", 100, 3, 55.9),
            quoted("thin-trading", 1, 1, 0.0),
        ],
    },
    SizeNote {
        test: "jackknife",
        assumes: &[Assumption::IndependentEvents],
        sentence: "of true nulls it rejects, instead of 5%: 18.7% with normal returns (100 events, 11 bars); 21.4% with heavy tails (t4) (100 events, 1 bar); 19.3% where the event doubles the variance (100 events, 3 bars); 70.6% on one date with correlation 0.1 (100 events, 21 bars); 20.0% where three days in ten have no trade (100 events, 1 bar)",
        quoted: &[
            quoted("normal", 100, 11, 18.7),
            quoted("student-t4", 100, 1, 21.4),
            quoted("event-variance", 100, 3, 19.3),
            quoted("common-date", 100, 21, 70.6),
            quoted("thin-trading", 100, 1, 20.0),
        ],
    },
    SizeNote {
        test: "sign-flip",
        assumes: &[Assumption::IndependentEvents],
        sentence: "of true nulls it rejects, instead of 5%: 56.8% on one date with correlation 0.1 (100 events, 3 bars)",
        quoted: &[quoted("common-date", 100, 3, 56.8)],
    },
    SizeNote {
        test: "sign-flip-standardised",
        assumes: &[Assumption::IndependentEvents],
        sentence: "of true nulls it rejects, instead of 5%: 56.4% on one date with correlation 0.1 (100 events, 3 bars)",
        quoted: &[quoted("common-date", 100, 3, 56.4)],
    },
    SizeNote {
        test: "bootstrap-bmp",
        assumes: &[Assumption::IndependentEvents],
        sentence: "of true nulls it rejects, instead of 5%: 3.4% with normal returns (8 events, 11 bars); 2.8% with heavy tails (t4) (8 events, 1 bar); 3.4% where the event doubles the variance (8 events, 1 bar); 56.8% on one date with correlation 0.1 (100 events, 3 bars); 2.6% where three days in ten have no trade (8 events, 1 bar)",
        quoted: &[
            quoted("normal", 8, 11, 3.4),
            quoted("student-t4", 8, 1, 2.8),
            quoted("event-variance", 8, 1, 3.4),
            quoted("common-date", 100, 3, 56.8),
            quoted("thin-trading", 8, 1, 2.6),
        ],
    },
    SizeNote {
        test: "crude-dependence-adjustment",
        assumes: &[Assumption::NoEventVariance],
        sentence: "of true nulls it rejects, instead of 5%: 7.4% with normal returns (30 events, 21 bars); 8.3% with heavy tails (t4) (1 event, 21 bars); 19.0% where the event doubles the variance (100 events, 21 bars); 7.5% on one date with correlation 0.1 (1 event, 21 bars); 6.4% where three days in ten have no trade (1 event, 1 bar)",
        quoted: &[
            quoted("normal", 30, 21, 7.4),
            quoted("student-t4", 1, 21, 8.3),
            quoted("event-variance", 100, 21, 19.0),
            quoted("common-date", 1, 21, 7.5),
            quoted("thin-trading", 1, 1, 6.4),
        ],
    },
    SizeNote {
        test: "skewness-johnson",
        assumes: &[Assumption::IndependentEvents],
        sentence: "of true nulls it rejects, instead of 5%: 9.4% with normal returns (8 events, 1 bar); 9.4% with heavy tails (t4) (8 events, 1 bar); 9.5% where the event doubles the variance (8 events, 11 bars); 57.4% on one date with correlation 0.1 (100 events, 3 bars); 10.5% where three days in ten have no trade (8 events, 1 bar)",
        quoted: &[
            quoted("normal", 8, 1, 9.4),
            quoted("student-t4", 8, 1, 9.4),
            quoted("event-variance", 8, 11, 9.5),
            quoted("common-date", 100, 3, 57.4),
            quoted("thin-trading", 8, 1, 10.5),
        ],
    },
    SizeNote {
        test: "skewness-hall",
        assumes: &[Assumption::IndependentEvents],
        sentence: "of true nulls it rejects, instead of 5%: 9.5% with normal returns (8 events, 1 bar); 9.6% with heavy tails (t4) (8 events, 1 bar); 9.5% where the event doubles the variance (8 events, 11 bars); 57.4% on one date with correlation 0.1 (100 events, 3 bars); 10.7% where three days in ten have no trade (8 events, 1 bar)",
        quoted: &[
            quoted("normal", 8, 1, 9.5),
            quoted("student-t4", 8, 1, 9.6),
            quoted("event-variance", 8, 11, 9.5),
            quoted("common-date", 100, 3, 57.4),
            quoted("thin-trading", 8, 1, 10.7),
        ],
    },
    SizeNote {
        test: "skewness-hall-bootstrap",
        assumes: &[Assumption::IndependentEvents],
        sentence: "of true nulls it rejects, instead of 5%: 7.8% with normal returns (8 events, 1 bar); 9.4% with heavy tails (t4) (8 events, 1 bar); 8.1% where the event doubles the variance (8 events, 11 bars); 55.5% on one date with correlation 0.1 (100 events, 3 bars); 10.1% where three days in ten have no trade (8 events, 1 bar)",
        quoted: &[
            quoted("normal", 8, 1, 7.8),
            quoted("student-t4", 8, 1, 9.4),
            quoted("event-variance", 8, 11, 8.1),
            quoted("common-date", 100, 3, 55.5),
            quoted("thin-trading", 8, 1, 10.1),
        ],
    },
    SizeNote {
        test: "precision-weighted",
        assumes: &[Assumption::IndependentEvents, Assumption::NoEventVariance],
        sentence: "of true nulls it rejects, instead of 5%: 7.2% with heavy tails (t4) (100 events, 1 bar); 18.3% where the event doubles the variance (100 events, 1 bar); 55.5% on one date with correlation 0.1 (100 events, 21 bars); 7.0% where three days in ten have no trade (100 events, 1 bar)",
        quoted: &[
            quoted("student-t4", 100, 1, 7.2),
            quoted("event-variance", 100, 1, 18.3),
            quoted("common-date", 100, 21, 55.5),
            quoted("thin-trading", 100, 1, 7.0),
        ],
    },
];
