//! What all parts of a study must have in common, in a line.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::calendar::TradingCalendar;
use crate::intraday::IntradayOptions;
use crate::returns::ReturnPanel;
use crate::study::{CrossSectionOptions, StudySpec};

/// A hash of everything that a measurement depends on beside the firm's own prices and events: the
/// program, the choices, the sessions, the benchmark, peers, donors and factors.
///
/// Two machines that differ in one of them would give figures that fit together and are wrong.
pub(crate) fn fingerprint(
    spec: &StudySpec,
    calendar: &TradingCalendar,
    panel: &ReturnPanel<'_>,
) -> String {
    let mut hash = Hash(Sha256::new());
    hash.text(env!("CARGO_PKG_VERSION"));
    hash.text(&serde_json::to_string(&measuring(spec)).unwrap_or_default());
    for day in calendar.days() {
        hash.integer(i64::from(day.date.to_epoch_days()));
    }
    for ticker in spec.benchmark.members.iter().chain(&spec.peers).chain(&spec.donors) {
        hash.text(ticker.as_str());
        if let Some(firm) = panel.firm(ticker) {
            let series = panel.series(firm);
            hash.integer(series.first as i64);
            hash.numbers(series.values);
        }
    }
    if let Some(factors) = &panel.prices().factors {
        for date in &factors.dates {
            hash.integer(i64::from(date.to_epoch_days()));
        }
        for (name, values) in &factors.columns {
            hash.text(name);
            hash.numbers(values);
        }
    }
    hash.hex()
}

/// The specification without the choices that only the conclusion knows.
fn measuring(spec: &StudySpec) -> StudySpec {
    // Each by name: a new choice has to be put on one side or the other.
    let CrossSectionOptions {
        missing,
        overlapping: _,
        by: _,
        cluster: _,
        weight: _,
        regress_on: _,
        also: _,
        calendar_time: _,
        only_tests: _,
        tests: _,
    } = spec.cross_section;
    let cross_section = CrossSectionOptions { missing, ..CrossSectionOptions::default() };
    let (alpha, intraday) = (StudySpec::default().alpha, IntradayOptions::default());
    StudySpec { alpha, intraday, cross_section, ..spec.clone() }
}

struct Hash(Sha256);

impl Hash {
    fn text(&mut self, text: &str) {
        self.integer(text.len() as i64);
        self.0.update(text);
    }

    fn integer(&mut self, number: i64) {
        self.0.update(number.to_le_bytes());
    }

    /// Missing values are alike whatever their bits.
    fn numbers(&mut self, numbers: &[f64]) {
        self.integer(numbers.len() as i64);
        for number in numbers {
            let number = if number.is_nan() { f64::NAN } else { *number };
            self.0.update(number.to_bits().to_le_bytes());
        }
    }

    fn hex(self) -> String {
        self.0.finalize().iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}
