//! The results as they are serialised: the fields in their order, the events last and in columns.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::frames::event_columns::EventColumns;
use super::results::CrossSectionResults;

impl Serialize for CrossSectionResults {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize_with(&EventColumns(&self.events), serializer)
    }
}

impl CrossSectionResults {
    /// Serialises the results with another value in the place of the events, which are the last field.
    pub(crate) fn serialize_with<S: Serializer>(
        &self,
        in_place_of_events: &impl Serialize,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        // Named one by one, so that no field is forgotten.
        let Self {
            provenance,
            spec,
            sample,
            headline,
            buy_and_hold_headline,
            windows,
            days,
            path,
            groups,
            family,
            regression,
            sensitivity,
            extras,
            ledger,
            ledger_counts,
            notes,
            events: _,
            section: _,
        } = self;
        let mut fields = serializer.serialize_struct("CrossSectionResults", 17)?;
        fields.serialize_field("provenance", provenance)?;
        fields.serialize_field("spec", spec)?;
        fields.serialize_field("sample", sample)?;
        fields.serialize_field("headline", headline)?;
        fields.serialize_field("buy_and_hold_headline", buy_and_hold_headline)?;
        fields.serialize_field("windows", windows)?;
        fields.serialize_field("days", days)?;
        fields.serialize_field("path", path)?;
        fields.serialize_field("groups", groups)?;
        fields.serialize_field("family", family)?;
        fields.serialize_field("regression", regression)?;
        fields.serialize_field("sensitivity", sensitivity)?;
        fields.serialize_field("beside", extras)?;
        fields.serialize_field("ledger", ledger)?;
        fields.serialize_field("ledger_counts", ledger_counts)?;
        fields.serialize_field("notes", notes)?;
        fields.serialize_field("events", in_place_of_events)?;
        fields.end()
    }
}
