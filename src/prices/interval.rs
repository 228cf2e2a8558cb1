//! The length of a bar.

use serde::Serialize;

/// The length of a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(into = "String")]
pub struct Interval {
    seconds: i64,
}

impl Interval {
    /// An interval of so many seconds; `None` unless it divides a trading hour.
    pub fn from_seconds(seconds: i64) -> Option<Self> {
        (seconds > 0 && 3600 % seconds == 0).then_some(Self { seconds })
    }

    /// The length in seconds.
    pub const fn seconds(self) -> i64 {
        self.seconds
    }

    /// The length in minutes.
    pub fn minutes(self) -> f64 {
        self.seconds as f64 / 60.0
    }
}

impl std::fmt::Display for Interval {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.seconds {
            s if s % 60 == 0 => write!(f, "{}-minute", s / 60),
            s => write!(f, "{s}-second"),
        }
    }
}

impl From<Interval> for String {
    fn from(value: Interval) -> Self {
        value.to_string()
    }
}
