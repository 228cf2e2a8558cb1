//! The events of the sample in columns, which is how they are serialised.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::EventRow;

/// One column for each field instead of one object for each event: a hundred thousand events are a
/// third of the size, and read into a data frame as they are. Columns that the model has not got are
/// left out.
pub(super) fn serialize<S: Serializer>(
    events: &[EventRow],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let some = |of: fn(&EventRow) -> &Option<f64>| events.iter().any(|e| of(e).is_some());
    let mut columns = serializer.serialize_map(None)?;
    columns.serialize_entry("event", &Values(events, |e| &e.event))?;
    columns.serialize_entry("ticker", &Values(events, |e| &e.ticker))?;
    columns.serialize_entry("published", &Values(events, |e| &e.published))?;
    columns.serialize_entry("precision", &Values(events, |e| &e.precision))?;
    columns.serialize_entry("session_of_news", &Values(events, |e| &e.session_of_news))?;
    if events.iter().any(|e| e.later_session_of_news.is_some()) {
        let later = Values(events, |e| &e.later_session_of_news);
        columns.serialize_entry("later_session_of_news", &later)?;
    }
    columns.serialize_entry("day_zero", &Values(events, |e| &e.day_zero))?;
    columns.serialize_entry("estimation_bars", &Values(events, |e| &e.estimation_bars))?;
    columns.serialize_entry("degrees_of_freedom", &Values(events, |e| &e.degrees_of_freedom))?;
    columns.serialize_entry("sigma", &Values(events, |e| &e.sigma))?;
    let optional: [(&str, fn(&EventRow) -> &Option<f64>); 11] = [
        ("alpha", |e| &e.alpha),
        ("beta", |e| &e.beta),
        ("beta_by_least_squares", |e| &e.beta_by_least_squares),
        ("car", |e| &e.car),
        ("standard_error", |e| &e.standard_error),
        ("scar", |e| &e.scar),
        ("p_value", |e| &e.p_value),
        ("sample_quantile_p", |e| &e.sample_quantile_p),
        ("permutation_p", |e| &e.permutation_p),
        ("buy_and_hold", |e| &e.buy_and_hold),
        ("buy_and_hold_model", |e| &e.buy_and_hold_model),
    ];
    for (name, of) in optional {
        // The CAR is what the study is about, whether it has any or not.
        if some(of) || matches!(name, "car" | "standard_error" | "p_value" | "buy_and_hold") {
            columns.serialize_entry(name, &Values(events, of))?;
        }
    }
    columns.serialize_entry("valid_bars", &Values(events, |e| &e.valid_bars))?;
    let names = EventRow::coefficient_names(events);
    if !names.is_empty() {
        columns.serialize_entry("coefficients", &Coefficients(events, &names))?;
    }
    columns.serialize_entry("flags", &Values(events, |e| &e.flags))?;
    columns.end()
}

/// One field of all events.
struct Values<'a, T: ?Sized>(&'a [EventRow], fn(&EventRow) -> &T);

impl<T: Serialize + ?Sized> Serialize for Values<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(self.1))
    }
}

/// A column for each further coefficient; null where an event has not got it.
struct Coefficients<'a>(&'a [EventRow], &'a [&'a str]);

impl Serialize for Coefficients<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let column = |name: &str| -> Vec<Option<f64>> {
            self.0.iter().map(|event| event.coefficient(name)).collect()
        };
        serializer.collect_map(self.1.iter().map(|name| (name, column(name))))
    }
}
