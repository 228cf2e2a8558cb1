//! The calendar-time portfolio: all firms with a recent event, day by day.

pub(crate) mod portfolio_days;
pub(crate) mod standardised;

pub use portfolio_days::{
    CalendarTimeInput, CalendarTimeResult, HeldEvent, calendar_time, event_days_dummy,
};
pub use standardised::standardised_calendar_time;
