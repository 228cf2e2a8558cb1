//! How long the market rested between two sessions.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::TradingCalendar;

/// Class of the closed period between two consecutive sessions.
///
/// More news arrives over three nights than over one, so the return across a weekend has another
/// variance than the return across a weekday night and must be compared with its own kind.
///
/// ```
/// use eventstudy::calendar::GapClass;
///
/// assert_eq!(GapClass::from_nights(1), GapClass::Weekday);
/// assert_eq!(GapClass::from_nights(3), GapClass::Long);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GapClass {
    /// One night: the sessions are on consecutive calendar days.
    Weekday,
    /// Two nights or more: a weekend or a holiday lies between the sessions.
    Long,
}

impl GapClass {
    /// The class of a gap of so many nights. A gap of less than one night (the same date twice)
    /// has no closed day in it and counts as [`GapClass::Weekday`].
    ///
    /// ```
    /// use eventstudy::calendar::{GapClass, TradingCalendar};
    ///
    /// let calendar = TradingCalendar::new_york();
    /// let friday = "2025-12-12".parse().unwrap();
    /// let monday = "2025-12-15".parse().unwrap();
    /// let nights = calendar.nights_between(friday, monday);
    /// assert_eq!(GapClass::from_nights(nights), GapClass::Long);
    /// ```
    pub const fn from_nights(nights: i64) -> Self {
        if nights <= 1 { Self::Weekday } else { Self::Long }
    }
}

impl TradingCalendar {
    /// Nights, that is calendar days, from one session date to a later one; negative when the
    /// dates are in the other order.
    ///
    /// ```
    /// use eventstudy::calendar::TradingCalendar;
    ///
    /// let calendar = TradingCalendar::new_york();
    /// let wednesday = "2025-11-26".parse().unwrap();
    /// let after_thanksgiving = "2025-11-28".parse().unwrap();
    /// assert_eq!(calendar.nights_between(wednesday, after_thanksgiving), 2);
    /// ```
    pub fn nights_between(&self, earlier: NaiveDate, later: NaiveDate) -> i64 {
        later.signed_duration_since(earlier).num_days()
    }
}
