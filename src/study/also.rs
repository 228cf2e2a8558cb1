//! What a study of many events computes beside the abnormal returns.

use serde::{Deserialize, Serialize};

/// What a study of many events computes beside the abnormal returns, on request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Also {
    /// The portfolio of all firms with a recent event, day by day.
    CalendarTime,
    /// Abnormal volume.
    Volume,
    /// How volatile abnormal returns were: up to 20,000 events without being asked for.
    Volatility,
    /// The headline at days on which nothing happened.
    PlaceboDates,
    /// How often the headline tests find an effect put into such days.
    Power,
}

/// The choices of the calendar-time portfolio.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarTimeOptions {
    /// Days on which fewer firms are held are left out of the regression.
    pub minimum_firms: usize,
    /// Whether days count by the root of their number of firms.
    pub weight_days: bool,
}

impl Default for CalendarTimeOptions {
    fn default() -> Self {
        Self { minimum_firms: 1, weight_days: false }
    }
}
