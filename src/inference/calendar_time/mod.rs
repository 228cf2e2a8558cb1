//! The calendar-time portfolio: all firms with a recent event, day by day.

mod portfolio_days;
mod standardised;

pub use portfolio_days::{
    CalendarTimeInput, CalendarTimeResult, HeldEvent, calendar_time, event_days_dummy,
};
pub use standardised::standardised_calendar_time;
