//! Sessions and trading dates of the exchange: where news falls, and which session is day 0.
//!
//! Everything else in this crate that speaks of sessions asks here, never a vendor's flags and
//! never a fixed offset from UTC. The calendar is made of rules (holidays, half days, hours) and a
//! short dated table of the days that broke them; a [`CalendarPatch`] adds the next one.
//!
//! Hours, New York time through the time zone database:
//!
//! | session | full day | half day | since |
//! |---|---|---|---|
//! | overnight | 21:00 the evening before to 04:00 | same | trading date 2026-12-07 |
//! | premarket | 04:00 to 09:30 | same | whole calendar; NYSE Arca from 2005-04-08, Nasdaq from 2013-03-18 |
//! | regular | 09:30 to 16:00 | 09:30 to 13:00 | whole calendar |
//! | post-market | 16:00 to 20:00 | 13:00 to 17:00 | whole calendar |
//!
//! Sessions are half-open, `[start, end)`; instants are UTC; dates are exchange-local.
//!
//! ```
//! use eventstudy::calendar::TradingCalendar;
//!
//! let calendar = TradingCalendar::new_york();
//! let published = "2025-12-13T15:00:00Z".parse().unwrap();
//! let day_zero = calendar.day_zero(published)?;
//! assert_eq!(
//!     day_zero.reason,
//!     "published on Saturday 2025-12-13, when the exchange is closed; \
//!      the next session, Monday 2025-12-15, is day 0"
//! );
//! # Ok::<(), eventstudy::calendar::CalendarError>(())
//! ```

mod amend;
mod day_zero;
mod error;
mod gap;
mod holidays;
mod hours;
#[doc(hidden)]
pub mod internals;
mod lookup;
mod moment;
mod new_york;
mod patch;
mod session;
mod trading_calendar;
mod trading_day;

pub use day_zero::DayZero;
pub use error::CalendarError;
pub use gap::GapClass;
pub use hours::DayKind;
pub use moment::{ClosedKind, Moment};
pub use patch::{CalendarPatch, Closure, SpecialHours};
pub use session::Session;
pub use trading_calendar::TradingCalendar;
pub use trading_day::TradingDay;
