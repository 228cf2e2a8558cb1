//! The events of the sample in columns, which is how they are serialised.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::EventRow;

/// One column for each field instead of one object for each event: a hundred thousand events are a
/// third of the size, and read into a data frame as they are.
pub(super) fn serialize<S: Serializer>(
    events: &[EventRow],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut columns = serializer.serialize_struct("EventColumns", 11)?;
    columns.serialize_field("event", &Values(events, |e| &e.event))?;
    columns.serialize_field("ticker", &Values(events, |e| &e.ticker))?;
    columns.serialize_field("day_zero", &Values(events, |e| &e.day_zero))?;
    columns.serialize_field("estimation_bars", &Values(events, |e| &e.estimation_bars))?;
    columns.serialize_field("degrees_of_freedom", &Values(events, |e| &e.degrees_of_freedom))?;
    columns.serialize_field("sigma", &Values(events, |e| &e.sigma))?;
    columns.serialize_field("car", &Values(events, |e| &e.car))?;
    columns.serialize_field("standard_error", &Values(events, |e| &e.standard_error))?;
    columns.serialize_field("p_value", &Values(events, |e| &e.p_value))?;
    columns.serialize_field("buy_and_hold", &Values(events, |e| &e.buy_and_hold))?;
    columns.serialize_field("flags", &Values(events, |e| &e.flags))?;
    columns.end()
}

/// One field of all events.
struct Values<'a, T: ?Sized>(&'a [EventRow], fn(&EventRow) -> &T);

impl<T: Serialize + ?Sized> Serialize for Values<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(self.1))
    }
}
