//! The clock of this machine against that of a vendor.

use chrono::{DateTime, TimeDelta, Utc};

/// A clock that is off by no more is the way of clocks and networks.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// A sentence where the clock of this machine disagrees with the vendor's.
pub(super) fn clock_note(
    sent: DateTime<Utc>,
    received: DateTime<Utc>,
    vendor: &str,
) -> Option<String> {
    let ahead = received - sent;
    let direction = if ahead > TimeDelta::zero() { "ahead of" } else { "behind" };
    let by = match ahead.abs() {
        by if by <= CLOCK_TOLERANCE => return None,
        by if by < TimeDelta::hours(2) => format!("{} minutes", by.num_minutes()),
        by if by < TimeDelta::days(2) => format!("{} hours", by.num_hours()),
        by => format!("{} days", by.num_days()),
    };
    Some(format!(
        "the clock of this machine is {by} {direction} that of {vendor}; which sessions are over was \
         judged by the clock of {vendor}"
    ))
}
