//! Values on the sessions of the calendar.

use std::ops::Range;

/// Values on consecutive sessions, the first of which has the calendar index `first`.
///
/// # Shape and units
/// One value a session; NaN where there is none, and everywhere outside.
///
/// ```
/// use eventstudy::returns::SessionSeries;
/// let returns = SessionSeries { first: 10, values: &[0.01, f64::NAN] };
/// assert_eq!(returns.at(10), 0.01);
/// assert_eq!(returns.within(5..11), [0.01]);
/// assert!(returns.at(11).is_nan() && returns.at(9).is_nan() && returns.at(12).is_nan());
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct SessionSeries<'a> {
    /// The calendar index of the first value.
    pub first: usize,
    /// The values.
    pub values: &'a [f64],
}

impl SessionSeries<'_> {
    /// The value of a session; NaN where there is none.
    #[inline]
    pub fn at(&self, session: usize) -> f64 {
        session
            .checked_sub(self.first)
            .and_then(|i| self.values.get(i))
            .copied()
            .unwrap_or(f64::NAN)
    }

    /// The values of those of the sessions that it has.
    #[inline]
    pub fn within(&self, sessions: Range<usize>) -> &[f64] {
        let at = |session: usize| session.saturating_sub(self.first).min(self.values.len());
        &self.values[at(sessions.start)..at(sessions.end.max(sessions.start))]
    }

    /// The session after the last value.
    pub fn end(&self) -> usize {
        self.first + self.values.len()
    }

    /// The sum over the `bars` sessions that end with `session`; NaN where one is missing or `bars`
    /// is.
    pub fn sum_back(&self, session: usize, bars: f64) -> f64 {
        if !(bars >= 1.0) || bars > (session + 1) as f64 {
            return f64::NAN;
        }
        (session + 1 - bars as usize..=session).map(|s| self.at(s)).sum()
    }
}
