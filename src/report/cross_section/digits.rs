//! How many digits the figures of a study deserve.

use crate::study::many::CrossSectionResults;

/// The digits of returns in per cent, the same all over a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digits(pub usize);

impl Digits {
    /// Two, and more where the smallest standard error would otherwise have less than two
    /// significant ones: the mean of a hundred thousand events has an error of 0.006%.
    pub(super) fn of(results: &CrossSectionResults) -> Self {
        let errors = results.windows.iter().chain(&results.days).filter_map(|w| w.standard_error);
        let smallest = errors.filter(|e| *e > 0.0).fold(f64::INFINITY, f64::min);
        Self(match 100.0 * smallest {
            percent if percent < 0.01 => 4,
            percent if percent < 0.1 => 3,
            _ => 2,
        })
    }

    /// A decimal fraction as per cent with sign, or a dash.
    pub fn percent(self, value: Option<f64>) -> String {
        value.map_or("–".into(), |v| {
            let text = format!("{:+.*}%", self.0, 100.0 * v);
            let zero = text.chars().all(|c| matches!(c, '-' | '0' | '.' | '%'));
            if zero { text.replace('-', "+") } else { text }
        })
    }

    /// A size as per cent without sign, or a dash.
    pub fn size(self, value: Option<f64>) -> String {
        value.map_or("–".into(), |v| format!("{:.*}%", self.0, 100.0 * v))
    }

    /// The number of digits after the point.
    pub(super) fn after_point(self) -> usize {
        self.0
    }
}

/// A whole number with commas.
pub fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A share as per cent: never 0% for something, never 100% for less than everything.
pub fn share(value: f64) -> String {
    match 100.0 * value {
        percent if percent > 0.0 && percent < 0.05 => "<0.1%".into(),
        percent if (99.95..100.0).contains(&percent) => ">99.9%".into(),
        percent => format!("{percent:.1}%"),
    }
}
