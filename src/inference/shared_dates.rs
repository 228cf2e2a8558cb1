//! Whether events share dates, which tests of independent events do not allow for.

use super::WindowSample;

/// How many events of a sample share a date with another.
pub(super) struct SharedDates {
    /// Events on the date that has most.
    pub(super) largest: usize,
    /// Events on dates with more than one.
    shared: usize,
    events: usize,
}

impl SharedDates {
    pub(super) fn of(sample: &WindowSample<'_>) -> Self {
        let members = sample.section.members();
        let days = || sample.events.iter().map(|i| members[*i].day_zero);
        let first = days().min().unwrap_or(0);
        let mut dates = vec![0_usize; days().max().map_or(0, |last| last - first + 1)];
        days().for_each(|day| dates[day - first] += 1);
        Self {
            largest: dates.iter().copied().max().unwrap_or(0),
            shared: dates.iter().filter(|n| **n > 1).sum(),
            events: sample.len(),
        }
    }

    /// Whether more than a third of the events, two at least, share one date.
    pub(super) fn is_clustered(&self) -> bool {
        self.largest > 1 && 3 * self.largest > self.events
    }

    /// What to say where some events share a date.
    pub(super) fn caution(&self) -> Option<String> {
        (self.shared > 0).then(|| {
            format!(
                "{} of {} events share their date with another; the test takes events for independent",
                self.shared, self.events
            )
        })
    }
}
