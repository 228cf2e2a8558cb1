//! The events of the sample in columns, which is how they are serialised.

use rayon::prelude::*;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::study::many::EventRow;

/// A figure that an event may not have.
type Figure = fn(&EventRow) -> &Option<f64>;

/// Events to be serialised as one column for each field instead of one object for each event: a
/// hundred thousand events are a third of the size, and read into a data frame as they are. Columns
/// that the model has not got are left out.
pub(crate) struct EventColumns<'a>(pub(crate) &'a [EventRow]);

/// Takes the columns one after the other.
pub(crate) trait TakesColumns<'a> {
    /// Why it cannot.
    type Error;

    /// Takes a column: a sequence with a value for each event, or a map of such sequences.
    fn take(
        &mut self,
        name: &'static str,
        column: impl Serialize + Send + Sync + 'a,
    ) -> Result<(), Self::Error>;
}

/// Gives the columns of events to what takes them.
pub(crate) fn columns<'a, T: TakesColumns<'a>>(
    events: &'a [EventRow],
    to: &mut T,
) -> Result<(), T::Error> {
    let some = |of: Figure| events.par_iter().any(|e| of(e).is_some());
    to.take("event", Values(events, |e| &e.event))?;
    to.take("ticker", Values(events, |e| &e.ticker))?;
    to.take("published", Values(events, |e| &e.published))?;
    to.take("precision", Values(events, |e| &e.precision))?;
    to.take("session_of_news", Values(events, |e| &e.session_of_news))?;
    if events.par_iter().any(|e| e.later_session_of_news.is_some()) {
        to.take("later_session_of_news", Values(events, |e| &e.later_session_of_news))?;
    }
    to.take("day_zero", Values(events, |e| &e.day_zero))?;
    to.take("estimation_bars", Values(events, |e| &e.estimation_bars))?;
    to.take("degrees_of_freedom", Values(events, |e| &e.degrees_of_freedom))?;
    to.take("sigma", Values(events, |e| &e.sigma))?;
    let optional: [(&str, Figure); 11] = [
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
            to.take(name, Values(events, of))?;
        }
    }
    to.take("valid_bars", Values(events, |e| &e.valid_bars))?;
    let names = EventRow::coefficient_names(events);
    if !names.is_empty() {
        to.take("coefficients", Coefficients(events, names))?;
    }
    to.take("flags", Values(events, |e| &e.flags))
}

impl Serialize for EventColumns<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entries = Entries(serializer.serialize_map(None)?);
        columns(self.0, &mut entries)?;
        entries.0.end()
    }
}

/// Columns become the entries of a map.
struct Entries<M>(M);

impl<'a, M: SerializeMap> TakesColumns<'a> for Entries<M> {
    type Error = M::Error;

    fn take(
        &mut self,
        name: &'static str,
        column: impl Serialize + Send + Sync + 'a,
    ) -> Result<(), M::Error> {
        self.0.serialize_entry(name, &column)
    }
}

/// One field of all events.
struct Values<'a, T: ?Sized>(&'a [EventRow], fn(&EventRow) -> &T);

impl<T: Serialize + ?Sized> Serialize for Values<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(self.1))
    }
}

/// A column for each further coefficient; null where an event has not got it.
struct Coefficients<'a>(&'a [EventRow], Vec<&'a str>);

impl Serialize for Coefficients<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let column = |name: &str| -> Vec<Option<f64>> {
            self.0.iter().map(|event| event.coefficient(name)).collect()
        };
        serializer.collect_map(self.1.iter().map(|name| (name, column(name))))
    }
}
