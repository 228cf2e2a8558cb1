//! Laying a patch over a calendar.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::hours::LocalHours;
use super::{CalendarError, CalendarPatch, TradingCalendar, TradingDay};

impl TradingCalendar {
    /// The calendar with the patch's closures and special hours in force.
    ///
    /// A session of the shipped table may be patched again, for instance a half day that was
    /// cancelled; only a day that is closed cannot.
    ///
    /// # Errors
    ///
    /// [`CalendarError::PatchOutsideRange`], [`CalendarError::PatchAlreadyClosed`],
    /// [`CalendarError::PatchRepeated`] or [`CalendarError::PatchHours`], for the first entry that
    /// does not suit the calendar. Nothing is applied then.
    ///
    /// ```
    /// use eventstudy::calendar::{CalendarPatch, TradingCalendar};
    ///
    /// let patch = CalendarPatch::from_toml_str(
    ///     "[[closed]]\ndate = 2027-12-25\nreason = \"Christmas\"",
    /// )?;
    /// let error = TradingCalendar::new_york().with_patch(&patch).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "the calendar patch names 2027-12-25, a day on which the exchange is closed (a Saturday)"
    /// );
    /// # Ok::<(), eventstudy::calendar::CalendarError>(())
    /// ```
    pub fn with_patch(mut self, patch: &CalendarPatch) -> Result<Self, CalendarError> {
        let mut seen = BTreeSet::new();
        let mut closed = BTreeSet::new();
        for closure in &patch.closed {
            self.patchable(closure.date, &mut seen)?;
            closed.insert(closure.date);
        }
        for special in &patch.special {
            let index = self.patchable(special.date, &mut seen)?;
            let hours =
                LocalHours { open: special.open, close: special.close, post_end: special.post_end };
            if !hours.in_order() {
                return Err(CalendarError::PatchHours {
                    date: special.date,
                    open: special.open,
                    close: special.close,
                    post_end: special.post_end,
                });
            }
            self.days[index] = TradingDay::new(self.time_zone, special.date, hours);
        }

        // Closing shifts every later position, so it waits until no position is in use.
        self.days.retain(|day| !closed.contains(&day.date));
        self.index();
        let closures = patch.closed.iter().map(|entry| (entry.date, &entry.reason));
        let specials = patch.special.iter().map(|entry| (entry.date, &entry.reason));
        for (date, reason) in closures.chain(specials) {
            self.notes.insert(date, reason.clone());
        }
        Ok(self)
    }

    /// Position of the session that an entry may change.
    fn patchable(
        &self,
        date: NaiveDate,
        seen: &mut BTreeSet<NaiveDate>,
    ) -> Result<usize, CalendarError> {
        if !seen.insert(date) {
            return Err(CalendarError::PatchRepeated { date });
        }
        if !self.covers(date) {
            return Err(CalendarError::PatchOutsideRange {
                date,
                first: self.first,
                last: self.last,
            });
        }
        self.index_of(date).ok_or_else(|| CalendarError::PatchAlreadyClosed {
            date,
            reason: match self.note(date) {
                Some(note) => note.to_owned(),
                None => format!("a {}", date.format("%A")),
            },
        })
    }
}
