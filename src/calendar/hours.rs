//! The dated schedule of the US equity market, in New York local time.
//!
//! One rule answers for the market as a whole: a session is open when the first of the large
//! exchanges trades. For the premarket that is 04:00 on every date of the calendar: NYSE Arca (then
//! the Archipelago Exchange) has opened at 04:00 since 2005-04-08, before at 08:00, as the trade
//! press of that month reports, and Nasdaq since 2013-03-18, before at 07:00 or later. Bars of one
//! venue are therefore empty early in the premarket on earlier dates.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

/// First trading date that has an overnight session; that session starts at 21:00 New York time on
/// the evening before, Sunday 2026-12-06.
///
/// Nasdaq and NYSE announced this date on the condition that the consolidated tape is ready by
/// then. Prints of single night venues from earlier dates exist, but on this calendar they fall
/// into closed hours.
///
/// ```
/// use eventstudy::calendar::TradingCalendar;
/// use eventstudy::calendar::internals::OVERNIGHT_FROM;
///
/// let calendar = TradingCalendar::new_york();
/// let first = calendar.day(OVERNIGHT_FROM).unwrap();
/// let opens = calendar.local(first.overnight_open.unwrap());
/// assert_eq!(opens.format("%A %Y-%m-%d %H:%M").to_string(), "Sunday 2026-12-06 21:00");
/// ```
pub const OVERNIGHT_FROM: NaiveDate = date(2026, 12, 7);

/// What people in this market call New York time.
pub(super) const ZONE_LABEL: &str = "ET";

pub(super) const OVERNIGHT_OPEN: NaiveTime = clock(21, 0);
pub(super) const PRE_OPEN: NaiveTime = clock(4, 0);
pub(super) const LATEST_POST_END: NaiveTime = clock(20, 0);

/// Whether a trading date keeps the usual hours.
///
/// Same-clock comparisons need it: a half day has no afternoon to compare with.
///
/// ```
/// use eventstudy::calendar::{DayKind, TradingCalendar};
///
/// let calendar = TradingCalendar::new_york();
/// let after_thanksgiving = "2025-11-28".parse().unwrap();
/// assert_eq!(calendar.day(after_thanksgiving).unwrap().kind, DayKind::EarlyClose);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// Regular session 09:30 to 16:00, post-market to 20:00, New York time.
    Full,
    /// A scheduled half day: close at 13:00, post-market to 17:00, New York time.
    EarlyClose,
    /// Any other hours, such as a day on which system trouble moved the open or the close.
    Irregular,
}

/// The hours of one day that may differ from another day's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct LocalHours {
    pub open: NaiveTime,
    pub close: NaiveTime,
    pub post_end: NaiveTime,
}

impl LocalHours {
    /// From 9:30 to 16:00, with trading after the close until 20:00.
    pub const FULL: Self =
        Self { open: clock(9, 30), close: clock(16, 0), post_end: LATEST_POST_END };

    /// The 13:00 close dates from 1993, before the calendar begins: no earlier rule is needed.
    pub const EARLY_CLOSE: Self =
        Self { open: clock(9, 30), close: clock(13, 0), post_end: clock(17, 0) };

    /// A patch may announce an ordinary half day; it must then be treated as one.
    pub fn kind(self) -> DayKind {
        if self == Self::FULL {
            DayKind::Full
        } else if self == Self::EARLY_CLOSE {
            DayKind::EarlyClose
        } else {
            DayKind::Irregular
        }
    }

    /// The post-market may be missing (2005-06-01), the regular session may not.
    pub fn in_order(self) -> bool {
        PRE_OPEN <= self.open
            && self.open < self.close
            && self.close <= self.post_end
            && self.post_end <= LATEST_POST_END
    }
}

/// A date that is known to exist.
pub const fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date of the Gregorian calendar")
}

/// A time of day that is known to exist.
pub const fn clock(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).expect("a time of day")
}
