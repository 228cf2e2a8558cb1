//! The calendar of the New York exchanges: rules, then the shipped table of what broke them.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};
use chrono_tz::Tz;

use super::hours::{LocalHours, date};
use super::{CalendarPatch, TradingCalendar, TradingDay, holidays};

const FIRST: NaiveDate = date(2005, 1, 1);
const LAST: NaiveDate = date(2028, 12, 31);

/// Unscheduled closures and irregular days, in the format of a user's patch.
const UNSCHEDULED: &str = include_str!("../../data/calendar/xnys_unscheduled.toml");

impl TradingCalendar {
    /// The sessions of NYSE and Nasdaq (XNYS, XNAS) from 2005-01-01 to 2028-12-31.
    ///
    /// Holidays and half days follow the exchanges' rules; unscheduled closures and days with
    /// irregular hours come from a short dated table. Where the two exchanges differed for a few
    /// minutes, as on 2005-06-01 and 2006-12-27, the calendar follows the New York Stock
    /// Exchange. The premarket starts at 04:00 on every date, and there are overnight
    /// sessions from the trading date [`OVERNIGHT_FROM`](super::internals::OVERNIGHT_FROM) on.
    ///
    /// ```
    /// use eventstudy::calendar::TradingCalendar;
    ///
    /// let calendar = TradingCalendar::new_york();
    /// assert!(calendar.day("2025-01-09".parse().unwrap()).is_none()); // day of mourning
    /// assert!(calendar.day("2021-12-31".parse().unwrap()).is_some()); // not a holiday
    /// ```
    pub fn new_york() -> Self {
        let time_zone = Tz::America__New_York;
        let years = FIRST.year()..=LAST.year();
        let closures: BTreeMap<_, _> = years.clone().flat_map(holidays::closures).collect();
        let early_closes: BTreeMap<_, _> = years.flat_map(holidays::early_closes).collect();
        let days = FIRST
            .iter_days()
            .take_while(|date| *date <= LAST)
            .filter(|date| !matches!(date.weekday(), Weekday::Sat | Weekday::Sun))
            .filter(|date| !closures.contains_key(date))
            .map(|date| {
                let hours = if early_closes.contains_key(&date) {
                    LocalHours::EARLY_CLOSE
                } else {
                    LocalHours::FULL
                };
                TradingDay::new(time_zone, date, hours)
            })
            .collect();

        let mut notes = closures;
        notes.extend(early_closes);
        let scheduled = Self::from_days("XNYS", time_zone, (FIRST, LAST), days, notes);
        CalendarPatch::from_toml_str(UNSCHEDULED)
            .and_then(|patch| scheduled.with_patch(&patch))
            .expect("the shipped table is read and applied by every test of this module")
    }
}
